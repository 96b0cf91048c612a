package io.github.cordonfs.frame;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The blocks with free frames, and how they come by memory of the store and lose it again. Has the
 * lock of {@link BuddyAllocator}, but not during system calls: the block that one is about is
 * claimed meanwhile.
 */
final class BlockSupply {

  /** How far the beginning of a free stretch is looked for, in blocks: 512 MiB. */
  private static final int MOST_ADJACENT = 256;

  /**
   * How many frames the first block gets memory for at first: as many as a file system with a few
   * small files needs. To clear 2 MiB takes longer than all else about such a one.
   */
  static final int FIRST_PIECE = 16;

  /** Who wants more at once gets a whole block, with a huge page of the kernel's. */
  private static final int MOST_FIRST = 128;

  /** By how much the first piece grows each time, until the block is whole. */
  private static final int GROWTH = 4;

  private final FrameStore store;
  private final FrameTable table;
  final Trimmer trimmer = new Trimmer(this);

  /** Of everything about free frames. */
  final ReentrantLock lock = new ReentrantLock();

  /** Signalled when a claimed block is released. */
  private final Condition changed = lock.newCondition();

  // All below: under the lock.
  final BlockLists lists = new BlockLists();
  private int firstNeverUsed;
  private int claimed;
  private int populatedBlocks;

  /** The one block that has memory for its first frames only; null if there is none. */
  private @Nullable Block partial;

  private boolean closed;

  /** What threads have at hand of single frames. */
  final Magazines magazines;

  BlockSupply(FrameStore store, FrameTable table) {
    this.store = store;
    this.table = table;
    this.magazines = new Magazines(this, table);
  }

  /**
   * Returns a populated block with a free run of the order, null if there is no memory. With the
   * lock, which may be left meanwhile.
   */
  @Nullable Block with(int order) {
    return with(order, 1 << order);
  }

  /**
   * As the other.
   *
   * @param wanted how many frames the caller is going to take, one run after the other
   */
  @Nullable Block with(int order, int wanted) {
    boolean drained = false;
    while (!closed) {
      Block block = listedWith(order);
      if (block != null) {
        return block;
      }
      // Once: what comes to the magazines from now on was not free when this began.
      if (!drained) {
        drained = true;
        if (magazines.drain()) {
          continue;
        }
      }
      block = partialFor(order);
      if (block != null) {
        if (!extend(block, afterExtension(block, wanted))) {
          return null;
        }
        continue;
      }
      block = unpopulatedWith(order);
      if (block != null) {
        if (!populate(block, wanted)) {
          return null;
        }
      } else if (claimed > 0) {
        // What somebody else populates or gives back just now may do.
        changed.awaitUninterruptibly();
        drained = false;
      } else {
        return null;
      }
    }
    return null;
  }

  /**
   * As {@link #with}, for a block that is wholly free.
   *
   * @param goal the first frame of the one that would be best, or NONE
   */
  @Nullable Block withWhole(int goal) {
    Block best = listedWhole(goal);
    if (best != null) {
      return best;
    }
    Block block = with(Frames.HUGE_ORDER);
    // From the beginning of a free stretch, so that there is one to follow. Blocks that are given
    // back one after the other are met in the reverse order otherwise.
    for (int i = 0; block != null && i < MOST_ADJACENT; i++) {
      Block before = listedWhole(block.firstFrame() - Frames.HUGE_FRAMES);
      if (before == null) {
        break;
      }
      block = before;
    }
    return block;
  }

  /** Returns the block that begins with a frame, if it is wholly free and has memory, or null. */
  private @Nullable Block listedWhole(int frame) {
    Block block = frame < 0 || frame >= table.frameCount() ? null : table.block(frame);
    return block != null && block.list == Frames.HUGE_ORDER && hasMemory(block) ? block : null;
  }

  /** As {@link #with}, for single frames: one that others do not take them from, if possible. */
  @Nullable Block withSingles() {
    Block home = closed ? null : magazines.home();
    return home == null ? with(0) : home;
  }

