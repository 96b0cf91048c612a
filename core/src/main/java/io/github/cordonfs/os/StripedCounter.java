package io.github.cordonfs.os;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A number that many threads change and few ask for. Unlike a {@link
 * java.util.concurrent.atomic.LongAdder} it never takes memory: it can be changed where nothing may
 * fail. Thread-safe.
 */
public final class StripedCounter {

  /**
   * Numbers of one stripe, in which processors exchange memory: two cache lines, fetched as one.
   */
  private static final int APART = 128 / Long.BYTES;

  /** With room before the first, which what lies before this object may have to itself. */
  private final AtomicLongArray cells = new AtomicLongArray((Stripe.COUNT + 2) * APART);

  /** Makes a counter that begins with 0. */
  public StripedCounter() {}

  /** Adds a number, which may be negative. */
  public void add(long delta) {
    cells.getAndAdd((Stripe.current() + 1) * APART, delta);
  }

  /** Returns the sum; exact if it is not changed meanwhile. */
  public long sum() {
    long sum = 0;
    for (int stripe = 0; stripe < Stripe.COUNT; stripe++) {
      sum += cells.get((stripe + 1) * APART);
    }
    return sum;
  }
}
