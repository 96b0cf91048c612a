package io.github.cordonfs.cli.drill.storm;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.PageStates;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.load.Loader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Restores lost pages of the loaded files from their originals.
 *
 * <p>A restored page gets a new frame. A strike at a writer's file that found that frame before it
 * was freed could hit it before the page is well: so those strikes and restoring exclude each
 * other. Operations of readers and writers are not excluded, nor is what moves memory about.
 */
public final class Restorer {

  private final MemoryFailures failures;
  private final PageStates states;
  private final DrillCounters counters;
  private final boolean keeps;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  public Restorer(
      MemoryFailures failures, PageStates states, DrillCounters counters, boolean keeps) {
    this.failures = failures;
    this.states = states;
    this.counters = counters;
    this.keeps = keeps;
  }

  /** Returns the lock to hold during a strike at a writer's file. */
  Lock strikeLock() {
    return lock.readLock();
  }

  /**
   * Restores a page.
   *
   * @param page of the file; it was struck
   */
  public void restore(LoadedFile file, long page) throws IOException {
    lock.writeLock().lock();
    try {
      states.restoring(file.firstPage() + (int) page);
      ByteRange range = file.range(page);
      List<ByteRange> cleared = failures.clearPoison(file.path(), range);
      if (keeps && !cleared.equals(List.of(range))) {
        counters.notTold("clearing " + range + " of " + file + " cleared " + cleared);
      }
      Loader.writeFully(file.channel(), file.original(), range.offset(), range.length());
      states.restored(file.firstPage() + (int) page);
      counters.restored.increment();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
