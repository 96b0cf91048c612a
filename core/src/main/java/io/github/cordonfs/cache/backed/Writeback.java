package io.github.cordonfs.cache.backed;

import io.github.cordonfs.cache.extent.BackedExtent;
import io.github.cordonfs.cache.extent.BadMemory;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.frame.Frames;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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

  /** Held while the store is written; taken below that of the writers, above the file's. */
  private final ReentrantLock lock = new ReentrantLock();

  private final AtomicLong dirtyPages = new AtomicLong();

  /** When the first of the pages became dirty: {@link System#nanoTime}. */
  private volatile long dirtySince;

  // Of the monitor.
  private int errors;
  private @Nullable IOException lastError;

  Writeback(WritableSpace space) {
    this.space = space;
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
      if (extent.frameOf(page) < 0) {
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
    if (!isDirty()) {
      return;
    }
    lock.lock();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate((long) MOST_PAGES << Frames.FRAME_SHIFT);
      for (Extent extent = space.extents.ceiling(0);
          extent != null;
          extent = space.extents.ceiling(extent.index + 1)) {
        flush((BackedExtent) extent, buffer);
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
        flush();
      } catch (IOException _) {
        return;
      } finally {
        lock.unlock();
      }
    }
  }

  private void flush(BackedExtent extent, MemorySegment buffer) throws IOException {
    int page = 0;
    while (page < Frames.HUGE_FRAMES) {
      if (!extent.isDirty(page)) {
        page++;
        continue;
      }
      int count = begin(extent, page, buffer);
      if (count > 0) {
        write(extent, page, count, buffer);
      }
      page += Math.max(count, 1);
    }
  }

  /** Copies pages; memory that turns out to be bad is marked, and not written. */
  private int begin(BackedExtent extent, int page, MemorySegment buffer) {
    while (true) {
      space.lock();
      try {
        return space.sizeOrDestroyed() < 0 ? 0 : extent.beginWriting(page, buffer, MOST_PAGES);
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

  private void write(BackedExtent extent, int page, int count, MemorySegment buffer)
      throws IOException {
    long at = (extent.firstPage() + page) << Frames.FRAME_SHIFT;
    boolean done = false;
    try {
      // Nobody cuts it off meanwhile, who has no lock of this.
      long bytes = Math.min((long) count << Frames.FRAME_SHIFT, space.size() - at);
      if (bytes > 0) {
        space.source().write(at, buffer.asSlice(0, bytes));
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
      flush();
      space.source().force(metadata);
    } catch (IOException e) {
      failed(e);
    }
    return tell(told);
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
