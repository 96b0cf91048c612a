package io.github.cordonfs.frame;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gives out naturally aligned runs of 2^order frames, order 0 to 9, and joins them again when they
 * come back. Small runs come from the blocks that are most broken up, to keep whole ones for huge
 * folios. A frame in quarantine never comes back, so its block never forms a run of order 9 again.
 *
 * <p>Thread-safe: one lock, the innermost of all. System calls run outside it, on a block that is
 * claimed meanwhile.
 */
public final class BuddyAllocator {

  private final FrameStore store;
  private final FrameTable table;
  private final boolean recycleInjected;
  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when a claimed block is released. */
  private final Condition changed = lock.newCondition();

  // All below: under the lock.
  private final BlockLists lists = new BlockLists();
  private int firstNeverUsed;
  private int claimed;
  private int populatedBlocks;
  private int allocatedFrames;
  private boolean closed;
  private boolean trimScheduled;

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
    this.store = store;
    this.recycleInjected = recycleInjected;
    this.table = new FrameTable(store.blocks());
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
      Block block = blockWith(order);
      return block == null ? Frames.NONE : takeFrom(block, order);
    } finally {
      lock.unlock();
    }
  }

  /** Allocates one frame, wherever there is one; {@link Frames#NONE} if memory ran out. */
  public int allocateSingle() {
    lock.lock();
    try {
      Block block = blockWith(0);
      return block == null ? Frames.NONE : takeFrom(block, 0);
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
      if (best != null && best.populated && !best.claimed) {
        int index = goal & (Frames.HUGE_FRAMES - 1);
        while (got < count && index < Frames.HUGE_FRAMES && best.isFree(index)) {
          best.takeAt(index);
          frames[got++] = handOut(best, index++);
        }
        lists.update(best);
      }
      while (got < count) {
        Block block = blockWith(0);
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
      while (!whole && got > 0) {
        free(frames[--got], 0);
      }
      lock.unlock();
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
   */
  public int freeBlock() {
    lock.lock();
    try {
      Block block = blockWith(Frames.HUGE_ORDER);
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

  /** Returns a populated block with a free run of the order, null if there is no memory. */
  private @Nullable Block blockWith(int order) {
    while (!closed) {
      for (int list = order; list <= Frames.HUGE_ORDER; list++) {
        Block block = lists.head(list);
        if (block != null) {
          return block;
        }
      }
      Block block = unpopulatedWith(order);
      if (block != null) {
        if (!populate(block)) {
          return null;
        }
      } else if (claimed > 0) {
        // What somebody else populates or gives back just now may do.
        changed.awaitUninterruptibly();
      } else {
        return null;
      }
    }
    return null;
  }

  private @Nullable Block unpopulatedWith(int order) {
    for (Block b = lists.head(BlockLists.UNPOPULATED); b != null; b = b.next) {
      if (b.largestFreeOrder() >= order) {
        return b;
      }
    }
    while (firstNeverUsed < store.blocks()) {
      int number = firstNeverUsed++;
      if (table.block(number << Frames.HUGE_ORDER) == null) {
        return table.blockOrNew(number);
      }
    }
    return null;
  }

  private boolean populate(Block block) {
    claim(block);
    boolean populated = false;
    try {
      populated = store.populate(block.number);
    } finally {
      unclaim(block, populated);
    }
    return populated;
  }

  /** Takes a block out of the lists and leaves the lock. */
  private void claim(Block block) {
    block.claimed = true;
    lists.update(block);
    claimed++;
    lock.unlock();
  }

  /** Takes the lock and puts a block back into the lists. */
  private void unclaim(Block block, boolean populated) {
    lock.lock();
    populatedBlocks += (populated ? 1 : 0) - (block.populated ? 1 : 0);
    block.populated = populated;
    block.freeSince = System.nanoTime();
    block.claimed = false;
    claimed--;
    lists.update(block);
    changed.signalAll();
  }

  /**
   * Takes a run back. Frames that failed in transit go into quarantine.
   *
   * @param first its first frame; all in transit
   * @param order as allocated, or 0 for each frame of a broken-up run
   */
  public void free(int first, int order) {
    lock.lock();
    try {
      Block block = table.blockOrNew(first >>> Frames.HUGE_ORDER);
      int index = first & (Frames.HUGE_FRAMES - 1);
      for (int i = index; i < index + (1 << order); i++) {
        if (table.endTransit(block, i)) {
          block.put(i);
        } else {
          block.lose();
          recycle(block, i);
        }
      }
      allocatedFrames -= 1 << order;
      block.forgetOwnersIfUnused();
      noteIfWhollyFree(block);
      lists.update(block);
    } finally {
      lock.unlock();
    }
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
      block.forgetOwnersIfUnused();
      noteIfWhollyFree(block);
      lists.update(block);
    } finally {
      lock.unlock();
    }
  }

  private void recycle(Block block, int index) {
    int frame = block.firstFrame() + index;
    if (recycleInjected && Cause.isInjected(table.cause(frame))) {
      table.endQuarantine(frame);
      block.recover(index);
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
      noteIfWhollyFree(block);
      lists.update(block);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void noteIfWhollyFree(Block block) {
    if (block.isWhollyFree()) {
      block.freeSince = System.nanoTime();
      if (!trimScheduled && store.givesBack()) {
        trimScheduled = true;
        Trimmer.schedule(this, 0);
      }
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
      if (!block.isFree(index)) {
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
    lock.lock();
    try {
      for (Block oldest = lists.tail(Frames.HUGE_ORDER);
          oldest != null && !oldest.held && System.nanoTime() - oldest.freeSince >= minimumAge;
          oldest = lists.tail(Frames.HUGE_ORDER)) {
        giveBack(oldest);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps the memory of a block from being given back, until {@link #letGo}. By one at a time.
   *
   * @return false if the block has none
   */
  public boolean hold(int number) {
    lock.lock();
    try {
      Block block = table.block(number << Frames.HUGE_ORDER);
      if (closed || block == null || !block.populated || block.claimed) {
        return false;
      }
      block.held = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends what {@link #hold} began. */
  public void letGo(int number) {
    lock.lock();
    try {
      table.blockOrNew(number).held = false;
    } finally {
      lock.unlock();
    }
  }

  /** What the trimmer does when the time has come. */
  void trimAndReschedule() {
    trim(Trimmer.MINIMUM_AGE);
    lock.lock();
    try {
      Block oldest = lists.tail(Frames.HUGE_ORDER);
      trimScheduled = oldest != null && !closed;
      if (oldest != null) {
        Trimmer.schedule(this, System.nanoTime() - oldest.freeSince);
      }
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(Block block) {
    claim(block);
    try {
      store.release(block.number);
    } finally {
      unclaim(block, false);
    }
  }

  /** Allocates no more: {@link #allocate} finds no memory from now on. */
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of frames given out, poisoned ones that still have an owner included. */
  public int allocatedFrames() {
    lock.lock();
    try {
      return allocatedFrames;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the bytes of memory taken from the store. */
  public long residentBytes() {
    lock.lock();
    try {
      return (long) populatedBlocks << Frames.HUGE_SHIFT;
    } finally {
      lock.unlock();
    }
  }
}
