package io.github.cordonfs.cache.backed;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.cache.extent.BackedExtent;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.PageViews;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.map.Mapping;
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
import java.util.function.LongPredicate;
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

  /** Held by whoever writes or cuts off, while pages that are written in part are read, too. */
  private final ReentrantLock writers = new ReentrantLock();

  private final LostPages lost = new LostPages(this);
  private final Writeback writeback = new Writeback(this, lost);
  private final Holes holes = new Holes(this);
  private final Sharing sharing = new Sharing();

  WritableSpace(BackedFiles files, FileNames names, PageSource source, long size) {
    super(files, names, source, size);
    List<Long> before = source.lostBefore();
    long end = PageViews.pagesUpTo(size);
    for (long page : before) {
      if (page < end) {
        int inExtent = (int) page & (Frames.HUGE_FRAMES - 1);
        writeback.dirtied(extentFor(page), inExtent, inExtent + 1);
      }
    }
    lost.rememberedBefore(before);
  }

  /** Returns what changes the store. */
  StoreCalls store() {
    return store;
  }

  /** Returns what writes dirty pages to the store. */
  Writeback writeback() {
    return writeback;
  }

  /** Returns who else may change the file in its store. */
  public Sharing sharing() {
    return sharing;
  }

  /** Returns whether the store lacks something, or may. */
  public boolean isDirty() {
    return writeback.isDirty() || isMappedForWriting();
  }

  /** Returns whether there is a mapping through which it can be changed. */
  public boolean isMappedForWriting() {
    return mappings().overlapsWritable(0, Long.MAX_VALUE);
  }

  @Override
  boolean isLost(long page) {
    BackedExtent extent = backedExtent(page);
    return extent != null && extent.isDirty((int) page & (Frames.HUGE_FRAMES - 1));
  }

  /**
   * Nothing: what is lost was not dropped. What is remembered still may be good, and not forced.
   */
  @Override
  void markLostAgain() {}

  /** Returns whether a page has to be written. With the lock. */
  boolean isUnwritten(long page) {
    BackedExtent extent = backedExtent(page);
    return extent != null && extent.isMarked((int) page & (Frames.HUGE_FRAMES - 1));
  }

  /** Returns whether a page failed before the store had what was in it. With no lock held. */
  boolean isLostNow(long page) {
    lock();
    try {
      return isLost(page) && firstPoisoned(page << Frames.FRAME_SHIFT, Frames.FRAME_BYTES) >= 0;
    } finally {
      unlock();
    }
  }

  /**
   * Returns the pages that failed before the store had what was in them, in order.
   *
   * @param which says of which it is asked, before a page is looked at
   */
  List<Long> lostPages(LongPredicate which) {
    List<Long> pages = new ArrayList<>();
    for (ByteRange bad : badRanges()) {
      for (long page : LostPages.pagesOf(bad.offset(), bad.end())) {
        if (which.test(page) && isLostNow(page)) {
          pages.add(page);
        }
      }
    }
    return pages;
  }

  @Override
  public void rememberLoss() {
    lost.remember();
  }

  @Override
  public void rememberLoss(long page) {
    lost.remember(page);
  }

  @Override
  public void lockForWriting() {
    writers.lock();
  }

  @Override
  public void unlockForWriting() {
    writers.unlock();
  }

  // --- mappings for writing ---

  /** Nobody is told of a store: all that it can be in is written once more. */
  @Override
  protected void unmapping(Mapping mapping) {
    if (mapping.isWritable() && sizeOrDestroyed() >= 0) {
      dirtied(mapping.firstPage(), mapping.endPage());
    }
  }

  /** Marks what mappings may have stored to, so that it is written. */
  private void dirtyMapped(long from, long to) {
    if (mappings().isEmpty()) {
      return;
    }
    lock();
    try {
      for (Mapping mapping : mappings().all()) {
        if (mapping.isWritable() && sizeOrDestroyed() >= 0) {
          dirtied(
              Math.max(mapping.firstPage(), from >>> Frames.FRAME_SHIFT),
              Math.min(mapping.endPage(), PageViews.pagesUpTo(to)));
        }
      }
    } finally {
      unlock();
    }
  }

  /** Makes those of some pages dirty that are there, or lost. With the lock. */
  private void dirtied(long from, long to) {
    for (long page = from; page < to; page++) {
      BackedExtent extent = backedExtent(page);
      if (extent == null) {
        page |= Frames.HUGE_FRAMES - 1;
        continue;
      }
      int inExtent = (int) page & (Frames.HUGE_FRAMES - 1);
      if (!extent.isMarked(inExtent) && !extent.isMissing(inExtent)) {
        writeback.dirtied(extent, inExtent, inExtent + 1);
      }
    }
  }

  /** A file that is to be mapped as far as it is long. With no lock held. */
  @Override
  public int extendTo(long newSize) {
    writers.lock();
    try {
      return newSize <= size() ? 0 : resize(newSize, true);
    } finally {
      writers.unlock();
    }
  }

  // --- writing ---

  @Override
  public int write(long position, MemorySegment source, long sourceOffset, int length) {
    int n = rewrite(position, null, source, sourceOffset, length);
    if (n == NOT_THIS_WAY) {
      n = writeAll(position, source.asSlice(sourceOffset, length));
    }
    if (n > 0) {
      pool.tally.written(n);
    }
    return n;
  }

  @Override
  public int writeDirect(long position, MemorySegment source) {
    long to = position + source.byteSize();
    if (to < 0) {
      return TOO_LARGE;
    }
    writers.lock();
    writeback.lock();
    try {
      source().checkWritable();
      if (sizeOrDestroyed() < 0) {
        return CLOSED;
      }
      // If the store takes nothing of what is written now, it has at least what was written before.
      writeBack(position, source.byteSize());
      // Now, and what came meanwhile afterwards: then there may be no heap to find it.
      PageDrop.dropClean(this, position, source.byteSize());
      boolean done = false;
      try {
        if (to > size()) {
          lengthenStore(to);
        }
        direct.write(position, source);
        done = true;
      } finally {
        writtenBehind(position, source, done);
      }
      pool.tally.written((int) source.byteSize());
      return (int) source.byteSize();
    } catch (IOException e) {
      throw StoreFill.thrown(e);
    } finally {
      writeback.unlock();
      writers.unlock();
    }
  }

  /** Has the cache follow what the store has got, or a part of it. */
  private void writtenBehind(long position, MemorySegment content, boolean done)
      throws IOException {
    long to = position + content.byteSize();
    PageDrop.replace(this, position, to, done ? content : null);
    if (!done) {
      if (to > size()) {
        shortenStore();
      }
    } else {
      var _ = clearDirty(position, content.byteSize());
      lock();
      try {
        if (to > size() && sizeOrDestroyed() >= 0) {
          growTo(to);
        }
      } finally {
        unlock();
      }
    }
    refillMapped();
  }

  @Override
  boolean makeRoom() {
    return writeback.makeRoom();
  }

  @Override
  void writeBack(long position, long length) throws IOException {
    dirtyMapped(position, position + length);
    writeback.flush(position, position + length);
  }

  @Override
  public int write(long position, ByteBuffer source, int length) {
    int n = rewrite(position, source, null, 0, length);
    if (n == NOT_THIS_WAY) {
      n = writeAll(position, MemorySegment.ofBuffer(source).asSlice(0, length));
    }
    if (n > 0) {
      pool.tally.written(n);
    }
    return n;
  }

  /** The short way for pages of one extent that are there, and dirty already. */
  private int rewrite(
      long position,
      @Nullable ByteBuffer buffer,
      @Nullable MemorySegment segment,
      long offset,
      int length) {
    int inExtent = (int) position & IN_EXTENT;
    if (length > Frames.HUGE_BYTES - inExtent) {
      return NOT_THIS_WAY;
    }
    writers.lock();
    try {
      // With the lock: whoever begins to share the file has everything written with it.
      if (sharing.isPartly()) {
        return NOT_THIS_WAY;
      }
      source().checkWritable();
      lock();
      try {
        BackedExtent extent = backedExtent(position >>> Frames.FRAME_SHIFT);
        if (extent == null
            || position > sizeOrDestroyed() - length
            || !extent.areDirty(
                inExtent >>> Frames.FRAME_SHIFT,
                ((inExtent + length - 1) >>> Frames.FRAME_SHIFT) + 1)) {
          return NOT_THIS_WAY;
        }
        return writePages(position, buffer, segment, offset, length);
      } finally {
        unlock();
      }
    } catch (IOException e) {
      throw StoreFill.thrown(e);
    } finally {
      writers.unlock();
    }
  }

  int writeAll(long position, MemorySegment source) {
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
    source().checkWritable();
    long end = sizeOrDestroyed();
    long to = position + source.byteSize();
    if (end < 0 || to < 0) {
      return end < 0 ? CLOSED : TOO_LARGE;
    }
    if (sharing.isPartly()) {
      return writePartsThrough(position, source);
    }
    if (to > end) {
      lengthenStore(to);
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
        shortenStore();
      }
    }
    return done > 0 ? done : code;
  }

  /** Has the store be as long as the file is about to be; not shorter than others made it. */
  private void lengthenStore(long to) throws IOException {
    if (sharing.isPartly()) {
      store.extend(to);
    } else {
      store.truncate(to);
    }
  }

  /** Has the store be as long as the file again, which could not grow. */
  private void shortenStore() throws IOException {
    // What is behind the end may be what others added. If not, it is zeros.
    if (!sharing.isPartly()) {
      store.truncate(size());
    }
  }

  private int writePartsThrough(long position, MemorySegment source) throws IOException {
    int done = 0;
    while (done < source.byteSize()) {
      int piece = (int) Math.min(PIECE, source.byteSize() - done);
      int n = writeThrough(position + done, source.asSlice(done, piece));
      if (n < 0) {
        return done > 0 ? done : n;
      }
      done += n;
    }
    return done;
  }

  /**
   * Has the store get bytes, and none around them: others may write these at the same time. With
   * the lock of the writers.
   *
   * @return how many bytes, or a code
   */
  private int writeThrough(long position, MemorySegment source) throws IOException {
    writeback.lock();
    try {
      int length = upToLost(position, (int) source.byteSize());
      if (length == 0) {
        return POISONED;
      }
      MemorySegment written = source.asSlice(0, length);
      boolean done = false;
      try {
        store.write(position, written);
        done = true;
      } finally {
        shownAnew(position, written, done);
      }
      return length;
    } catch (IOException e) {
      throw notWritten(e);
    } finally {
      writeback.unlock();
    }
  }

  /** Has those pages follow that are in the cache, which stay clean. */
  private void shownAnew(long position, MemorySegment written, boolean done) {
    int length = (int) written.byteSize();
    memory.barrier();
    lock();
    try {
      if (sizeOrDestroyed() < 0) {
        return;
      }
      // What is being read for them may be older.
      fills.lose(position >>> Frames.FRAME_SHIFT, pagesOf(position, length));
      if (done) {
        if (position + length > size()) {
          growTo(position + length);
        }
        for (int at = 0; at < length; ) {
          int n = (int) Math.min(Frames.FRAME_BYTES - (position + at & IN_PAGE), length - at);
          showAnew(position + at, written.asSlice(at, n));
          at += n;
        }
      }
    } finally {
      unlock();
    }
    if (!done) {
      PageDrop.dropClean(this, position, length);
    }
  }

  /** As above, of one page. With the lock. */
  private void showAnew(long at, MemorySegment written) {
    BackedExtent extent = backedExtent(at >>> Frames.FRAME_SHIFT);
    int page = (int) (at >>> Frames.FRAME_SHIFT) & (Frames.HUGE_FRAMES - 1);
    if (extent == null || !extent.hasData(page)) {
      return;
    }
    // So that it stays meanwhile.
    boolean isMarked = extent.isMarked(page);
    writeback.dirtied(extent, page, page + 1);
    try {
      if (!extent.isMissing(page)) {
        var _ = super.write(at, written, 0, (int) written.byteSize());
      }
    } finally {
      if (!isMarked || extent.isMissing(page)) {
        writeback.forget(extent, page, page + 1);
      }
    }
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
    // Not held yet: for a page that has to be read another of the same file may have to go.
    if (!bringIn(at)) {
      return NO_SPACE;
    }
    if (!hold) {
      return writeOver(at, source);
    }
    holdPages();
    try {
      return bringIn(at) ? writeOver(at, source) : NO_SPACE;
    } finally {
      letPagesGo();
    }
  }

  /** Has a page read if it is not there; false if nothing can go for it. */
  private boolean bringIn(long at) throws IOException {
    long page = at >>> Frames.FRAME_SHIFT;
    if (isThere(page) || isLost(page)) {
      return true;
    }
    StoreFill fill = fills.fill(page, 1);
    if (fill != null && fill.failedAt(page)) {
      throw fill.failure(at);
    }
    return fill == null || !fill.isBypass() || writeback.makeRoom();
  }

  /** Writes over pages that are there; 0 if one went. */
  private int writeOver(long at, MemorySegment source) throws IOException {
    long page = at >>> Frames.FRAME_SHIFT;
    int first = (int) page & (Frames.HUGE_FRAMES - 1);
    int end = first + pagesOf(at, (int) source.byteSize());
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
        if (extent.isMissing(i)) {
          writeback.forgetMissing(extent, first, end);
          return 0;
        }
      }
      return writePages(at, null, source, 0, (int) source.byteSize());
    } finally {
      unlock();
    }
  }

  // --- the size, and holes ---

  /** What was read for the cache before may be old by now. */
  void loseFills() {
    lock();
    try {
      fills.loseAll();
    } finally {
      unlock();
    }
  }

  @Override
  public int truncate(long newSize) {
    return resize(newSize, false);
  }

  /**
   * Sets the size.
   *
   * @param atLeast whether the store may be longer
   */
  private int resize(long newSize, boolean atLeast) {
    writers.lock();
    writeback.lock();
    try {
      long end = sizeOrDestroyed();
      if (end < 0) {
        return CLOSED;
      }
      source().checkWritable();
      if (newSize > end) {
        if (atLeast) {
          lengthenStore(newSize);
        } else {
          store.truncate(newSize);
        }
        int code = super.truncate(newSize);
        refillMapped();
        return code;
      }
      if (newSize < end) {
        cut(newSize);
        store.truncate(newSize);
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

  @Override
  public int punch(long offset, long length) {
    try {
      return holes.punch(offset, length);
    } catch (IOException e) {
      throw StoreFill.thrown(e);
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
      return keepSize || to <= size() ? 0 : resize(to, true);
    } finally {
      writers.unlock();
    }
  }

  // --- failed pages ---

  /** What the store has is what the file has again: the last content that was written there. */
  @Override
  public List<ByteRange> clearPoison(long offset, long length) {
    List<ByteRange> cleared = clearDirty(offset, length);
    for (ByteRange range : cleared) {
      lost.forget(LostPages.pagesOf(range.offset(), range.end()));
    }
    refillMapped();
    return cleared;
  }

  List<ByteRange> clearDirty(long offset, long length) {
    lock();
    try {
      // An extent may go with its last page.
      Map<Long, BackedExtent> before = new HashMap<>();
      for (ByteRange range : badRanges()) {
        for (long page : LostPages.pagesOf(range.offset(), range.end())) {
          before.put(page >>> Frames.HUGE_ORDER, Objects.requireNonNull(backedExtent(page)));
        }
      }
      List<ByteRange> cleared = clearNow(offset, length);
      for (ByteRange range : cleared) {
        for (long page : LostPages.pagesOf(range.offset(), range.end())) {
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

  /** What is rebuilt is dirty, as what was lost. */
  @Override
  public int restore(ByteRange range, MemorySegment bytes, List<ByteRange> restored) {
    return restoreNow(range, bytes, restored);
  }

  @Override
  public void invalidate(long newSize) {
    if (!isDirty() && !hasPoison()) {
      super.invalidate(newSize);
    }
  }

  @Override
  public void refresh(LengthInStore length) throws IOException {
    // Whoever writes here waits: the length of the store is that of the file, and nothing is dirty.
    writers.lock();
    try {
      flush();
      long stored = length.bytes();
      if (!isDirty() && !hasPoison()) {
        super.invalidate(stored);
        return;
      }
      if (stored < size()) {
        writeback.lock();
        try {
          cut(stored);
        } finally {
          writeback.unlock();
        }
      }
      lock();
      try {
        if (stored > sizeOrDestroyed() && sizeOrDestroyed() >= 0) {
          growTo(stored);
        }
      } finally {
        unlock();
      }
      loseFills();
      PageDrop.dropClean(this, 0, Long.MAX_VALUE);
      refreshClean();
    } finally {
      writers.unlock();
    }
    refillMapped();
  }

  /** Reads anew what stayed because of others: of a huge folio, or mapped to be read. */
  private void refreshClean() throws IOException {
    for (Extent extent = extents.ceiling(0);
        extent != null;
        extent = extents.ceiling(extent.index + 1)) {
      int page = 0;
      while (page < Frames.HUGE_FRAMES) {
        int end = page;
        while (end < Frames.HUGE_FRAMES
            && end - page < REFRESHED
            && extent.hasData(end)
            && !((BackedExtent) extent).isDirty(end)) {
          end++;
        }
        if (end > page && !refresh((BackedExtent) extent, page, end)) {
          throw new FileSystemException(
              name(), null, "what others may have changed cannot be read again");
        }
        page = Math.max(end, page + 1);
      }
    }
  }

  // --- the store ---

  /** Has the store get what is dirty now; see {@link #force} for what it promises. */
  public void flush() throws IOException {
    dirtyMapped(0, Long.MAX_VALUE);
    writeback.flush();
  }

  /**
   * As {@link #flush}, before the file is given up: what was lost and is good again must not be
   * remembered as lost, and so it is made durable.
   */
  public void settle() throws IOException {
    dirtyMapped(0, Long.MAX_VALUE);
    writeback.settle();
  }

  @Override
  public int errorsToTell() {
    return writeback.errors();
  }

  @Override
  public int force(boolean metadata, int told) throws IOException {
    dirtyMapped(0, Long.MAX_VALUE);
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
    rememberLoss();
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
