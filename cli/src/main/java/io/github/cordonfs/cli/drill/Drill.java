package io.github.cordonfs.cli.drill;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailures.Registration;
import io.github.cordonfs.cli.drill.film.Film;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.load.LoadedFiles;
import io.github.cordonfs.cli.drill.load.Loader;
import io.github.cordonfs.cli.drill.load.SourceFile;
import io.github.cordonfs.cli.drill.report.Report;
import io.github.cordonfs.cli.drill.storm.DrillContext;
import io.github.cordonfs.cli.drill.storm.DrillOptions;
import io.github.cordonfs.cli.drill.storm.MappedWindow;
import io.github.cordonfs.cli.drill.storm.Storm;
import io.github.cordonfs.cli.line.Progress;
import java.io.IOException;
import java.io.Serial;
import java.lang.foreign.Arena;
import java.nio.file.FileSystem;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The course of a drill: load, {@link Storm}, {@link CheckAndRestore}, report. */
final class Drill {

  /** No file could be read: there is nothing to do a drill on. */
  static final class NothingLoadedException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    NothingLoadedException() {
      super("no file could be read");
    }
  }

  /** Bytes looked through in a second for what could be joined: enough to matter in seconds. */
  private static final long COLLAPSE_RATE = 256L << 20;

  private final DrillOptions options;
  private final BooleanSupplier interrupted;
  private final Consumer<String> skipped;
  private final @Nullable Film film;

  /**
   * Creates a drill, to be run once.
   *
   * @param interrupted whether to end early; asked often
   * @param skipped is told what is left out, and why
   */
  Drill(DrillOptions options, BooleanSupplier interrupted, Consumer<String> skipped) {
    this(options, interrupted, skipped, null);
  }

  /** As the other; takes pictures from before the storm until after the check. */
  Drill(
      DrillOptions options,
      BooleanSupplier interrupted,
      Consumer<String> skipped,
      @Nullable Film film) {
    this.film = film;
    this.options = options;
    this.interrupted = interrupted;
    this.skipped = skipped;
  }

  /**
   * Does the drill.
   *
   * @param sources the files to load; {@link MemoryNeed} was asked whether they fit
   * @return the results, or null if it was interrupted while loading
   * @throws NothingLoadedException if none of the files could be read
   */
  @Nullable Report run(List<SourceFile> sources)
      throws IOException, InterruptedException, NothingLoadedException {
    long size = options.size() != 0 ? options.size() : MemoryNeed.of(sources, options).fileSystem();
    CordonOptions cordon =
        CordonOptions.builder()
            .size(size)
            .huge(options.huge())
            .poison(options.poison())
            .injection(true)
            .collapseRate(options.collapse() ? COLLAPSE_RATE : 0)
            .build();
    try (FileSystem fileSystem = Cordon.newFileSystem(cordon);
        Arena originals = Arena.ofShared();
        LoadedFiles files = load(fileSystem, originals, sources)) {
      if (interrupted.getAsBoolean()) {
        return null;
      }
      if (files.pages() == 0) {
        throw new NothingLoadedException();
      }
      return run(new DrillContext(possible(fileSystem), fileSystem, files));
    }
  }

  /** Returns the options less what cannot be done here, which it says. */
  private DrillOptions possible(FileSystem fileSystem) throws IOException {
    if (options.mappedReaders() + options.mappedWriters() == 0) {
      return options;
    }
    String reason = MappedWindow.unsupported(fileSystem);
    if (reason == null) {
      return options;
    }
    skipped.accept("mapped readers and writers: " + reason);
    return options.withoutMappings();
  }

  private LoadedFiles load(FileSystem fileSystem, Arena originals, List<SourceFile> sources)
      throws IOException {
    long total = sources.stream().mapToLong(SourceFile::size).sum();
    try (Progress progress = new Progress("Loading", " MiB", 1 << 20, total, options.progress())) {
      return new Loader(fileSystem, options.huge(), skipped)
          .load(sources, originals, progress::at, interrupted);
    }
  }

  private Report run(DrillContext context) throws IOException, InterruptedException {
    long hugeBefore = context.fileSystem.memoryUsage().hugeFolios();
    Storm storm = new Storm(context, interrupted);
    if (film != null) {
      film.begin(context.fileSystem, context.counters.bytesVerified::sum);
    }
    boolean complete = false;
    long hugeAfter;
    try (Registration _ = context.failures.addListener(context.strikeLog::report)) {
      storm.run();
      hugeAfter = context.fileSystem.memoryUsage().hugeFolios();
      if (storm.failure() == null && !interrupted.getAsBoolean()) {
        complete = new CheckAndRestore(context, interrupted).run();
      }
    } finally {
      if (film != null) {
        film.end();
      }
      for (WriterFile file : context.slots.list()) {
        file.close();
      }
    }
    return report(context, storm, complete, hugeBefore, hugeAfter);
  }

  private Report report(
      DrillContext context, Storm storm, boolean complete, long hugeBefore, long hugeAfter) {
    DrillCounters counters = context.counters;
    Throwable failure = storm.failure();
    boolean wrong =
        counters.silentWrongBytes.sum() > 0
            || counters.bystandersHurt.sum() > 0
            || counters.pagesNotTold.sum() > 0
            || counters.reportMismatches.sum() > 0;
    return new Report(
        context.files.count(),
        context.files.bytes(),
        context.files.pages(),
        options.huge(),
        options.poison(),
        options.seed(),
        storm.strikes(),
        storm.strikesOnWriters(),
        counters.strikesOnFreed.sum(),
        counters.strikesAstray.sum(),
        context.strikeLog.outcomes(),
        counters.errorsReported.sum(),
        new Report.Mapped(
            counters.mappings.sum(), counters.mappedBytes.sum(), counters.faultsReported.sum()),
        storm.softOfflines(),
        storm.joins(),
        counters.silentWrongBytes.sum(),
        counters.bystandersHurt.sum(),
        counters.pagesNotTold.sum(),
        counters.reportMismatches.sum(),
        counters.bytesVerified.sum(),
        counters.restored.sum(),
        context.plan.hash(context.files),
        hugeBefore,
        hugeAfter,
        context.failures.counters().outOfServiceBytes(),
        context.times.summary(),
        storm.before(),
        storm.during(),
        counters.examples(),
        failure,
        verdict(wrong, failure, complete));
  }

  private static Report.Verdict verdict(
      boolean wrong, @Nullable Throwable failure, boolean complete) {
    if (wrong) {
      return Report.Verdict.FAIL;
    }
    if (failure != null) {
      return Report.Verdict.BROKEN_OFF;
    }
    return complete ? Report.Verdict.PASS : Report.Verdict.INTERRUPTED;
  }
}
