package io.github.cordonfs.frame;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives out naturally aligned runs of 2^order frames, order 0 to 9, and joins them again when they
 * come back. Small runs come from the blocks that are most broken up, to keep whole ones for huge
 * folios. A frame in quarantine never comes back, so its block never forms a run of order 9 again.
 *
 * <p>Thread-safe: one lock; {@link BlockSupply} has it, and leaves it for system calls. Single
 * frames mostly come and go without it: see {@link Magazines}.
 */
public final class BuddyAllocator {

  private final FrameTable table;
  private final boolean recycleInjected;
  private final BlockSupply blocks;
  final Magazines magazines;
  private final ReentrantLock lock;

  // Both under the lock.
  private final BlockLists lists;

  /** Frames given out, without what went through {@link #magazines}. */
  private int allocatedFrames;

  /**
   * Creates an allocator of all memory of a store.
   *
   * @param store the memory, none of it populated
   */
  public BuddyAllocator(FrameStore store) {
    this(store, false);
  }

  /**
   * Creates an allocator of all memory of a store.
   *
   * @param store the memory, none of it populated
   * @param recycleInjected whether a frame whose failure was injected is free again when its owner
   *     drops it
   */
  public BuddyAllocator(FrameStore store, boolean recycleInjected) {
    this.recycleInjected = recycleInjected;
    this.table = new FrameTable(store.blocks());
    this.blocks = new BlockSupply(store, table);
    this.magazines = blocks.magazines;
    this.lock = blocks.lock;
    this.lists = blocks.lists;
  }

  /** Returns the table of the frames. */
  public FrameTable table() {
    return table;
  }

