package io.github.cordonfs.cli.drill;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailures.Registration;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.load.Pages;
import io.github.cordonfs.cli.drill.load.SourceFile;
import io.github.cordonfs.cli.drill.load.StoredFile;
import io.github.cordonfs.cli.drill.load.StoredFiles;
import io.github.cordonfs.cli.drill.load.Survey;
import io.github.cordonfs.cli.drill.report.BackedReport;
import io.github.cordonfs.cli.drill.report.Report.Verdict;
import io.github.cordonfs.cli.drill.storm.BackedContext;
import io.github.cordonfs.cli.drill.storm.BackedOptions;
import io.github.cordonfs.cli.drill.storm.BackedStorm;
import io.github.cordonfs.cli.drill.storm.PageReads;
import io.github.cordonfs.cli.line.ByteSizes;
import io.github.cordonfs.cli.line.Progress;
import java.io.IOException;
import java.io.Serial;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The course of a drill over a directory that is mounted: survey, {@link BackedStorm}, a last look
 * at every page, report. The mount is a stranger to it: what a file must hold was read from the
 * disk before.
 */
final class BackedDrill {

  /** The drill cannot be done; the message says why. */
  static final class ImpossibleException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    ImpossibleException(String message) {
      super(message);
    }
  }

  /** The least cache that leaves room for what is being read by several threads. */
  static final long LEAST_CACHE = 16L << 20;

  private static final long LARGEST_DEFAULT = 256L << 20;
  private static final int LAST_LOOK_PAGES = 256;

  private final BackedOptions options;
  private final BooleanSupplier interrupted;
  private final Consumer<String> skipped;

  /**
   * Creates a drill, to be run once.
   *
   * @param interrupted whether to end early; asked often
   * @param skipped is told what is left out, and why
   */
  BackedDrill(BackedOptions options, BooleanSupplier interrupted, Consumer<String> skipped) {
    this.options = options;
    this.interrupted = interrupted;
    this.skipped = skipped;
  }

  /**
   * Does the drill.
   *
   * @param sources the files below the directory
   * @return the results, or null if it was interrupted while it read the files for the first time
   * @throws ImpossibleException if no file could be read, or there is too little memory
   */
  @Nullable BackedReport run(List<SourceFile> sources)
      throws IOException, InterruptedException, ImpossibleException {
    return run(sources, () -> {});
  }

  /**
   * As {@link #run(List)}.
   *
   * @param surveyed called when it is known what the files must hold
   */
  @Nullable BackedReport run(List<SourceFile> sources, Runnable surveyed)
      throws IOException, InterruptedException, ImpossibleException {
    long cache = cacheBytes(sources);
    // What the strikes take out of service is not to make the cache smaller than was asked for.
    long size = Math.addExact(cache, (long) options.strikes() * Pages.SIZE);
    long available = Cordon.availableBytes();
    if (available < size) {
      throw new ImpossibleException(
          "not enough memory: this drill needs "
              + ByteSizes.format(size)
              + " ("
              + ByteSizes.format(cache)
              + " for the cache, the rest for what the strikes take out of service), and "
              + MemoryLimit.ofThisProcess().leaves(available)
              + "; choose a smaller --size or fewer --strikes");
    }
    CordonOptions cordon = CordonOptions.builder().size(size).injection(true).build();
    try (CordonFileSystem mount = Cordon.mount(options.directory(), cordon)) {
      StoredFiles files = survey(mount, sources);
      if (interrupted.getAsBoolean()) {
        return null;
      }
      if (files.pages() == 0) {
        throw new ImpossibleException("nothing to read: no file could be read");
      }
      surveyed.run();
      return run(new BackedContext(options, mount, files), cache);
    }
  }

  private long cacheBytes(List<SourceFile> sources) {
    if (options.size() != 0) {
      return options.size();
    }
    // So that pages are evicted, too.
    long half = sources.stream().mapToLong(SourceFile::size).sum() / 2;
    return Math.clamp(half, LEAST_CACHE, LARGEST_DEFAULT);
  }

  private StoredFiles survey(FileSystem mount, List<SourceFile> sources) throws IOException {
    long total = sources.stream().mapToLong(SourceFile::size).sum();
    try (Progress progress = new Progress("Reading", " MiB", 1 << 20, total, options.progress())) {
      return new Survey(options.directory(), mount, skipped)
          .read(sources, progress::at, interrupted);
    }
  }

  private BackedReport run(BackedContext context, long cache) throws InterruptedException {
    LongAdder reported = new LongAdder();
    BackedStorm storm = new BackedStorm(context, interrupted);
    boolean complete = false;
    Throwable failure;
    try (Registration _ =
        context.failures.addListener(event -> {
          if (event.message() != MessageType.ALREADY_POISONED) {
            reported.increment();
          }
        })) {
      storm.run();
      failure = storm.failure();
      if (failure == null && !interrupted.getAsBoolean()) {
        compareReports(context, storm.strikeCalls(), reported.sum());
        complete = lookAtAll(context);
      }
    } catch (IOException e) {
      failure = e;
    }
    int changed = context.files.lookForChanges();
    if (failure == null && complete && changed == context.files.list().size()) {
      failure = new IOException("others changed every file meanwhile; nothing is left to judge");
    }
    return report(context, storm, cache, changed, failure, complete);
  }

  private static void compareReports(BackedContext context, long strikes, long reported) {
    long counted = context.failures.counters().of(FailureSource.INJECTED).total();
    if (counted != strikes || reported != strikes) {
      context.counters.mismatch(
          "there were "
              + strikes
              + " strikes, the file system counts "
              + counted
              + " and reported "
              + reported);
    }
  }

  /** Reads everything once more; returns whether it came to the end. */
  private boolean lookAtAll(BackedContext context) throws IOException {
    PageReads reads = new PageReads(context, LAST_LOOK_PAGES);
    try (Progress progress =
        new Progress("Checking", " pages", 1, context.files.pages(), options.progress())) {
      for (StoredFile file : context.files.list()) {
        try (FileChannel channel = file.lookForChange() ? null : reads.open(file)) {
          for (int page = 0;
              channel != null && page < file.pages() && !file.isChanged();
              page += LAST_LOOK_PAGES) {
            if (interrupted.getAsBoolean()) {
              return false;
            }
            var _ = reads.read(channel, file, page, LAST_LOOK_PAGES, 0, false);
            progress.at(file.firstPage() + page);
          }
        }
      }
    }
    if (!context.failures.badFiles().isEmpty()) {
      context.counters.mismatch("bad files at the end: " + context.failures.badFiles());
    }
    for (StoredFile file : context.files.list()) {
      long left = context.healing.unhealed(file.firstPage(), file.pages());
      // What was read wrong or not at all is a finding already.
      boolean found =
          context.counters.silentWrongBytes.sum() + context.counters.bystandersHurt.sum() > 0;
      if (left > 0 && !found && !file.lookForChange()) {
        context.counters.mismatch(left + " strikes at " + file + " did not heal");
      }
    }
    return true;
  }

  private BackedReport report(
      BackedContext context,
      BackedStorm storm,
      long cache,
      int changed,
      @Nullable Throwable failure,
      boolean complete) {
    DrillCounters counters = context.counters;
    boolean wrong =
        counters.silentWrongBytes.sum() > 0
            || counters.bystandersHurt.sum() > 0
            || counters.reportMismatches.sum() > 0;
    return new BackedReport(
        options.directory().toString(),
        context.files.count(),
        context.files.bytes(),
        context.files.pages(),
        cache,
        options.seed(),
        context.healing.strikes(),
        context.healing.healed(),
        context.healing.strikes() - context.healing.healed(),
        storm.missed(),
        context.mount.storeReads(),
        counters.silentWrongBytes.sum(),
        counters.bystandersHurt.sum(),
        counters.reportMismatches.sum(),
        changed,
        counters.bytesVerified.sum(),
        context.failures.counters().outOfServiceBytes(),
        context.times.summary(),
        storm.before(),
        storm.during(),
        counters.examples(),
        failure,
        verdict(wrong, failure, complete));
  }

  private static Verdict verdict(boolean wrong, @Nullable Throwable failure, boolean complete) {
    if (wrong) {
      return Verdict.FAIL;
    }
    if (failure != null) {
      return Verdict.BROKEN_OFF;
    }
    return complete ? Verdict.PASS : Verdict.INTERRUPTED;
  }
}
