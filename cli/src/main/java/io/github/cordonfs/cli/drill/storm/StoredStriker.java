package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.cli.drill.load.Pages;
import io.github.cordonfs.cli.drill.load.StoredFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fails the pages of a {@link StrikePlan} in the memory of a mount, and reads some of them at once:
 * they must be right. A page that is not in memory is read for the strike. One that goes before the
 * strike arrives is struck again.
 */
final class StoredStriker implements Workers.Work {

  /** Without a hit of a page for so long, something is wrong. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long PAUSE_NANOS = 100_000;

  private final BackedContext context;
  private final PageReads reads;

  /** Where in its page a strike hits, and which pages are read at once. */
  private final SplittableRandom random = new SplittableRandom();

  private final LongAdder calls = new LongAdder();
  private final LongAdder missed = new LongAdder();

  /** Creates a striker; all its strikes are done, however long it takes. */
  StoredStriker(BackedContext context) {
    this.context = context;
    this.reads = new PageReads(context, 1);
  }

  /** Returns how many strikes met memory that had not failed before. */
  long calls() {
    return calls.sum();
  }

  /** Returns how many of them met memory that held no page any more. */
  long missed() {
    return missed.sum();
  }

  @Override
  public void run(BooleanSupplier stop) throws IOException {
    int count = context.options.strikes();
    EvenSchedule schedule = new EvenSchedule(context.options.duration().toNanos(), count);
    long skippedInRow = 0;
    for (int i = 0; i < count && !stop.getAsBoolean(); ) {
      schedule.await(i, stop);
      int number = context.plan.next();
      StoredFile file = context.files.ofPage(number);
      if (strike(file, number - file.firstPage(), stop)) {
        i++;
        skippedInRow = 0;
      } else if (++skippedInRow > context.files.pages()) {
        return; // all files were changed by others: nothing is left to strike
      }
    }
  }

  /** Returns false if the file was changed by others. */
  private boolean strike(StoredFile file, int page, BooleanSupplier stop) throws IOException {
    long begin = System.nanoTime();
    while (!stop.getAsBoolean()) {
      if (file.isChanged()) {
        return false;
      }
      MemoryFailureEvent event = strikeOnce(file, page);
      if (event != null && enter(event, file, page)) {
        if (random.nextInt(4) == 0) {
          readAtOnce(file, page);
        }
        return true;
      }
      if (System.nanoTime() - begin > PATIENCE_NANOS) {
        throw new IOException("page " + page + " of " + file + " cannot be struck");
      }
      if (event == null) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return true;
  }

  /** Returns null if there is no page to strike just now. */
  private @Nullable MemoryFailureEvent strikeOnce(StoredFile file, int page) throws IOException {
    long offset = Pages.start(page) + random.nextInt(Pages.length(page, file.size()));
    try {
      long start = System.nanoTime();
      MemoryFailureEvent event = context.failures.strike(file.mounted(), offset);
      context.times.add(System.nanoTime() - start);
      return event;
    } catch (IOException | IllegalArgumentException e) {
      if (!file.lookForChange() && !isFull(e)) {
        throw new IOException("page " + page + " of " + file + " cannot be struck: " + e, e);
      }
      return null;
    }
  }

  /** Returns whether all memory was in use at that moment. */
  private static boolean isFull(Exception e) {
    return String.valueOf(e.getMessage()).contains("No space left on device");
  }

  /** Enters a strike; returns whether it hit the page that was meant. */
  private boolean enter(MemoryFailureEvent event, StoredFile file, int page) {
    if (event.message() == MessageType.ALREADY_POISONED) {
      return false;
    }
    calls.increment();
    if (event.outcome() != Outcome.RECOVERED) {
      context.counters.mismatch("a strike was not contained: " + event);
    }
    if (event.message() == MessageType.FREE || event.pageIndex() < 0) {
      missed.increment();
      return false;
    }
    if (event.message() != MessageType.CLEAN_PAGE) {
      context.counters.mismatch("a strike was not at a page that can be read again: " + event);
    }
    for (String path : event.paths()) {
      StoredFile hit = context.files.find(path);
      if (hit != null && event.pageIndex() < hit.pages()) {
        context.healing.struck(hit.firstPage() + (int) event.pageIndex());
        return hit.equals(file) && event.pageIndex() == page;
      }
    }
    missed.increment(); // a file that others took away
    return false;
  }

  private void readAtOnce(StoredFile file, int page) throws IOException {
    try (FileChannel channel = reads.open(file)) {
      if (channel != null) {
        var _ = reads.read(channel, file, page, 1, 0, random.nextBoolean());
      }
    }
  }
}
