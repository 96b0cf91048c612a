package io.github.cordonfs.cache.backed;

import io.github.cordonfs.cache.extent.BackedExtent;
import io.github.cordonfs.cache.extent.BadMemory;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.PageViews;
import io.github.cordonfs.frame.Frames;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has the store of one file get its dirty pages, and remembers what went wrong. Pages are copied
 * first, with the lock of the file, and written without it: a store that hangs holds up whoever
 * writes back or cuts off, and nobody who reads. A page that failed is never written.
 */
final class Writeback {

  /** Pages that are written at a time. */
  private static final int MOST_PAGES = 256;

  private final WritableSpace space;
  private final LostPages lost;

  /** Held while the store is written; taken below that of the writers, above the file's. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Held while the store is forced; no other is taken with it that a force does not need. */
  private final ReentrantLock forcing = new ReentrantLock();

  private final AtomicLong dirtyPages = new AtomicLong();

  /** When the first of the pages became dirty: {@link System#nanoTime}. */
  private volatile long dirtySince;

  // Of the monitor.
  private int errors;
  private @Nullable IOException lastError;

  Writeback(WritableSpace space, LostPages lost) {
    this.space = space;
    this.lost = lost;
  }

  /** Returns whether the store is being written, or kept from it. */
  boolean isWriting() {
    return lock.isLocked();
  }

  /** Keeps the store from being written. */
  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  // --- which pages are dirty; with the lock of the file ---

  boolean isDirty() {
    return dirtyPages.get() > 0;
  }

  long dirtySince() {
    return dirtySince;
  }

  /** Makes pages dirty. */
  void dirtied(BackedExtent extent, int from, int to) {
    int more = extent.markDirty(from, to);
    if (more > 0) {
      if (dirtyPages.getAndAdd(more) == 0) {
        dirtySince = System.nanoTime();
      }
      space.files().dirtied(space, more);
    }
  }

  /** Takes the mark off pages that are about to be cut off, or are missing. */
  void forget(BackedExtent extent, int from, int to) {
    forgotten(extent.forgetDirty(from, to));
  }

  /** Takes the mark off those of some pages that are missing. */
  void forgetMissing(BackedExtent extent, int from, int to) {
    for (int page = from; page < to; page++) {
      if (extent.isMissing(page)) {
        forget(extent, page, page + 1);
      }
    }
  }

  /** Counts pages that are not dirty any more. */
  void forgotten(int pages) {
    if (pages > 0) {
      dirtyPages.addAndGet(-pages);
      space.files().cleaned(pages);
    }
  }

  // --- writing back; with no lock but that of the writers ---

  /** Writes something back where nothing else can go; false if it is of no use. */
  boolean makeRoom() {
    if (!isDirty()) {
      return false;
    }
    try {
      flush();
    } catch (IOException e) {
      return false;
    }
    return space.files().reclaimer().reclaim(1) > 0;
  }

  /**
   * Writes every page back that is dirty when it comes to it.
   *
   * @throws IOException the first error; what could not be written is still dirty
   */
  void flush() throws IOException {
    flush(0, Long.MAX_VALUE, false);
  }

  /**
   * As {@link #flush()}, where a force follows, or so much is written that what the store keeps for
   * later is better begun now.
   */
  void flushToForce() throws IOException {
    flush(0, Long.MAX_VALUE, true);
  }

  /**
   * As {@link #flush()}, of the pages that some bytes lie in.
   *
   * @param from the first byte
   * @param to just past the last
   */
  void flush(long from, long to) throws IOException {
    flush(from, to, false);
  }

