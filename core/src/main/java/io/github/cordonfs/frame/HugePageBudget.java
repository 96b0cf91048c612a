package io.github.cordonfs.frame;

import java.util.concurrent.TimeUnit;

/**
 * How often whoever needs a block waits for a huge page. On most machines that is faster than 512
 * small pages. It is not where free memory is in pieces, and the kernel has to move others' pages
 * first; nor in a virtual machine that gives free memory back to its host, and has huge pages only
 * from there. What a slow one took is saved with the blocks that follow, so that on average the
 * waits take little time for each block. Thread-safe.
 */
final class HugePageBudget {

  /** What the small pages of a block would take, in nanoseconds: more is slow. */
  static final long SLOW = TimeUnit.MILLISECONDS.toNanos(1);

  /** What slow ones may take on average for each block, in nanoseconds. */
  static final long FOR_EACH_BLOCK = TimeUnit.MICROSECONDS.toNanos(250);

  /** Blocks after which it is tried again, however long the last one took. */
  static final int MOST_SAVED = 256;

  /** Blocks that are to do without. */
  private long toSave;

  /** Whether the last one was slow. One alone may be: its thread did not have a processor. */
  private boolean lastWasSlow;

  /** Returns whether to ask for the huge page of the next block; if not, that one is saved. */
  synchronized boolean allowsOne() {
    if (toSave > 0) {
      toSave--;
      return false;
    }
    return true;
  }

  /**
   * Notes how long it took.
   *
   * @param nanos whether or not there was a huge page in the end
   */
  synchronized void spent(long nanos) {
    boolean slow = nanos > SLOW;
    if (slow && lastWasSlow) {
      toSave = Math.min(nanos / FOR_EACH_BLOCK, MOST_SAVED);
    }
    lastWasSlow = slow;
  }
}
