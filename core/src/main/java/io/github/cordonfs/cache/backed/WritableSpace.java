package io.github.cordonfs.cache.backed;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.cache.extent.BackedExtent;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.PageViews;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.StackProbe;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The data of one file whose store can be written. What is written is in the cache first, as dirty
 * pages; {@link Writeback} has the store get it. The length of the file is the store's at once.
 *
 * <p>Locks, from above: writers, writeback, the file's, an extent's. Nobody waits for the store
 * with one of the last two.
 */
public final class WritableSpace extends BackedSpace {

  /** Bytes that are written at a time: for so many pages there has to be room. */
  private static final int PIECE = 512 << 10;

  private static final int IN_PAGE = Frames.FRAME_BYTES - 1;

  /** How often pages may fail or be taken away before a write gives up. */
  private static final int PATIENCE = 16;

  /** From which attempt on all pages of the file have to stay meanwhile. */
  private static final int IMPATIENT = 3;

  private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[64 << 10]).asReadOnly();

  /** Held by whoever writes or cuts off, while pages that are written in part are read, too. */
  private final ReentrantLock writers = new ReentrantLock();

  private final Writeback writeback = new Writeback(this);

  WritableSpace(BackedFiles files, FileNames names, PageSource source, long size) {
    super(files, names, source, size);
  }

  /** Returns what writes dirty pages to the store. */
  Writeback writeback() {
    return writeback;
  }

  /** Returns whether the store lacks something. */
  public boolean isDirty() {
    return writeback.isDirty();
  }

  @Override
  boolean isLost(long page) {
    BackedExtent extent = backedExtent(page);
    return extent != null && extent.isDirty((int) page & (Frames.HUGE_FRAMES - 1));
  }

  @Override
  public void lockForWriting() {
    writers.lock();
  }

  @Override
  public void unlockForWriting() {
    writers.unlock();
  }

  // --- writing ---

  @Override
  public int write(long position, MemorySegment source, long sourceOffset, int length) {
    return writeAll(position, source.asSlice(sourceOffset, length));
  }

  @Override
  public int write(long position, ByteBuffer source, int length) {
    return writeAll(position, MemorySegment.ofBuffer(source).asSlice(0, length));
  }

  private int writeAll(long position, MemorySegment source) {
    StackProbe.touch();
    throttle();
    writers.lock();
    try {
      return writeHeld(position, source);
    } catch (IOException e) {
      throw StoreFill.thrown(e);
    } finally {
      writers.unlock();
    }
  }

  /** Whoever writes faster than the store waits for it, with no lock that a reader could want. */
  private void throttle() {
    try {
      files().throttle(this);
    } catch (IOException e) {
      throw StoreFill.thrown(e);
    }
  }

  private int writeHeld(long position, MemorySegment source) throws IOException {
    long end = sizeOrDestroyed();
    long to = position + source.byteSize();
    if (end < 0 || to < 0) {
      return end < 0 ? CLOSED : TOO_LARGE;
    }
    if (to > end) {
      source().truncate(to);
    }
    int done = 0;
    int code = 0;
    try {
      while (done < source.byteSize()) {
        long at = position + done;
        int piece = (int) Math.min(PIECE - (at & IN_PAGE), source.byteSize() - done);
        code = writePiece(at, source.asSlice(done, piece), end);
        if (code <= 0) {
          break;
        }
        done += code;
      }
    } finally {
      if (to > end && position + done < to && sizeOrDestroyed() >= 0) {
        source().truncate(size());
      }
    }
    return done > 0 ? done : code;
  }

  /**
   * Writes some pages, or a part of one: those that are in the cache where they are, and new ones.
   *
   * @param stored the length of the store before the write
   * @return how many bytes, at least 1, or a code
   */
  private int writePiece(long at, MemorySegment source, long stored) throws IOException {
    long end = at + source.byteSize();
    for (int attempt = 0; attempt < PATIENCE; attempt++) {
      long page = at >>> Frames.FRAME_SHIFT;
      if (hasPoison()) {
        var _ = dropPoisoned(at);
      }
      boolean isNew = isReplaced(page, at, end, stored);
      long limit = Math.min(end, ((page | (Frames.HUGE_FRAMES - 1)) + 1) << Frames.FRAME_SHIFT);
      long last = page + 1;
      while (last << Frames.FRAME_SHIFT < limit
          && isReplaced(last, at, end, stored) == isNew
          && (isNew || isThere(last))) {
        last++;
      }
      int length = (int) (Math.min(limit, last << Frames.FRAME_SHIFT) - at);
      MemorySegment part = source.asSlice(0, length);
      int n = isNew ? writeNew(at, part) : writeOver(at, part, attempt >= IMPATIENT);
      if (n != 0) {
        return n;
      }
    }
    return NO_SPACE;
  }

  /** Returns whether nothing of what a page had remains, and it is not in the cache. */
  private boolean isReplaced(long page, long from, long to, long stored) {
    long start = page << Frames.FRAME_SHIFT;
    boolean whole = from <= start && (to >= start + Frames.FRAME_BYTES || to >= stored);
    return (whole || start >= stored) && !isThere(page) && !isLost(page);
  }

  /** Writes pages that are not there yet; 0 if they are by now. */
  private int writeNew(long at, MemorySegment source) {
    NewDirtyPages pages = new NewDirtyPages(this, at, source);
    try {
      if (!pages.take()) {
        return NO_SPACE;
      }
      pages.fill();
      memory.barrier();
      lock();
      try {
        if (sizeOrDestroyed() < 0) {
          return CLOSED;
        }
        int written = pages.show();
        if (written > 0 && at + written > size()) {
          growTo(at + written);
        }
        return written;
      } finally {
        unlock();
      }
    } finally {
      pages.giveBack();
    }
  }

  private int writeOver(long at, MemorySegment source, boolean hold) throws IOException {
    if (!hold) {
      return writeOver(at, source);
    }
    holdPages();
    try {
      return writeOver(at, source);
    } finally {
      letPagesGo();
    }
  }

  /** Writes over pages that are there, the first of which may have to be read; 0 if one went. */
  private int writeOver(long at, MemorySegment source) throws IOException {
    long page = at >>> Frames.FRAME_SHIFT;
    int first = (int) page & (Frames.HUGE_FRAMES - 1);
    int end = first + pagesOf(at, (int) source.byteSize());
    if (!isThere(page) && !isLost(page)) {
      StoreFill fill = fills.fill(page, 1);
      if (fill != null && fill.failedAt(page)) {
        throw fill.failure(at);
      }
      if (fill != null && fill.isBypass() && !writeback.makeRoom()) {
        return NO_SPACE;
      }
    }
    memory.barrier();
    lock();
    try {
      BackedExtent extent = backedExtent(page);
      if (extent == null) {
        return 0;
      }
      // From now on a page that fails stays, marked: nobody else has what is written now.
      writeback.dirtied(extent, first, end);
      for (int i = first; i < end; i++) {
        if (extent.frameOf(i) < 0) {
          writeback.forgetMissing(extent, first, end);
          return 0;
        }
      }
      return super.write(at, source, 0, (int) source.byteSize());
    } finally {
      unlock();
    }
  }

  // --- the size, and holes ---

  @Override
  public int truncate(long newSize) {
    writers.lock();
    writeback.lock();
    try {
      long end = sizeOrDestroyed();
      if (end < 0) {
        return CLOSED;
      }
      if (newSize > end) {
        source().truncate(newSize);
        return super.truncate(newSize);
      }
      if (newSize < end) {
        cut(newSize);
        source().truncate(newSize);
      }
      return 0;
    } catch (IOException e) {
      throw StoreFill.thrown(e);
    } finally {
      writeback.unlock();
      writers.unlock();
    }
  }

  private void cut(long newSize) {
    memory.barrier();
    lock();
    try {
      long from = PageViews.pagesUpTo(newSize);
      List<BackedExtent> cut = new ArrayList<>();
      for (Extent extent = extents.ceiling(from >>> Frames.HUGE_ORDER);
          extent != null;
          extent = extents.ceiling(extent.index + 1)) {
        cut.add((BackedExtent) extent);
      }
      var _ = super.truncate(newSize);
      // Not before: if there is no heap for the cut, the pages stay, and are dirty.
      for (BackedExtent extent : cut) {
        int first = (int) Math.max(0, from - extent.firstPage());
        writeback.forget(extent, first, Frames.HUGE_FRAMES);
      }
      fills.loseAll();
    } finally {
      unlock();
    }
  }

  /** Writes zeros: whether the store can have holes is not known. */
  @Override
  public int punch(long offset, long length) {
    writers.lock();
    try {
      long end = Math.min(offset + length, sizeOrDestroyed());
      if (end < 0) {
        return CLOSED;
      }
      for (long at = offset; at < end; ) {
        int piece = (int) Math.min(ZEROS.byteSize(), end - at);
        int n = writeAll(at, ZEROS.asSlice(0, piece));
        if (n == POISONED && (at & IN_PAGE) == 0 && at + pageAt(at).length() <= end) {
          // Nothing of a lost page is to remain: it is made anew, and never what the store has.
          n = restore(pageAt(at), ZEROS.asSlice(0, pageAt(at).length()), new ArrayList<>());
        }
        if (n < 0) {
          return n;
        }
        at += n;
      }
      return 0;
    } finally {
      writers.unlock();
    }
  }

  /** Sets the size; what space the store reserves for a file is not known. */
  @Override
  public int allocate(long offset, long length, boolean keepSize) {
    long to = offset + length;
    if (to < 0) {
      return TOO_LARGE;
    }
    writers.lock();
    try {
      return keepSize || to <= size() ? 0 : truncate(to);
    } finally {
      writers.unlock();
    }
  }

  // --- failed pages ---

  /** What the store has is what the file has again: the last content that was written there. */
  @Override
  public List<ByteRange> clearPoison(long offset, long length) {
    lock();
    try {
      // An extent may go with its last page.
      Map<Long, BackedExtent> before = new HashMap<>();
      for (ByteRange range : badRanges()) {
        for (long page = range.offset() >>> Frames.FRAME_SHIFT;
            page << Frames.FRAME_SHIFT < range.end();
            page++) {
          before.put(page >>> Frames.HUGE_ORDER, Objects.requireNonNull(backedExtent(page)));
        }
      }
      List<ByteRange> cleared = super.clearPoison(offset, length);
      for (ByteRange range : cleared) {
        for (long page = range.offset() >>> Frames.FRAME_SHIFT;
            page << Frames.FRAME_SHIFT < range.end();
            page++) {
          BackedExtent extent = Objects.requireNonNull(before.get(page >>> Frames.HUGE_ORDER));
          int inExtent = (int) page & (Frames.HUGE_FRAMES - 1);
          writeback.forgetMissing(extent, inExtent, inExtent + 1);
        }
      }
      return cleared;
    } finally {
      unlock();
    }
  }

  @Override
  public void invalidate(long newSize) {
    if (!isDirty() && !hasPoison()) {
      super.invalidate(newSize);
    }
  }

  // --- the store ---

  /** Has the store get what is dirty now; see {@link #force} for what it promises. */
  public void flush() throws IOException {
    writeback.flush();
  }

  @Override
  public int errorsToTell() {
    return writeback.errors();
  }

  @Override
  public int force(boolean metadata, int told) throws IOException {
    return writeback.force(metadata, told);
  }

  @Override
  public void writerClosed() throws IOException {
    try {
      writeback.flush();
    } finally {
      source().writerClosed();
    }
  }

  /** Returns the exception for an error of the store: one for each who is told. */
  IOException notWritten(IOException error) {
    FileSystemException named =
        new FileSystemException(
            name(),
            null,
            "cannot be written to "
                + source().store()
                + ": "
                + (error instanceof FileSystemException file
                    ? file.getReason()
                    : error.getMessage()));
    named.initCause(error);
    return named;
  }

  private String name() {
    return names().paths().stream().findFirst().orElse("(no name)");
  }

  /** Returns the exception for what was lost before the store had it; null if nothing was. */
  public @Nullable IOException lost() {
    List<ByteRange> ranges = badRanges();
    if (ranges.isEmpty()) {
      return null;
    }
    return new FileSystemException(
        name(),
        null,
        "memory failed before it was written to "
            + source().store()
            + ": "
            + String.join(", ", ranges.stream().map(ByteRange::toString).toList()));
  }

  @Override
  public void destroy() {
    writeback.close();
    super.destroy();
  }
}
