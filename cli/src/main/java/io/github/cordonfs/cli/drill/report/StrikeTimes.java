package io.github.cordonfs.cli.drill.report;

import java.util.Arrays;

/** How long the strikes took, in nanoseconds. Thread-safe. */
public final class StrikeTimes {

  private long[] nanos = new long[1024];
  private int count;

  /**
   * Percentiles.
   *
   * @param p50 half took at most this long
   * @param p99 99 of 100 took at most this long
   * @param max the longest
   */
  public record Summary(long p50, long p99, long max) {}

  public synchronized void add(long time) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count + (count >> 1));
    }
    nanos[count++] = time;
  }

  synchronized int count() {
    return count;
  }

  /** Returns the percentiles by nearest rank; zeros if there was no strike. */
  public synchronized Summary summary() {
    if (count == 0) {
      return new Summary(0, 0, 0);
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return new Summary(rank(sorted, 50), rank(sorted, 99), sorted[count - 1]);
  }

  private static long rank(long[] sorted, int percent) {
    return sorted[(int) (((long) sorted.length * percent + 99) / 100) - 1];
  }
}
