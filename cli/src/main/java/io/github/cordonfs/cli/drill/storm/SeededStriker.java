package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.cli.drill.judge.Comparison;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.PageStates;
import io.github.cordonfs.cli.drill.judge.StrikeLog;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.load.LoadedFiles;
import io.github.cordonfs.cli.drill.load.Pages;
import io.github.cordonfs.cli.drill.report.StrikeTimes;
import io.github.cordonfs.cli.drill.storm.StrikeRecorder.Hit;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Fails the pages of a {@link StrikePlan}, and looks after each strike that this page gives the
 * error and its neighbours do not. A page that is lost already is restored first. A strike that
 * misses, because the page has just moved to other memory, is tried again.
 */
final class SeededStriker implements Workers.Work {

  /** Tries to hit one page; as many that miss are no accident. */
  private static final int PATIENCE = 10_000;

  private final LoadedFiles files;
  private final PageStates states;
  private final StrikePlan plan;
  private final int count;
  private final long nanos;
  private final boolean keeps;
  private final MemoryFailures failures;
  private final Restorer restorer;
  private final StrikeLog strikeLog;
  private final StrikeRecorder recorder;
  private final StrikeTimes times;
  private final DrillCounters counters;

  /** Where in its page a strike hits; has no influence on which page. */
  private final SplittableRandom offsets = new SplittableRandom();

  private final ByteBuffer page = ByteBuffer.allocateDirect(Pages.SIZE);
  private volatile int done;

  /** Creates a striker; all its strikes are done, however long it takes. */
  SeededStriker(DrillContext context) {
    this.files = context.files;
    this.states = context.states;
    this.plan = context.plan;
    this.count = context.options.strikes();
    this.nanos = context.options.duration().toNanos();
    this.keeps = context.options.keeps();
    this.failures = context.failures;
    this.restorer = context.restorer;
    this.strikeLog = context.strikeLog;
    this.recorder = context.recorder;
    this.times = context.times;
    this.counters = context.counters;
  }

  /** Returns the number of pages struck so far. */
  int done() {
    return done;
  }

  @Override
  public void run(BooleanSupplier stop) throws IOException {
    EvenSchedule schedule = new EvenSchedule(nanos, count);
    for (int i = 0; i < count; i++) {
      schedule.await(i, stop);
      if (stop.getAsBoolean()) {
        return;
      }
      int number = plan.next();
      LoadedFile file = files.ofPage(number);
      strike(file, number - file.firstPage());
      done = i + 1;
    }
  }

  private void strike(LoadedFile file, int filePage) throws IOException {
    for (int tries = 0; !strikeOnce(file, filePage); tries++) {
      if (tries == PATIENCE) {
        throw new IOException("page " + filePage + " of " + file + " cannot be struck");
      }
    }
    if (keeps) {
      checkLost(file, filePage);
    } else {
      checkDropped(file, filePage);
    }
    checkNeighbour(file, filePage - 1);
    checkNeighbour(file, filePage + 1);
  }

  /** Returns false if the page was not hit, or not by this strike. */
  private boolean strikeOnce(LoadedFile file, int filePage) throws IOException {
    int number = file.firstPage() + filePage;
    if (states.is(number, PageStates.LOST)) {
      restorer.restore(file, filePage);
    }
    if (!states.tryAnnounce(number) && !states.is(number, PageStates.ANNOUNCED)) {
      return false; // hit astray just now
    }
    long offset = Pages.start(filePage) + offsets.nextInt(Pages.length(filePage, file.size()));
    long strike = strikeLog.begin();
    MemoryFailureEvent event;
    Hit hit;
    try {
      long start = System.nanoTime();
      event = failures.strike(file.path(), offset);
      times.add(System.nanoTime() - start);
      hit = recorder.enter(event, strike, null);
    } finally {
      strikeLog.settle(strike);
    }
    if (hit == Hit.NOTHING) {
      strikeLog.awaitSettled();
      if (strikeLog.explains(event.frame(), file.path().toString(), filePage)) {
        states.lost(number); // hit astray after it was announced
      }
      return false;
    }
    if (event.pageIndex() != filePage || !event.paths().contains(file.path().toString())) {
      if (hit != Hit.FREE) {
        counters.strikesAstray.increment();
      }
      return false;
    }
    states.lost(number);
    if (!isOf(event, file, filePage)) {
      counters.bystander("a strike at page " + filePage + " of " + file + " hit " + event);
    }
    return true;
  }

  private boolean isOf(MemoryFailureEvent event, LoadedFile file, int filePage) {
    MessageType expected = keeps ? MessageType.MEMORY_PAGE : MessageType.MEMORY_PAGE_DROPPED;
    return event.message() == expected
        && event.pageIndex() == filePage
        && event.range().equals(file.range(filePage))
        && event.paths().contains(file.path().toString());
  }

  private int read(LoadedFile file, int filePage) throws IOException {
    int length = Pages.length(filePage, file.size());
    return file.channel().read(page.clear().limit(length), Pages.start(filePage));
  }

  private long differences(LoadedFile file, int filePage, int n) {
    return Comparison.differences(
        MemorySegment.ofBuffer(page.clear()),
        0,
        file.original(),
        Pages.start(filePage),
        Math.max(n, 0));
  }

  private void checkLost(LoadedFile file, int filePage) throws IOException {
    int n;
    try {
      n = read(file, filePage);
    } catch (PoisonedPageException e) {
      counters.errorsReported.increment();
      if (e.offset() != Pages.start(filePage)
          || e.length() != Pages.length(filePage, file.size())) {
        counters.bystander("page " + filePage + " of " + file + " was told as " + e.getMessage());
      }
      return;
    }
    counters.notTold("page " + filePage + " of " + file + " was struck and read without an error");
    countWrong(file, filePage, n);
  }

  /**
   * Under the old scheme no error is expected, only wrong bytes: none if they were zeros before.
   */
  private void checkDropped(LoadedFile file, int filePage) throws IOException {
    countWrong(file, filePage, read(file, filePage));
  }

  private void countWrong(LoadedFile file, int filePage, int n) {
    long wrong = differences(file, filePage, n);
    if (wrong > 0) {
      counters.silentlyWrong(wrong, "page " + filePage + " of " + file);
    }
  }

  private void checkNeighbour(LoadedFile file, int filePage) throws IOException {
    if (filePage < 0
        || filePage >= file.pages()
        || !states.is(file.firstPage() + filePage, PageStates.GOOD)) {
      return;
    }
    try {
      int n = read(file, filePage);
      countWrong(file, filePage, n);
      if (n != Pages.length(filePage, file.size())) {
        counters.bystander("a read of page " + filePage + " of " + file + " returned " + n);
      }
    } catch (PoisonedPageException e) {
      strikeLog.awaitSettled();
      if (states.is(file.firstPage() + filePage, PageStates.GOOD)
          && !strikeLog.failedByItself(file.path().toString(), filePage)) {
        counters.bystander("the neighbour page " + filePage + " of " + file + " gives " + e);
      }
    }
  }
}
