package io.github.cordonfs.cache.backed;

import io.github.cordonfs.DirectPolicy;
import io.github.cordonfs.UnwrittenData;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.os.MemoryLimit;
import io.github.cordonfs.reclaim.ClockPro;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the files of one page cache that have a store behind them share. Thread-safe. */
public final class BackedFiles {

  private final PageCache cache;
  private final Reclaimer reclaimer;
  private final StoreReads reads = new StoreReads();
  private final LongAdder requests = new LongAdder();

  /** Files that the store lacks something of, and maybe some that it does not any more. */
  private final Set<WritableSpace> dirty = ConcurrentHashMap.newKeySet();

  private final AtomicLong dirtyPages = new AtomicLong();

  /** Whether a thread writes dirty pages while others make more. */
  private final AtomicBoolean writingAhead = new AtomicBoolean();

  private final AgedPages aged = new AgedPages(this);

  private final boolean writableMappings;
  private final boolean direct;

  /**
   * Of a page cache, which may have files in memory beside them. Once for each cache.
   *
   * @param writableMappings whether files can be mapped for writing
   * @param direct whether stores are read and written round the cache of the system
   */
  public BackedFiles(PageCache cache, boolean writableMappings, DirectPolicy direct) {
    this.direct =
        switch (direct) {
          case NEVER -> false;
          case ALWAYS -> true;
          case AUTO -> cache.capacityBytes() >= MemoryLimit.ofThisProcess().read().total() / 4;
        };
    this.writableMappings = writableMappings;
    this.cache = cache;
    this.reclaimer = new Reclaimer(cache, new ClockPro(cache.frameTable().frameCount()));
  }

  /**
   * Makes the data of a file.
   *
   * @param names asked when a page fails or cannot be read
   * @param source where its pages come from
   * @param size in bytes
   */
  public BackedSpace newSpace(FileNames names, PageSource source, long size) {
    return new BackedSpace(this, names, source, size);
  }

  /**
   * Makes the data of a file that can be written.
   *
   * @param names asked when a page fails or cannot be read
   * @param source where its pages come from and go to
   * @param size in bytes
   */
  public WritableSpace newWritableSpace(FileNames names, PageSource source, long size) {
    return new WritableSpace(this, names, source, size);
  }

  /** Notes that pages became dirty. */
  void dirtied(WritableSpace space, int pages) {
    dirtyPages.addAndGet(pages);
    if (dirty.add(space)) {
      aged.begin();
    }
  }

  /** Notes that pages are dirty no more. */
  void cleaned(int pages) {
    dirtyPages.addAndGet(-pages);
  }

  /** Returns the files that may have dirty pages. */
  Collection<WritableSpace> dirtyFiles() {
    dirty.removeIf(space -> !space.writeback().isDirty());
    return List.copyOf(dirty);
  }

  /**
   * Has dirty pages written if there are many: by another thread while whoever makes them goes on,
   * and by whoever is about to make more if that is not enough, those of others if these are too
   * many.
   *
   * @throws IOException if the store does not take them from this file
   */
  void throttle(WritableSpace space) throws IOException {
    long most = cache.frameTable().frameCount() / 4;
    long dirtyNow = dirtyPages.get();
    if (dirtyNow <= most / 2) {
      return;
    }
    if (dirtyNow <= most) {
      writeAhead(space);
      return;
    }
    space.writeback().flushToForce();
    for (WritableSpace each : dirtyFiles()) {
      if (dirtyPages.get() <= most) {
        return;
      }
      each.writeback().flushQuietly();
    }
  }

  /** Has dirty pages of a file written by another thread, if none does so. */
  private void writeAhead(WritableSpace space) {
    if (!space.writeback().isWriting() && writingAhead.compareAndSet(false, true)) {
      boolean started = false;
      try {
        started =
            reads.offer(() -> {
              try {
                space.writeback().flushQuietly();
              } finally {
                writingAhead.set(false);
              }
            });
      } finally {
        if (!started) {
          writingAhead.set(false);
        }
      }
    }
  }

  /** Counts a read of a store. */
  void requested() {
    requests.increment();
  }

  /** Returns how many reads of stores there were so far, for all files together. */
  public long requests() {
    return requests.sum();
  }

  /**
   * Takes clean pages out, as when frames are short. For tests. The caller has no lock.
   *
   * @param wanted how many frames are needed, at least 1
   * @return how many are free now that were not
   */
  public int reclaim(int wanted) {
    return reclaimer.reclaim(wanted);
  }

  /** Returns what the stores do not have yet: a look. */
  public UnwrittenData unwritten() {
    long pages = Math.max(0, dirtyPages.get());
    long now = System.nanoTime();
    long oldest = 0;
    for (WritableSpace each : pages == 0 ? List.<WritableSpace>of() : dirtyFiles()) {
      oldest = Math.max(oldest, now - each.writeback().dirtySince());
    }
    return new UnwrittenData(pages << Frames.FRAME_SHIFT, Duration.ofNanos(oldest));
  }

  /** Returns whether stores are read and written round the cache of the system. */
  public boolean isDirect() {
    return direct;
  }

  boolean writableMappings() {
    return writableMappings;
  }

  PageCache cache() {
    return cache;
  }

  Reclaimer reclaimer() {
    return reclaimer;
  }

  StoreReads reads() {
    return reads;
  }

  /** Lets go of the threads, after every file was destroyed and before the cache is closed. */
  public void close() {
    aged.cancel();
    reads.close();
  }
}
