package io.github.cordonfs.cli.drill.written;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures.Registration;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.cli.drill.live.BlockMap;
import io.github.cordonfs.cli.drill.load.Pages;
import io.github.cordonfs.cli.drill.report.Report.Verdict;
import io.github.cordonfs.cli.drill.report.StrikeTimes;
import io.github.cordonfs.cli.line.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The course of a drill over a directory that is written: a subdirectory of its own, mounted; a
 * storm over files in it; and, when the mount is closed, a comparison of what the disk has and of
 * the journal with what was written and lost.
 */
public final class WrittenDrill {

  private static final int FILES = 8;
  private static final int PAGES = 1024;
  private static final long CACHE = 64L << 20;
  private static final long NAP_NANOS = 20_000_000;

  private final WrittenOptions options;
  private final BooleanSupplier interrupted;
  private final WrittenCounters counters = new WrittenCounters();
  private final StrikeTimes times = new StrikeTimes();
  private final DirtyPages written = new DirtyPages();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final DiskComparison comparison = new DiskComparison(counters);
  private long strikes;

  /**
   * Creates a drill, to be run once.
   *
   * @param interrupted whether to end early; asked often
   */
  public WrittenDrill(WrittenOptions options, BooleanSupplier interrupted) {
    this.options = options;
    this.interrupted = interrupted;
  }

  /** Does the drill, and removes what it made. */
  public WrittenReport run() throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(options.directory(), "cordon-drill-");
    try {
      return run(own);
    } finally {
      remove(own);
    }
  }

  private WrittenReport run(Path own) throws IOException, InterruptedException {
    long cache = options.size() == 0 ? CACHE : options.size();
    CordonOptions mountOptions =
        CordonOptions.builder()
            .size(cache + (long) options.strikes() * Pages.SIZE)
            .injection(true)
            .writable(true)
            .poison(options.poison())
            .build();
    List<WrittenFile> files = new ArrayList<>();
    CordonFileSystem mount = Cordon.mount(own, mountOptions);
    try {
      for (int i = 0; i < FILES; i++) {
        files.add(create(mount.getPath("/file" + i), i));
      }
      storm(mount, files);
    } finally {
      close(mount, files);
    }
    boolean complete = failure.get() == null && !interrupted.getAsBoolean();
    if (complete && options.poison() == PoisonPolicy.KEEP) {
      comparison.compare(own, files);
    }
    return report(files, cache, complete);
  }

  private static WrittenFile create(Path path, int number) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var _ = channel.write(ByteBuffer.allocate(1), (long) PAGES * Pages.SIZE - 1);
      channel.force(true);
    }
    return new WrittenFile(path, number, PAGES);
  }

  private void storm(CordonFileSystem mount, List<WrittenFile> files) throws InterruptedException {
    Map<String, WrittenFile> byPath = new HashMap<>();
    files.forEach(file -> byPath.put(file.path.toString(), file));
    WrittenStriker striker =
        new WrittenStriker(files, mount.memoryFailures(), counters, written, times, options);
    List<Thread> workers = new ArrayList<>();
    Thread strikes;
    long end = System.nanoTime() + options.duration().toNanos();
    try (Registration _ = mount.memoryFailures().addListener(event -> lost(event, byPath));
        Progress progress =
            Progress.with(
                new BlockMap(mount),
                "Storm",
                " s",
                1_000,
                options.duration().toMillis(),
                options.progress())) {
      strikes = start("striker", () -> striker.run(this::isOver));
      BooleanSupplier stop = () -> isOver() || (System.nanoTime() - end > 0 && !strikes.isAlive());
      for (int i = 0; i < options.threads(); i++) {
        WrittenWorker worker =
            new WrittenWorker(
                files, mount.memoryFailures(), counters, written, options.seed() + i + 1);
        workers.add(start("writer-" + i, () -> worker.run(stop)));
      }
      long begin = end - options.duration().toNanos();
      while (workers.stream().anyMatch(Thread::isAlive)) {
        LockSupport.parkNanos(NAP_NANOS);
        progress.at(Math.min(System.nanoTime() - begin, options.duration().toNanos()) / 1_000_000);
      }
      for (Thread each : workers) {
        each.join();
      }
      strikes.join();
    }
    this.strikes = striker.calls();
  }

  private boolean isOver() {
    return failure.get() != null || interrupted.getAsBoolean();
  }

  private interface Work {
    void run() throws IOException;
  }

  private Thread start(String name, Work work) {
    return Thread.ofPlatform()
        .name(name)
        .daemon()
        .start(() -> {
          try {
            work.run();
          } catch (IOException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
          }
        });
  }

  private static void lost(MemoryFailureEvent event, Map<String, WrittenFile> files) {
    if (event.message() == MessageType.MEMORY_PAGE) {
      for (String path : event.paths()) {
        WrittenFile file = files.get(path);
        if (file != null) {
          file.lose((int) event.pageIndex());
        }
      }
    }
  }

  /** Closes the mount, which says what is lost, and only if something is. */
  private void close(CordonFileSystem mount, List<WrittenFile> files) throws IOException {
    boolean anyLost = files.stream().anyMatch(file -> !file.lost().isEmpty());
    try {
      mount.close();
      if (anyLost && failure.get() == null) {
        counters.common.mismatch("the mount closed, and said nothing of lost pages");
      }
    } catch (FileSystemException e) {
      if (!anyLost) {
        throw e;
      }
    }
  }

  private static void remove(Path own) throws IOException {
    Files.walkFileTree(
        own,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private WrittenReport report(List<WrittenFile> files, long cache, boolean complete) {
    boolean wrong =
        counters.common.silentWrongBytes.sum() > 0
            || counters.common.bystandersHurt.sum() > 0
            || counters.common.reportMismatches.sum() > 0
            || comparison.wrong() > 0
            || comparison.journalDiffers() > 0;
    Verdict verdict;
    if (wrong) {
      verdict = Verdict.FAIL;
    } else if (failure.get() != null) {
      verdict = Verdict.BROKEN_OFF;
    } else {
      verdict = complete ? Verdict.PASS : Verdict.INTERRUPTED;
    }
    return new WrittenReport(
        options.directory().toString(),
        files.size(),
        (long) files.size() * PAGES,
        cache,
        options.seed(),
        options.poison().name().toLowerCase(Locale.ROOT),
        strikes,
        counters.strikesOnDirty.sum(),
        counters.common.bytesWritten.sum(),
        counters.common.bytesVerified.sum(),
        counters.common.errorsReported.sum(),
        counters.forces.sum(),
        counters.forcesRefused.sum(),
        counters.mended.sum(),
        counters.accepted.sum(),
        files.stream().mapToLong(file -> file.lost().size()).sum(),
        counters.common.silentWrongBytes.sum(),
        counters.common.bystandersHurt.sum(),
        counters.common.reportMismatches.sum(),
        comparison.compared(),
        comparison.wrong(),
        comparison.journalDiffers(),
        times.summary(),
        counters.common.examples(),
        failure.get(),
        verdict);
  }
}
