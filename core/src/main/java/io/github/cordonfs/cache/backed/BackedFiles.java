package io.github.cordonfs.cache.backed;

import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.reclaim.ClockPro;

/** What the files of one page cache that have a store behind them share. Thread-safe. */
public final class BackedFiles {

  private final PageCache cache;
  private final Reclaimer reclaimer;
  private final StoreReads reads = new StoreReads();

  /** Of a page cache, which may have files in memory beside them. Once for each cache. */
  public BackedFiles(PageCache cache) {
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
   * Takes clean pages out, as when frames are short. For tests. The caller has no lock.
   *
   * @param wanted how many frames are needed, at least 1
   * @return how many are free now that were not
   */
  public int reclaim(int wanted) {
    return reclaimer.reclaim(wanted);
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
    reads.close();
  }
}
