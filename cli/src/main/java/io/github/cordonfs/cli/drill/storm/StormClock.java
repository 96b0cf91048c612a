package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.report.Report;
import io.github.cordonfs.cli.line.Progress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits while the threads of a storm work, and says how much they got done. */
final class StormClock {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_CALM_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final DrillCounters counters;
  private final BooleanSupplier interrupted;
  private final AtomicReference<@Nullable Throwable> failure;

  /**
   * Creates one.
   *
   * @param interrupted whether everything is to end
   * @param failure what ended a thread before its time; then there is nothing to wait for
   */
  StormClock(
      DrillCounters counters,
      BooleanSupplier interrupted,
      AtomicReference<@Nullable Throwable> failure) {
    this.counters = counters;
    this.interrupted = interrupted;
    this.failure = failure;
  }

  /** Returns how long to look at the pace before a storm of a length, in nanoseconds. */
  static long calm(long nanos) {
    return Math.min(LONGEST_CALM_NANOS, nanos / 5);
  }

  /** Waits for a time, and for what is still going on then; returns the throughput meanwhile. */
  Report.Throughput measure(
      long nanos, Progress progress, long elapsedBefore, BooleanSupplier goingOn) {
    long read = counters.bytesRead.sum();
    long written = counters.bytesWritten.sum();
    long start = System.nanoTime();
    long elapsed = 0;
    while (elapsed < nanos || goingOn.getAsBoolean()) {
      if (interrupted.getAsBoolean() || failure.get() != null) {
        break;
      }
      LockSupport.parkNanos(TICK_NANOS);
      elapsed = System.nanoTime() - start;
      progress.at((elapsedBefore + Math.min(elapsed, nanos)) / 1_000_000);
    }
    return Report.Throughput.of(
        counters.bytesRead.sum() - read,
        counters.bytesWritten.sum() - written,
        System.nanoTime() - start);
  }
}