  /**
   * Allocates a run; its frames are in state TRANSIT. Their content is undefined.
   *
   * @param order 0 to 9
   * @return the first frame, or {@link Frames#NONE} if there is no such run and no memory for one
   */
  public int allocate(int order) {
    lock.lock();
    try {
      Block block = blocks.with(order);
      return block == null ? Frames.NONE : takeFrom(block, order);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Allocates a whole block, as {@link #allocate} does: one that begins with a certain frame, if
   * that is free, so that what follows another block of a file can be mapped with it as one.
   *
   * @param goal the frame that would be best, or NONE
   */
  public int allocateBlock(int goal) {
    lock.lock();
    try {
      Block block = blocks.withWhole(goal);
      return block == null ? Frames.NONE : takeFrom(block, Frames.HUGE_ORDER);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Allocates one frame, wherever there is one; {@link Frames#NONE} if memory ran out. The calling
   * thread has some more at hand afterwards.
   */
  public int allocateSingle() {
    int atHand = magazines.take();
    if (atHand != Frames.NONE) {
      return atHand;
    }
    lock.lock();
    try {
      Block block = blocks.withSingles();
      if (block == null) {
        return Frames.NONE;
      }
      int frame = takeFrom(block, 0);
      magazines.fill(block);
      return frame;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Allocates single frames.
   *
   * @param frames receives them, from index 0
   * @param count how many
   * @return how many it got; fewer if memory ran out
   */
  public int allocateSingles(int[] frames, int count) {
    return allocateSingles(frames, count, Frames.NONE);
  }

  /**
   * Allocates single frames, adjacent from a certain one on as far as they are free.
   *
   * @param frames receives them, from index 0
   * @param count how many
   * @param goal the first frame that would be best, or NONE
   * @return how many it got; fewer if memory ran out
   */
  public int allocateSingles(int[] frames, int count, int goal) {
    int got = 0;
    boolean whole = false;
    lock.lock();
    try {
      Block best = goal == Frames.NONE ? null : table.block(goal);
      int index = goal & (Frames.HUGE_FRAMES - 1);
      if (best != null) {
        blocks.completeFor(best, Math.min(index + count, Frames.HUGE_FRAMES) - 1);
      }
      if (best != null && best.populated && !best.claimed) {
        while (got < count && index < Frames.HUGE_FRAMES && best.isFree(index)) {
          best.takeAt(index);
          frames[got++] = handOut(best, index++);
        }
        lists.update(best);
      }
      while (got < count) {
        Block block = blocks.with(0, Math.min(count - got, Frames.HUGE_FRAMES));
        if (block == null) {
          break;
        }
        do {
          frames[got++] = handOut(block, block.take(0));
        } while (got < count && block.hasFree());
        lists.update(block);
      }
      whole = true;
      return got;
    } finally {
      try {
        while (!whole && got > 0) {
          free(frames[--got], 0);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Puts a single frame, which was taken from its block, in transit. */
  private int handOut(Block block, int index) {
    table.startTransit(block, index, 1);
    allocatedFrames++;
    return block.firstFrame() + index;
  }

  /**
   * Returns the first frame of a block that is wholly free now, as a goal for single frames that
   * may one day fill it; NONE if there is none.
   *
   * @param goal the frame that would be best, or NONE
   */
  public int freeBlock(int goal) {
    lock.lock();
    try {
      Block block = blocks.withWhole(goal);
      return block == null ? Frames.NONE : block.firstFrame();
    } finally {
      lock.unlock();
    }
  }

  private int takeFrom(Block block, int order) {
    int index = block.take(order);
    table.startTransit(block, index, 1 << order);
    lists.update(block);
    allocatedFrames += 1 << order;
    return block.firstFrame() + index;
  }

  /**
   * Takes a run back. Frames that failed in transit go into quarantine.
   *
   * @param first its first frame; all in transit
   * @param order as allocated, or 0 for each frame of a broken-up run
   * @return whether all of them are free now, and none is in quarantine
   */
  public boolean free(int first, int order) {
    boolean allFree = true;
    lock.lock();
    try {
      Block block = table.blockOrNew(first >>> Frames.HUGE_ORDER);
      int index = first & (Frames.HUGE_FRAMES - 1);
      for (int i = index; i < index + (1 << order); i++) {
        allFree &= takeBack(block, i);
      }
      blocks.settle(block);
      return allFree;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes single frames back, as {@link #free} does with each.
   *
   * @param frames all in transit
   * @param from the first index
   * @param to the index behind the last
   * @return whether all of them are free now, and none is in quarantine
   */
  public boolean freeSingles(int[] frames, int from, int to) {
    if (to - from == 1) {
      return freeSingle(frames[from]);
    }
    boolean allFree = true;
    lock.lock();
    try {
      int i = from;
      while (i < to) {
        int number = frames[i] >>> Frames.HUGE_ORDER;
        Block block = table.blockOrNew(number);
        while (i < to && frames[i] >>> Frames.HUGE_ORDER == number) {
          allFree &= takeBack(block, frames[i++] & (Frames.HUGE_FRAMES - 1));
        }
        blocks.settle(block);
      }
      return allFree;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a frame back; the next {@link #allocateSingle} of this thread is likely to get it. */
  private boolean freeSingle(int frame) {
    if (magazines.put(frame)) {
      return true;
    }
    lock.lock();
    try {
      magazines.spill();
      return free(frame, 0);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a frame back; false if it goes into quarantine. */
  private boolean takeBack(Block block, int index) {
    boolean good = table.endTransit(block, index);
    allocatedFrames--;
    if (good) {
      block.put(index);
      return true;
    }
    block.lose();
    return recycle(block, index);
  }

  /** Puts a poisoned frame, which its owner has just dropped, in quarantine. */
  public void quarantine(int frame) {
    lock.lock();
    try {
      table.quarantinePoisoned(frame);
      allocatedFrames--;
      Block block = table.blockOrNew(frame >>> Frames.HUGE_ORDER);
      block.lose();
      recycle(block, frame & (Frames.HUGE_FRAMES - 1));
      blocks.settle(block);
    } finally {
      lock.unlock();
    }
  }

  private boolean recycle(Block block, int index) {
    int frame = block.firstFrame() + index;
    byte cause = table.cause(frame);
    if (cause == Cause.ELSEWHERE || (recycleInjected && Cause.isInjected(cause))) {
      table.endQuarantine(frame);
      block.recover(index);
      return true;
    }
    return false;
  }

  /**
   * Allocates a certain frame, for whoever wants to look at its memory while nobody has it.
   *
   * @return false if it is not free any more, or has no memory
   */
  public boolean allocateFree(int frame) {
    lock.lock();
    try {
      Block block = table.block(frame);
      int index = frame & (Frames.HUGE_FRAMES - 1);
      if (block == null || !blocks.hasMemory(block) || !blocks.isFree(block, index)) {
        return false;
      }
      block.takeAt(index);
      var _ = handOut(block, index);
      lists.update(block);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts a frame in quarantine back into service, because its memory is good.
   *
   * @return false if it is not in quarantine
   */
  public boolean endQuarantine(int frame) {
    lock.lock();
    try {
      if (table.state(frame) != FrameState.QUARANTINED) {
        return false;
      }
      table.endQuarantine(frame);
      Block block = table.blockOrNew(frame >>> Frames.HUGE_ORDER);
      block.recover(frame & (Frames.HUGE_FRAMES - 1));
      lists.update(block);
      blocks.noteIfWhollyFree(block);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a free frame out of service.
   *
   * @param cause a {@link Cause}
   * @return false if it is not free any more
   */
  public boolean quarantineFree(int frame, byte cause) {
    lock.lock();
    try {
      Block block = table.blockOrNew(frame >>> Frames.HUGE_ORDER);
      int index = frame & (Frames.HUGE_FRAMES - 1);
      blocks.completeFor(block, index);
      if (!blocks.isFree(block, index)) {
        return false;
      }
      block.takeAt(index);
      table.quarantineFree(block, index, cause);
      block.lose();
      lists.update(block);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives memory of blocks that are wholly free back to the store.
   *
   * @param minimumAge how long a block must have been free, in nanoseconds
   */
  public void trim(long minimumAge) {
    blocks.trim(minimumAge);
  }

  /**
   * Keeps the memory of a block from being given back, until {@link #letGo}. By one at a time.
   *
   * @return false if the block has none
   */
  public boolean hold(int number) {
    return blocks.hold(number);
  }

  /** Ends what {@link #hold} began. */
  public void letGo(int number) {
    blocks.letGo(number);
  }

  /** Allocates no more: {@link #allocate} finds no memory from now on. */
  public void close() {
    blocks.close();
  }

  /** Returns the number of frames given out, poisoned ones that still have an owner included. */
  public int allocatedFrames() {
    lock.lock();
    try {
      return allocatedFrames + magazines.balance();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the bytes of memory taken from the store. */
  public long residentBytes() {
    return blocks.residentBytes();
  }
}