  private void flush(long from, long to, boolean toForce) throws IOException {
    if (!isDirty()) {
      return;
    }
    long end = PageViews.pagesUpTo(to);
    lock.lock();
    try (Arena arena = Arena.ofConfined()) {
      int pages = Math.clamp(dirtyPages.get(), 1, MOST_PAGES);
      MemorySegment buffer = space.store().buffer(arena, (long) pages << Frames.FRAME_SHIFT);
      for (Extent extent = space.extents.ceiling(from >>> Frames.HUGE_SHIFT);
          extent != null && extent.firstPage() < end;
          extent = space.extents.ceiling(extent.index + 1)) {
        int first = (int) Math.max(0, (from >>> Frames.FRAME_SHIFT) - extent.firstPage());
        int last = (int) Math.min(Frames.HUGE_FRAMES, end - extent.firstPage());
        flush((BackedExtent) extent, first, last, buffer, toForce);
      }
      if (!isDirty()) {
        space.source().written();
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #flush}, for those to whom an error means nothing: a force will tell of it. */
  void flushQuietly() {
    // One at a time: others would wait for the same store.
    if (lock.tryLock()) {
      try {
        flushToForce();
      } catch (IOException _) {
        return;
      } finally {
        lock.unlock();
      }
    }
  }

  private void flush(BackedExtent extent, int from, int to, MemorySegment buffer, boolean toForce)
      throws IOException {
    int page = extent.nextDirty(from);
    while (page < to) {
      int count = begin(extent, page, buffer);
      if (count > 0) {
        write(extent, page, count, buffer, toForce);
      }
      page = extent.nextDirty(page + Math.max(count, 1));
    }
  }

  /** Copies pages; memory that turns out to be bad is marked, and not written. */
  private int begin(BackedExtent extent, int page, MemorySegment buffer) {
    int pages = (int) (buffer.byteSize() >>> Frames.FRAME_SHIFT);
    while (true) {
      space.lock();
      try {
        return space.sizeOrDestroyed() < 0 ? 0 : extent.beginWriting(page, buffer, pages);
      } catch (InternalError e) {
        long at = (extent.firstPage() + page) << Frames.FRAME_SHIFT;
        if (!BadMemory.look(() -> BadMemory.handle(space, at, MOST_PAGES << Frames.FRAME_SHIFT))) {
          throw e;
        }
      } finally {
        space.unlock();
      }
    }
  }

  private void write(
      BackedExtent extent, int page, int count, MemorySegment buffer, boolean toForce)
      throws IOException {
    long at = (extent.firstPage() + page) << Frames.FRAME_SHIFT;
    boolean done = false;
    try {
      // Nobody cuts it off meanwhile, who has no lock of this.
      long bytes = Math.min((long) count << Frames.FRAME_SHIFT, space.size() - at);
      if (bytes > 0) {
        MemorySegment written = buffer.asSlice(0, bytes);
        if (toForce) {
          space.store().writeToForce(at, written);
        } else {
          space.store().write(at, written);
        }
      }
      done = true;
    } catch (IOException e) {
      failed(e);
      throw e;
    } finally {
      space.lock();
      try {
        forgotten(extent.endWriting(page, count, done));
      } finally {
        space.unlock();
      }
    }
  }

  // --- durability ---

  private synchronized void failed(IOException e) {
    if (!e.equals(lastError)) {
      errors++;
      lastError = e;
    }
  }

  synchronized int errors() {
    return errors;
  }

  /** As {@link WritableSpace#force}. */
  int force(boolean metadata, int told) throws IOException {
    try {
      flushToForce();
      forceStore(metadata);
    } catch (IOException e) {
      failed(e);
    }
    return tell(told);
  }

  private void forceStore(boolean metadata) throws IOException {
    // One after the other: a store may tell only one of two of an error.
    forcing.lock();
    try {
      List<Long> well = well();
      boolean done = false;
      try {
        space.store().force(metadata);
        done = true;
      } finally {
        if (!done) {
          lost.keepAll();
        }
      }
      lost.forget(well);
    } finally {
      forcing.unlock();
    }
  }

  /** As {@link WritableSpace#settle}. */
  void settle() throws IOException {
    flush();
    if (lost.isAnyRemembered()) {
      forceStore(false);
    }
  }

  private List<Long> well() {
    lock.lock();
    try {
      return lost.well();
    } finally {
      lock.unlock();
    }
  }

  /** Each channel is told of an error once; of what is lost every time. */
  private int tell(int told) throws IOException {
    IOException error = null;
    synchronized (this) {
      if (errors != told) {
        error = lastError;
      }
    }
    if (error != null) {
      throw space.notWritten(error);
    }
    IOException lost = space.lost();
    if (lost != null) {
      throw lost;
    }
    return told;
  }

  void close() {
    forgotten((int) dirtyPages.get());
  }
}
