package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.judge.WriterSlots;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.load.LoadedFiles;
import io.github.cordonfs.cli.drill.load.Pages;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes memory out of service that can still be read, under pages of the loaded files chosen by the
 * seed, and under some of the writers' (contract rows O1 to O7). No data may change: that is for
 * the readers to judge.
 */
final class SoftOffliner implements Workers.Work {

  private final LoadedFiles files;
  private final WriterSlots slots;
  private final MemoryFailures failures;
  private final int count;
  private final long nanos;
  private final SplittableRandom random;
  private final SplittableRandom offsets = new SplittableRandom();

  // Under the lock of this object.
  private final Map<SoftOfflineResult, Long> results = new EnumMap<>(SoftOfflineResult.class);

  /** Creates one that does all it is to do, however long it takes. */
  SoftOffliner(DrillContext context) {
    this.files = context.files;
    this.slots = context.slots;
    this.failures = context.failures;
    this.count = context.options.softOfflines();
    this.nanos = context.options.duration().toNanos();
    this.random = new SplittableRandom(context.options.seed() * 31);
  }

  @Override
  public void run(BooleanSupplier stop) throws IOException {
    EvenSchedule schedule = new EvenSchedule(nanos, count);
    for (int i = 0; i < count; i++) {
      schedule.await(i, stop);
      if (stop.getAsBoolean()) {
        return;
      }
      int page = random.nextInt(files.pages());
      SoftOfflineResult result = i % 4 == 3 ? ofWriter() : null;
      if (result == null) {
        LoadedFile file = files.ofPage(page);
        result = failures.softOffline(file.path(), Pages.start(page - file.firstPage()));
      }
      count(result);
    }
  }

  private @Nullable SoftOfflineResult ofWriter() throws IOException {
    WriterFile file = slots.get(offsets.nextInt(slots.count()));
    int size = file == null ? 0 : file.size;
    if (file == null || size == 0) {
      return null;
    }
    try {
      return failures.softOffline(file.path, offsets.nextInt(size));
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return null; // deleted, or cut off before the offset, since we looked
    }
  }

  private synchronized void count(SoftOfflineResult result) {
    results.merge(result, 1L, Long::sum);
  }

  /** Returns how many ended in which way; results that did not occur are missing. */
  synchronized Map<SoftOfflineResult, Long> results() {
    return new EnumMap<>(results);
  }
}
