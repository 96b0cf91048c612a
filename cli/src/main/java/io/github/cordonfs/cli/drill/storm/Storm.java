package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.cli.drill.live.BlockMap;
import io.github.cordonfs.cli.drill.report.Report;
import io.github.cordonfs.cli.line.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs readers and writers, through channels and mappings: first for a while by themselves, to know
 * their pace, then with strikes, soft offlines and collapse. All threads have ended when {@link
 * #run} returns.
 */
public final class Storm {

  private final DrillContext context;
  private final BooleanSupplier interrupted;
  private final SeededStriker seeded;
  private final WriterStriker onWriters;
  private final SoftOffliner softOffliner;
  private final CollapseWorker collapseWorker;

  /** The first exception of a thread. */
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private Report.Throughput before = Report.Throughput.NONE;
  private Report.Throughput during = Report.Throughput.NONE;

  public Storm(DrillContext context, BooleanSupplier interrupted) {
    this.context = context;
    this.interrupted = interrupted;
    this.seeded = new SeededStriker(context);
    this.onWriters = new WriterStriker(context);
    this.softOffliner = new SoftOffliner(context);
    this.collapseWorker = new CollapseWorker(context);
  }

  /** Runs for the duration, and longer if the strikes take longer. */
  public void run() throws IOException, InterruptedException {
    DrillOptions options = context.options;
    long nanos = options.duration().toNanos();
    long calm = StormClock.calm(nanos);
    long warmUp = calm / 2;
    StormClock clock = new StormClock(context.counters, interrupted, failure);
    Workers users = new Workers(interrupted, failure);
    Workers strikers = new Workers(interrupted, failure);
    try (Progress progress =
        Progress.with(
            new BlockMap(context.fileSystem),
            "Storm",
            " s",
            1_000,
            (warmUp + calm + nanos) / 1_000_000,
            options.progress())) {
      startUsers(users);
      // Code that the JVM has not compiled yet would make the calm look slow.
      clock.measure(warmUp, progress, 0, () -> false);
      before = clock.measure(calm, progress, warmUp, () -> false);
      strikers.start("striker", seeded);
      strikers.start("striker-of-writers", onWriters);
      strikers.start("soft-offliner", softOffliner);
      if (options.collapse()) {
        users.start("collapse-worker", collapseWorker);
      }
      during = clock.measure(nanos, progress, warmUp + calm, () -> !strikers.isDone());
    } finally {
      strikers.stop();
      users.stop();
    }
  }

  private void startUsers(Workers users) throws IOException {
    DrillOptions options = context.options;
    for (int i = 0; i < options.readers(); i++) {
      users.start("reader-" + i, new Reader(context, i));
    }
    for (int i = 0; i < options.writers(); i++) {
      users.start("writer-" + i, new Writer(context, directory(i), i));
    }
    for (int i = 0; i < options.mappedReaders(); i++) {
      users.start("mapped-reader-" + i, new MappedReader(context, i));
    }
    for (int i = 0; i < options.mappedWriters(); i++) {
      int number = options.writers() + i;
      users.start("mapped-writer-" + i, new MappedWriter(context, directory(number), number));
    }
  }

  private Path directory(int writer) throws IOException {
    return Files.createDirectories(
        context.fileSystem.getPath("/writers", Integer.toString(writer)));
  }

  /** Returns what ended the storm before its time, or null. */
  public @Nullable Throwable failure() {
    return failure.get();
  }

  public int strikes() {
    return seeded.done();
  }

  public int strikesOnWriters() {
    return onWriters.done();
  }

  public Map<SoftOfflineResult, Long> softOfflines() {
    return softOffliner.results();
  }

  public Report.Joins joins() {
    return new Report.Joins(
        collapseWorker.joined(),
        collapseWorker.notJoined(),
        context.fileSystem.collapseCounters().joined());
  }

  public Report.Throughput before() {
    return before;
  }

  public Report.Throughput during() {
    return during;
  }
}
