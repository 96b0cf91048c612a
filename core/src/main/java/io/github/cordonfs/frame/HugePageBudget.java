package io.github.cordonfs.frame;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often whoever needs a block waits for a huge page. On most machines that is faster than 512
 * small pages; where free memory is in pieces, the kernel has to move others' pages first, and may
 * take long for each. A wait that took long is saved with the blocks that follow, so that the waits
 * take no more than a small time for each block, on average. Thread-safe.
 */
final class HugePageBudget {

  /** What a block may cost, in nanoseconds: a few times as much as its small pages would. */
  static final long FOR_EACH_BLOCK = TimeUnit.MILLISECONDS.toNanos(4);

  /** Blocks after which it is tried again, however long the last wait was. */
  static final int MOST_SAVED = 256;

  /** Blocks that are to do without. */
  private final AtomicLong toSave = new AtomicLong();

  /** Returns whether to ask for the huge page of the next block; if not, that one is saved. */
  boolean allowsOne() {
    return toSave.get() <= 0 || toSave.getAndDecrement() <= 0;
  }

  /**
   * Notes how long it took.
   *
   * @param nanos whether or not there was a huge page in the end
   */
  void spent(long nanos) {
    long blocks = Math.min(nanos / FOR_EACH_BLOCK, MOST_SAVED);
    if (blocks > 0) {
      toSave.set(blocks);
    }
  }
}
