package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.StrikeLog;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.judge.WriterSlots;
import io.github.cordonfs.cli.drill.report.StrikeTimes;
import io.github.cordonfs.cli.drill.storm.StrikeRecorder.Hit;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fails pages of the writers' files in the middle of whatever the writers are doing: by file and
 * offset, and by a frame that may have changed hands when the strike arrives. Strikes that meet
 * nothing of a writer do not count towards the number wanted.
 */
final class WriterStriker implements Workers.Work {

  /** Without a hit for so long, something is wrong. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final WriterSlots slots;
  private final int count;
  private final long nanos;
  private final MemoryFailures failures;
  private final Lock lock;
  private final StrikeLog strikeLog;
  private final StrikeRecorder recorder;
  private final DrillCounters counters;
  private final StrikeTimes times;
  private final SplittableRandom random;
  private volatile int done;

  /** Creates a striker; all its strikes are done, however long it takes. */
  WriterStriker(DrillContext context) {
    this.slots = context.slots;
    this.count = context.options.strikes();
    this.nanos = context.options.duration().toNanos();
    this.failures = context.failures;
    this.lock = context.restorer.strikeLock();
    this.strikeLog = context.strikeLog;
    this.recorder = context.recorder;
    this.counters = context.counters;
    this.times = context.times;
    this.random = new SplittableRandom(~context.options.seed());
  }

  /** Returns the number of pages of writers struck so far. */
  int done() {
    return done;
  }

  @Override
  public void run(BooleanSupplier stop) throws IOException {
    EvenSchedule schedule = new EvenSchedule(nanos, count);
    long lastHit = System.nanoTime();
    int hit = 0;
    while (hit < count && !stop.getAsBoolean()) {
      schedule.await(hit, stop);
      switch (strikeSomething()) {
        case WRITTEN -> {
          done = ++hit;
          lastHit = System.nanoTime();
        }
        case FREE -> {}
        case LOADED -> counters.strikesAstray.increment();
        case NOTHING -> {
          if (System.nanoTime() - lastHit - nanos > PATIENCE_NANOS) {
            throw new IOException("no page of the writers' files could be struck for a minute");
          }
          Thread.onSpinWait();
        }
      }
    }
  }

  private Hit strikeSomething() throws IOException {
    WriterFile file = slots.get(random.nextInt(slots.count()));
    int size = file == null ? 0 : file.size;
    if (file == null || size == 0) {
      return Hit.NOTHING;
    }
    long offset = random.nextInt(size);
    lock.lock();
    try {
      long number = strikeLog.begin();
      try {
        MemoryFailureEvent event = strike(file, offset);
        return event == null ? Hit.NOTHING : recorder.enter(event, number, file);
      } catch (NoSuchFileException | IllegalArgumentException e) {
        return Hit.NOTHING; // deleted, or cut off before the offset, since we looked
      } finally {
        strikeLog.settle(number);
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable MemoryFailureEvent strike(WriterFile file, long offset) throws IOException {
    if (random.nextInt(4) != 0) {
      long start = System.nanoTime();
      MemoryFailureEvent event = failures.strike(file.path, offset);
      times.add(System.nanoTime() - start);
      return event;
    }
    int frame = failures.frameOf(file.path, offset);
    if (frame < 0) {
      return null;
    }
    for (int i = random.nextInt(1000); i > 0; i--) {
      Thread.onSpinWait(); // time for the frame to change hands
    }
    long start = System.nanoTime();
    MemoryFailureEvent event = failures.strikeFrame(frame);
    times.add(System.nanoTime() - start);
    return event;
  }
}
