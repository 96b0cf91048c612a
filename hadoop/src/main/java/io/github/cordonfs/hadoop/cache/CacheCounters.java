package io.github.cordonfs.hadoop.cache;

import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** What a cache has done so far. Thread-safe. */
public final class CacheCounters {

  private final LongAdder opens = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder storeReads = new LongAdder();
  private final LongAdder storeBytes = new LongAdder();
  private final LongAdder pagesFailed = new LongAdder();
  private final LongAdder pagesHealed = new LongAdder();
  private final FailedPages failed = new FailedPages();

  CacheCounters() {}

  void opened() {
    opens.increment();
  }

  void read(long bytes) {
    bytesRead.add(bytes);
  }

  void readFromStore(String file, long position, int length) {
    storeReads.increment();
    storeBytes.add(length);
    pagesHealed.add(failed.read(file, position, length));
  }

  /** Notes a failure of a page that the store has. */
  void pageFailed(FailedPages.Page page) {
    pagesFailed.increment();
    pagesHealed.add(failed.fail(page));
  }

  /** Notes that a page that failed was found in memory, read again while that was being told. */
  void pageIsBack(FailedPages.Page page) {
    pagesHealed.add(failed.read(page.file(), page.index() * FailedPages.PAGE, 1));
  }

  /** Returns how many pages failed that the store has: they are read again when wanted. */
  public long pagesFailed() {
    return pagesFailed.sum();
  }

  /** Returns how many of those were read again since. */
  public long pagesHealed() {
    return pagesHealed.sum();
  }

  /** Returns the others: nobody has wanted them since they failed. */
  Set<FailedPages.Page> pagesUnread() {
    return failed.unread();
  }

  /** Returns how many files were opened to be read through the cache. */
  public long opens() {
    return opens.sum();
  }

  /** Returns how many bytes readers got. */
  public long bytesRead() {
    return bytesRead.sum();
  }

  /** Returns how often a store was asked for bytes; one request of a store can serve several. */
  public long storeReads() {
    return storeReads.sum();
  }

  /** Returns how many bytes came from stores. */
  public long storeBytes() {
    return storeBytes.sum();
  }

  /** Returns the part of what readers got that no store was asked for, 0 to 1; 1 if nothing. */
  public double hitRate() {
    long read = bytesRead();
    return read == 0 ? 1 : Math.max(0, 1 - (double) storeBytes() / read);
  }
}
