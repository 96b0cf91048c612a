package io.github.cordonfs.cli.drill.storm;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Spreads a number of steps evenly over a time; who is late goes on at once. */
final class EvenSchedule {

  /** The longest sleep, so that a stop is noticed soon. */
  private static final long NAP_NANOS = 50_000_000;

  private final long start;
  private final double nanosPerStep;

  /**
   * Starts the clock.
   *
   * @param nanos the time for all steps
   * @param steps how many
   */
  EvenSchedule(long nanos, long steps) {
    this.start = System.nanoTime();
    this.nanosPerStep = steps == 0 ? 0 : (double) nanos / steps;
  }

  /** Waits until a step is due, or until told to stop. */
  void await(long step, BooleanSupplier stop) {
    long due = start + (long) (step * nanosPerStep);
    while (!stop.getAsBoolean()) {
      long left = due - System.nanoTime();
      if (left <= 0) {
        return;
      }
      LockSupport.parkNanos(Math.min(left, NAP_NANOS));
    }
  }
}