  private @Nullable Block listedWith(int order) {
    for (int list = order; list <= Frames.HUGE_ORDER; list++) {
      Block block = lists.head(list);
      if (block != null) {
        return block;
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
      int number = firstNeverUsed;
      boolean used = table.block(number << Frames.HUGE_ORDER) != null;
      // Made first: a block that there is no heap for is met again.
      Block block = table.blockOrNew(number);
      firstNeverUsed++;
      if (!used) {
        return block;
      }
    }
    return null;
  }

  /** Returns the partial block if it has a free run of the order when it is extended, or null. */
  private @Nullable Block partialFor(int order) {
    Block block = partial;
    return block != null && !block.claimed && (order < Frames.HUGE_ORDER || block.isUnused())
        ? block
        : null;
  }

  /** Returns how many frames of the partial block are to have memory then. */
  private static int afterExtension(Block block, int wanted) {
    // A run of so many frames begins at a multiple of that.
    int needed = Math.max(block.present(), wanted) + wanted;
    return upToPowerOf2(Math.max(block.present() * GROWTH, needed));
  }

  private static int upToPowerOf2(int frames) {
    return Math.min(Integer.highestOneBit(2 * frames - 1), Frames.HUGE_FRAMES);
  }

  private boolean populate(Block block, int wanted) {
    boolean piece =
        store.populatesPieces()
            && wanted <= MOST_FIRST
            && populatedBlocks == 0
            && claimed == 0
            && block.isWhollyFree();
    int frames = piece ? Math.max(FIRST_PIECE, upToPowerOf2(wanted)) : Frames.HUGE_FRAMES;
    // Before the lock is left: nobody takes a frame out of service that is not to have memory.
    setPresent(block, frames);
    claim(block);
    boolean populated = false;
    try {
      populated =
          piece ? store.populatePiece(block.number, 0, frames) : store.populate(block.number);
    } finally {
      unclaim(block, populated, populated ? frames : Frames.HUGE_FRAMES);
    }
    return populated;
  }

  /**
   * Takes memory for more frames of the partial block. With the lock, which is left meanwhile.
   *
   * @param to how many frames are to have memory
   * @return false if there is none
   */
  private boolean extend(Block block, int to) {
    int from = block.present();
    claim(block);
    boolean extended = false;
    try {
      extended = store.populatePiece(block.number, from, to);
    } finally {
      unclaim(block, true, extended ? to : from);
    }
    return extended;
  }

  /**
   * Sees to it that a frame has memory if others of its block do, and there is any. With the lock,
   * which may be left meanwhile.
   *
   * @param index in the block
   */
  void completeFor(Block block, int index) {
    while (!closed && index >= block.present()) {
      if (block.claimed) {
        changed.awaitUninterruptibly();
      } else if (!extend(block, upToPowerOf2(Math.max(block.present() * GROWTH, index + 1)))) {
        return;
      }
    }
  }

  private void setPresent(Block block, int frames) {
    if (frames != block.present()) {
      block.present(frames);
      partial = frames < Frames.HUGE_FRAMES ? block : null;
    }
  }

  /** Takes a block out of the lists and leaves the lock. */
  private void claim(Block block) {
    block.claimed = true;
    lists.update(block);
    claimed++;
    lock.unlock();
  }

  /**
   * Takes the lock and puts a block back into the lists.
   *
   * @param present how many frames have memory; all of them if none has, as for any new block
   */
  private void unclaim(Block block, boolean populated, int present) {
    lock.lock();
    setPresent(block, present);
    populatedBlocks += (populated ? 1 : 0) - (block.populated ? 1 : 0);
    block.populated = populated;
    block.freeSince = System.nanoTime();
    block.claimed = false;
    claimed--;
    lists.update(block);
    changed.signalAll();
  }

  /** Notes what became of a block when frames of it were given back. With the lock. */
  void settle(Block block) {
    block.forgetOwnersIfUnused();
    lists.update(block);
    noteIfWhollyFree(block);
  }

  /** Has a block that is wholly free now given back after a while. With the lock. */
  void noteIfWhollyFree(Block block) {
    if (block.isUnused()) {
      block.freeSince = System.nanoTime();
      scheduleTrim();
    }
  }

  /** Has {@link #trim} called after a while. */
  void scheduleTrim() {
    if (store.givesBack()) {
      trimmer.schedule();
    }
  }

  /** As {@link BuddyAllocator#trim}. */
  void trim(long minimumAge) {
    lock.lock();
    try {
      magazines.drainForTrim();
      for (Block oldest = oldestFree();
          oldest != null && System.nanoTime() - oldest.freeSince >= minimumAge;
          oldest = oldestFree()) {
        giveBack(oldest);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the block that has been wholly free for the longest time and may be given back: one
   * that is held may not, and must not keep the others.
   */
  private @Nullable Block oldestFree() {
    Block oldest = lists.tail(Frames.HUGE_ORDER);
    while (oldest != null && oldest.held) {
      oldest = oldest.previous;
    }
    Block part = partial;
    boolean isOlder =
        part != null
            && part.isUnused()
            && !part.claimed
            && !part.held
            && (oldest == null || part.freeSince - oldest.freeSince < 0);
    return isOlder ? part : oldest;
  }

  /** As {@link BuddyAllocator#hold}. */
  boolean hold(int number) {
    lock.lock();
    try {
      Block block = table.block(number << Frames.HUGE_ORDER);
      if (block != null) {
        // Whoever looks at it would take what is missing, without asking whether there is any.
        completeFor(block, Frames.HUGE_FRAMES - 1);
      }
      if (block == null || !hasMemory(block) || block.missing() > 0) {
        return false;
      }
      block.held = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a frame is free; nobody has it at hand then. With the lock. */
  boolean isFree(Block block, int index) {
    return block.isFree(index)
        || (table.state(block.firstFrame() + index) == FrameState.FREE
            && magazines.drain()
            && block.isFree(index));
  }

  /** Returns whether a block has memory that stays its own. With the lock. */
  boolean hasMemory(Block block) {
    return !closed && block.populated && !block.claimed;
  }

  /** As {@link BuddyAllocator#letGo}. */
  void letGo(int number) {
    lock.lock();
    try {
      Block block = table.blockOrNew(number);
      block.held = false;
      // The trimmer passed it over, and may not have come back for it.
      if (store.givesBack() && block.populated && block.isUnused()) {
        trimmer.schedule();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns for how many nanoseconds the oldest block has been free that may be given back; -1 if
   * there is none.
   */
  long oldestFreeAge() {
    lock.lock();
    try {
      Block oldest = closed ? null : oldestFree();
      return oldest == null ? -1 : System.nanoTime() - oldest.freeSince;
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(Block block) {
    claim(block);
    boolean released = false;
    try {
      store.release(block.number);
      released = true;
      block.exchanged();
    } finally {
      unclaim(block, !released, released ? Frames.HUGE_FRAMES : block.present());
    }
  }

  /** There are no blocks with free frames from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      magazines.close();
    } finally {
      lock.unlock();
    }
    trimmer.cancel();
  }

  /** Returns the bytes of memory taken from the store. */
  long residentBytes() {
    lock.lock();
    try {
      long missing = partial == null ? 0 : partial.missing();
      return ((long) populatedBlocks << Frames.HUGE_SHIFT) - (missing << Frames.FRAME_SHIFT);
    } finally {
      lock.unlock();
    }
  }
}
