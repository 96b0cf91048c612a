package io.github.cordonfs.cache.pool;

import java.util.concurrent.locks.LockSupport;

/**
 * How often, and for how long, bad memory is looked for once an access has met an error (contract
 * row S51). The kernel takes a bad page away in several steps; an access may fault in the middle of
 * them, when a look still finds nothing. Used by one thread.
 */
public final class Patience {

  /** Between three looks, in nanoseconds: few, as each costs a turn of a busy machine. */
  private static final long[] PAUSES = {2_000_000, 6_000_000};

  private int pauses;

  /**
   * Lets some time go by, once there was a look.
   *
   * @return false if there were enough
   */
  public boolean waitForAnotherLook() {
    if (pauses == PAUSES.length) {
      return false;
    }
    long end = System.nanoTime() + PAUSES[pauses++];
    for (long now = System.nanoTime(); now - end < 0; now = System.nanoTime()) {
      LockSupport.parkNanos(end - now);
      if (Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait(); // Nobody parks who was interrupted, and the interrupt is to stay.
      }
    }
    return true;
  }
}
