package io.github.cordonfs.frame;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A few free single frames that the threads of one stripe have at hand, the last one back first:
 * its memory is the most likely to be in a processor's cache. All under its monitor, which is taken
 * after the allocator's lock, if both are.
 */
final class Magazine {

  /** How many frames it can have. */
  static final int CAPACITY = 256;

  /** How many it is filled with, and how many leave it when it is full. */
  static final int HALF = CAPACITY / 2;

  private final FrameTable table;
  private final int[] frames = new int[CAPACITY];
  private int count;

  /** How many more frames it gave out than it got back. */
  private int balance;

  private boolean closed;

  /** What it is filled from, and no other as far as possible. Under the allocator's lock. */
  @Nullable Block home;

  /** Keeps what is next to it in memory, another one, out of the cache lines of its fields. */
  @SuppressWarnings("unused")
  private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

  Magazine(FrameTable table) {
    this.table = table;
  }

  /** Takes a frame, which is in transit then; NONE if there is none. */
  synchronized int take() {
    if (count == 0) {
      return Frames.NONE;
    }
    int frame = frames[--count];
    table.startTransit(frame);
    balance++;
    return frame;
  }

  /**
   * Takes back a frame that is in transit, if there is room and it has not failed.
   *
   * @return false if nothing was done
   */
  synchronized boolean put(int frame) {
    if (closed || count == CAPACITY || !table.endTransitIfGood(frame)) {
      return false;
    }
    frames[count++] = frame;
    balance--;
    return true;
  }

  /**
   * Takes free frames from a block: from its end, as files that grow page by page want what follows
   * their first frames. With the allocator's lock.
   *
   * @param most how many, if there is room
   */
  synchronized void fill(Block block, int most) {
    int full = closed ? 0 : Math.min(count + most, CAPACITY);
    for (int index = Frames.HUGE_FRAMES - 1; count < full && index >= 0; index--) {
      if (block.isFree(index)) {
        block.takeAt(index);
        frames[count++] = block.firstFrame() + index;
      }
    }
  }

  /**
   * Gives the frames that are longest in it back to their blocks, until only so many are left. With
   * the allocator's lock.
   *
   * @return whether there were any
   */
  synchronized boolean drainTo(int rest, BlockSupply blocks) {
    int leaving = Math.max(count - rest, 0);
    if (leaving == 0) {
      return false;
    }
    int gone = 0;
    try {
      while (gone < leaving) {
        int number = frames[gone] >>> Frames.HUGE_ORDER;
        Block block = table.blockOrNew(number);
        while (gone < leaving && frames[gone] >>> Frames.HUGE_ORDER == number) {
          block.put(frames[gone++] & Frames.HUGE_FRAMES - 1);
        }
        blocks.settle(block);
      }
    } finally {
      count -= gone;
      System.arraycopy(frames, gone, frames, 0, count);
    }
    return true;
  }

  /** Gives everything back and takes nothing from now on. With the allocator's lock. */
  synchronized void close(BlockSupply blocks) {
    closed = true;
    var _ = drainTo(0, blocks);
  }

  synchronized int balance() {
    return balance;
  }

  /** Adds what it has to a set of frames. For tests. */
  synchronized void addTo(BitSet set) {
    for (int i = 0; i < count; i++) {
      set.set(frames[i]);
    }
  }
}
