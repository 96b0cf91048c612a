package io.github.cordonfs.vfs.attribute;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The clock of a file system's times: the system's, or one that its user gave it. */
public final class FileClock {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final @Nullable InstantSource source;

  /**
   * Makes a clock.
   *
   * @param source where the time is from; null for the system's clock, read in steps of about 2 ms
   */
  public FileClock(@Nullable InstantSource source) {
    this.source = source;
  }

  /** Returns the time in nanoseconds since the epoch. */
  long nanos() {
    try {
      return source == null ? CoarseClock.nanos() : nanosOf(source);
    } catch (OutOfMemoryError e) {
      // No heap for a thread that ticks, or for an instant: this needs none.
      return System.currentTimeMillis() * NANOS_PER_MILLI;
    }
  }

  private static long nanosOf(InstantSource source) {
    try {
      return nanos(source.instant());
    } catch (RuntimeException | Error e) {
      // In the middle of a change that has to come to its end, and be given some time.
      return CoarseClock.nanos();
    }
  }

  /** Returns an instant as nanoseconds since the epoch, or the nearest time that can be kept. */
  static long nanos(Instant instant) {
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    } catch (ArithmeticException e) {
      return instant.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }
}
