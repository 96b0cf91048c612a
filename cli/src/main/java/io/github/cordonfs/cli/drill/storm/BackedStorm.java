package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.cli.drill.live.BlockMap;
import io.github.cordonfs.cli.drill.report.Report;
import io.github.cordonfs.cli.line.Progress;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs readers over a mounted directory: first for a while by themselves, to know their pace, then
 * with strikes. All threads have ended when {@link #run} returns.
 */
public final class BackedStorm {

  private final BackedContext context;
  private final BooleanSupplier interrupted;
  private final StoredStriker striker;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private Report.Throughput before = Report.Throughput.NONE;
  private Report.Throughput during = Report.Throughput.NONE;

  /** Prepares one, to be run once. */
  public BackedStorm(BackedContext context, BooleanSupplier interrupted) {
    this.context = context;
    this.interrupted = interrupted;
    this.striker = new StoredStriker(context);
  }

  /** Runs for the duration, and longer if the strikes take longer. */
  public void run() throws InterruptedException {
    long nanos = context.options.duration().toNanos();
    long calm = StormClock.calm(nanos);
    long warmUp = calm / 2;
    StormClock clock = new StormClock(context.counters, interrupted, failure);
    Workers users = new Workers(interrupted, failure);
    Workers strikers = new Workers(interrupted, failure);
    try (Progress progress =
        Progress.with(
            new BlockMap(context.mount),
            "Storm",
            " s",
            1_000,
            (warmUp + calm + nanos) / 1_000_000,
            context.options.progress())) {
      for (int i = 0; i < context.options.readers(); i++) {
        users.start("reader-" + i, new StoredReader(context, i));
      }
      clock.measure(warmUp, progress, 0, () -> false);
      before = clock.measure(calm, progress, warmUp, () -> false);
      strikers.start("striker", striker);
      during = clock.measure(nanos, progress, warmUp + calm, () -> !strikers.isDone());
    } finally {
      strikers.stop();
      users.stop();
    }
  }

  /** Returns what ended the storm before its time, or null. */
  public @Nullable Throwable failure() {
    return failure.get();
  }

  /** Returns how many strikes the file system has to have counted. */
  public long strikeCalls() {
    return striker.calls();
  }

  /** Returns how many strikes met memory that held no page any more. */
  public long missed() {
    return striker.missed();
  }

  public Report.Throughput before() {
    return before;
  }

  public Report.Throughput during() {
    return during;
  }
}
