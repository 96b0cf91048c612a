package io.github.cordonfs.map;

import io.github.cordonfs.os.MapCount;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ranges of addresses that the mappings of this process are made of: each run of adjacent frames is
 * one to the kernel, which allows a process only so many. Thread-safe.
 */
public final class RangeBudget {

  private static final AtomicInteger TAKEN = new AtomicInteger();

  /** Left to the JVM itself, and to pages that are cut off later: one makes two ranges more. */
  private static final int RESERVE = 8192;

  /** As many as any kernel allows: to take no more than these, the limit need not be looked up. */
  private static final int ALWAYS = 1024;

  private RangeBudget() {}

  /** Returns how many ranges mappings may take together at this moment. */
  public static int limit() {
    int limit = MapCount.limit();
    return limit - Math.min(RESERVE, limit / 2);
  }

  /** Returns how many are taken. */
  public static int taken() {
    return TAKEN.get();
  }

  /**
   * Takes ranges for a mapping.
   *
   * @return false if that would be too many
   */
  public static boolean take(int ranges) {
    int taken = TAKEN.addAndGet(ranges);
    if (taken <= ALWAYS || taken <= limit()) {
      return true;
    }
    giveBack(ranges);
    return false;
  }

  /** Gives back what a mapping took. */
  public static void giveBack(int ranges) {
    TAKEN.addAndGet(-ranges);
  }
}
