package io.github.cordonfs.cli.drill.written;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.cli.drill.load.Pages;
import io.github.cordonfs.cli.drill.report.StrikeTimes;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Fails pages, evenly over the time: half of them those that were just written, as far as the
 * reports say, and half any.
 */
final class WrittenStriker {

  private static final long NAP_NANOS = 20_000_000;

  private final List<WrittenFile> files;
  private final MemoryFailures failures;
  private final WrittenCounters counters;
  private final DirtyPages written;
  private final StrikeTimes times;
  private final WrittenOptions options;
  private final SplittableRandom random;
  private long calls;

  WrittenStriker(
      List<WrittenFile> files,
      MemoryFailures failures,
      WrittenCounters counters,
      DirtyPages written,
      StrikeTimes times,
      WrittenOptions options) {
    this.files = files;
    this.failures = failures;
    this.counters = counters;
    this.written = written;
    this.times = times;
    this.options = options;
    this.random = new SplittableRandom(options.seed());
  }

  /** Returns how many failures there were. Once it has ended. */
  long calls() {
    return calls;
  }

  void run(BooleanSupplier stop) throws IOException {
    long begin = System.nanoTime();
    double step =
        options.strikes() == 0 ? 0 : (double) options.duration().toNanos() / options.strikes();
    while (calls < options.strikes() && !stop.getAsBoolean()) {
      long left = begin + (long) (step * calls) - System.nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(Math.min(left, NAP_NANOS));
        continue;
      }
      strikeOnce();
    }
  }

  private void strikeOnce() throws IOException {
    DirtyPages.Page just = counters.strikesOnDirty.sum() * 2 <= calls ? written.take() : null;
    WrittenFile file = just != null ? just.file() : files.get(random.nextInt(files.size()));
    int page = just != null ? just.number() : random.nextInt(file.pages());
    long start = System.nanoTime();
    MemoryFailureEvent event;
    try {
      event = failures.strike(file.path, Pages.start(page) + random.nextInt(Pages.SIZE));
    } catch (PoisonedPageException e) {
      return;
    }
    if (event.message() == MessageType.ALREADY_POISONED) {
      return;
    }
    times.add(System.nanoTime() - start);
    calls++;
    switch (event.message()) {
      case MEMORY_PAGE, MEMORY_PAGE_DROPPED -> counters.strikesOnDirty.increment();
      case CLEAN_PAGE -> counters.strikesOnClean.increment();
      case FREE -> counters.strikesOnFree.increment();
      default -> counters.common.mismatch("an unexpected report: " + event);
    }
  }
}
