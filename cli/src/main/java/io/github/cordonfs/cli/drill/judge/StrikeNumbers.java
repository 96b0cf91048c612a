package io.github.cordonfs.cli.drill.judge;

import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * Numbers the strikes, from 1, and knows which are under way: begun, and not yet entered in the
 * {@link StrikeLog}. Thread-safe.
 */
final class StrikeNumbers {

  private static final long NAP_NANOS = 20_000;

  /** Written under the lock of this object. */
  private volatile long begun;

  private final TreeSet<Long> underWay = new TreeSet<>();

  /** Begins a strike; returns its number. */
  synchronized long begin() {
    long number = begun + 1;
    underWay.add(number);
    begun = number;
    return number;
  }

  /** Ends a strike, after it was entered, or if it met nothing. */
  synchronized void settle(long number) {
    underWay.remove(number);
  }

  /** Returns the number of strikes begun: every later one has a greater number. */
  long begun() {
    return begun;
  }

  /** Waits until the strikes that are under way now have ended. */
  void awaitSettled() {
    long last = begun;
    while (!isSettled(last)) {
      LockSupport.parkNanos(NAP_NANOS);
    }
  }

  private synchronized boolean isSettled(long last) {
    return underWay.isEmpty() || underWay.first() > last;
  }
}
