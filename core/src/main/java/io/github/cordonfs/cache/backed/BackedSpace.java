package io.github.cordonfs.cache.backed;

import io.github.cordonfs.AccessAdvice;
import io.github.cordonfs.ByteRange;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.SpaceTransfer;
import io.github.cordonfs.cache.extent.BackedExtent;
import io.github.cordonfs.cache.extent.BadMemory;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.FreedFrames;
import io.github.cordonfs.cache.extent.PageBits;
import io.github.cordonfs.cache.extent.PageRemoval;
import io.github.cordonfs.cache.extent.PageViews;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.map.Mapping;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The data of one file that has a store behind it, read only. Pages that it does not have are
 * filled from the store, by whoever wants them, with no lock held; clean ones may go at any time.
 *
 * <p>An error of the store is an {@link java.io.IOException} for exactly those who asked for the
 * page. As the methods of an address space answer with numbers, it is thrown undeclared: all their
 * callers are methods of channels, which may throw it.
 */
public sealed class BackedSpace extends AddressSpace permits WritableSpace {

  private static final AtomicLong NUMBERS = new AtomicLong();

  /** How often a page may be gone again before its bytes are read without the cache. */
  private static final int PATIENCE = 3;

  /** Pages that are read at once for mappings. */
  static final int REFRESHED = 64;

  private final long number = NUMBERS.incrementAndGet();
  private final BackedFiles files;
  private final PageSource source;
  final StoreFills fills = new StoreFills(this);

  /** Calls of the store that fill nothing. */
  final StoreCalls store;

  final DirectAccess direct;

  /** Taken above all locks of the file by those who noticed a change. */
  private final ReentrantLock changing = new ReentrantLock();

  /** Whoever needs all pages to stay where they are. */
  private final AtomicInteger holders = new AtomicInteger();

  BackedSpace(BackedFiles files, FileNames names, PageSource source, long size) {
    super(files.cache(), names);
    this.files = files;
    this.source = source;
    this.store = new StoreCalls(source, files.reads());
    this.direct = new DirectAccess(this, store);
    growTo(size);
    markLostBefore();
  }

  /** Marks what another process lost. With the lock, or before anybody else has it. */
  final void markLostBefore() {
    long end = PageViews.pagesUpTo(size());
    for (long page : source.lostBefore()) {
      if (page < end) {
        extentFor(page).markLost((int) page & (Frames.HUGE_FRAMES - 1));
      }
    }
  }

  /** Marks what was dropped with pages that may have changed, but is lost still. With the lock. */
  void markLostAgain() {
    markLostBefore();
  }

  /** Returns a number that no other file of this process has or had. */
  long number() {
    return number;
  }

  BackedFiles files() {
    return files;
  }

  PageSource source() {
    return source;
  }

  @Override
  public boolean isBacked() {
    return true;
  }

  @Override
  public Extent newExtent(long index) {
    Extent extent = new BackedExtent(this, index, files.reclaimer(), number);
    files.reclaimer().extentAdded();
    return extent;
  }

  /** Never, for the collapser: what is filled as a whole is huge from the beginning. */
  @Override
  public boolean wantsHuge(long index, long writeEnd) {
    return false;
  }

  @Override
  public int read(long position, MemorySegment target, long targetOffset, int length) {
    int n = SpaceTransfer.read(this, position, null, target, targetOffset, length);
    if (n == length) {
      pool.tally.hit(n);
      touch(position, n);
      return n;
    }
    return readMissing(position, target, targetOffset, length, n);
  }

  @Override
  public int read(long position, ByteBuffer target, int length) {
    int n = SpaceTransfer.read(this, position, target, null, 0, length);
    if (n == length) {
      pool.tally.hit(n);
      touch(position, n);
      return n;
    }
    return readMissing(position, MemorySegment.ofBuffer(target), 0, length, n);
  }

  @Override
  public int readDirect(long position, MemorySegment target) {
    try {
      int n = direct.read(position, target);
      if (n > 0) {
        pool.tally.read(n);
      }
      return n;
    } catch (IOException e) {
      throw StoreFill.thrown(e);
    }
  }

  @Override
  public void advise(AccessAdvice advice, long offset, long length) {
    switch (advice) {
      case NORMAL, SEQUENTIAL, RANDOM -> fills.advise(advice);
      case WILLNEED -> {
        long end = Math.min(offset + length, size());
        fills.readAhead(offset >>> Frames.FRAME_SHIFT, PageViews.pagesUpTo(end));
      }
      case DONTNEED -> {
        try {
          writeBack(offset, length);
        } catch (IOException e) {
          throw StoreFill.thrown(e);
        }
        PageDrop.dropClean(this, offset, length);
      }
    }
  }

  @Override
  public boolean isMappableForWriting() {
    return files.writableMappings();
  }

  /** Has the store get what is dirty of a range. */
  void writeBack(long position, long length) throws IOException {
    // Nothing is.
  }

  /** Returns how many bytes of a range come before the first page that is lost. */
  final int upToLost(long position, int length) {
    if (!hasPoison()) {
      return length;
    }
    lock();
    try {
      long end = position + length;
      long at = firstPoisoned(position, length);
      while (at >= 0 && !isLost(at >>> Frames.FRAME_SHIFT)) {
        long next = (at & -Frames.FRAME_BYTES) + Frames.FRAME_BYTES;
        at = next >= end ? -1 : firstPoisoned(next, end - next);
      }
      return at < 0 ? length : (int) (Math.max(at, position) - position);
    } finally {
      unlock();
    }
  }

  @Override
  public boolean readWhole(long position, ByteBuffer target, int length) {
    boolean done = SpaceTransfer.readWhole(this, position, target, length);
    if (done) {
      pool.tally.hit(length);
      touch(position, length);
    }
    return done;
  }

  /** Marks pages as read, which are hardly ever in more than one extent. */
  private void touch(long position, int length) {
    long at = position;
    long end = position + length;
    while (at < end) {
      long next = Math.min((at | IN_EXTENT) + 1, end);
      if (extents.get(at >>> Frames.HUGE_SHIFT) instanceof BackedExtent extent) {
        int from = ((int) at & IN_EXTENT) >>> Frames.FRAME_SHIFT;
        extent.touch(from, (((int) (next - 1) & IN_EXTENT) >>> Frames.FRAME_SHIFT) + 1);
      }
      at = next;
    }
    readAhead(position, length);
  }

  private void readAhead(long position, int length) {
    if (fills.isNextDue(position, length)) {
      fills.readNext(position, length);
    }
  }

  /**
   * Goes on with a read of which not all was there.
   *
   * @param first what the first attempt gave
   */
  private int readMissing(long position, MemorySegment target, long offset, int length, int first) {
    StackProbe.touch();
    int done = 0;
    int n = first;
    int attempts = 0;
    boolean filled = false;
    boolean missed = false;
    while (true) {
      if (n > 0) {
        if (filled) {
          // Whoever a page was read for does not want it for a second time yet.
          readAhead(position + done, n);
        } else {
          touch(position + done, n);
        }
        done += n;
        attempts = 0;
      }
      if (done == length || (n < 0 && n != MISSING && n != POISONED)) {
        if (!missed && done > 0) {
          pool.tally.hit(done);
          return done;
        }
        return ended(done, n);
      }
      long at = position + done;
      if (n == POISONED) {
        if (isLost(at >>> Frames.FRAME_SHIFT)) {
          return ended(done, n);
        }
        // A page of a huge folio that could not be split for want of heap.
        var _ = dropPoisoned(at);
      }
      filled = false;
      if (n == MISSING || n == POISONED) {
        if (!missed) {
          missed = true;
          pool.tally.miss();
        }
        long page = at >>> Frames.FRAME_SHIFT;
        StoreFill fill =
            attempts++ < PATIENCE
                ? fills.fill(page, pagesOf(at, length - done))
                : fills.around(page, 1);
        filled = true;
        if (fill != null && fill.failedAt(page)) {
          if (done > 0) {
            return ended(done, n);
          }
          throw fill.failure(at);
        }
        int copied = fill == null ? 0 : fill.copyTo(at, target, offset + done, length - done);
        if (copied > 0) {
          n = copied;
          continue;
        }
      }
      n = SpaceTransfer.read(this, position + done, null, target, offset + done, length - done);
    }
  }

  /** Counts what a read got that was no hit; returns it, or a code if that is nothing. */
  private int ended(int done, int code) {
    pool.tally.read(done);
    return done > 0 ? done : code;
  }

  static int pagesOf(long at, int length) {
    long end = (at + length + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
    return (int) (end - (at >>> Frames.FRAME_SHIFT));
  }

  /**
   * Drops a failed page that the store has. With the lock: it may have been read again, written and
   * lost since somebody looked.
   */
  final boolean dropPoisoned(long at) {
    memory.barrier();
    lock();
    try {
      return !isLost(at >>> Frames.FRAME_SHIFT)
          && !clearNow(at & -Frames.FRAME_BYTES, Frames.FRAME_BYTES).isEmpty();
    } finally {
      unlock();
    }
  }

  /** Removes poisoned pages, lost or not. */
  final List<ByteRange> clearNow(long offset, long length) {
    return super.clearPoison(offset, length);
  }

  /** Returns whether nobody has what was in a page that failed: the store does not have it. */
  boolean isLost(long page) {
    BackedExtent extent = backedExtent(page);
    return extent != null && extent.isLostBefore((int) page & (Frames.HUGE_FRAMES - 1));
  }

  /** What is lost stays: a store that is only read keeps the memory of it. */
  @Override
  public List<ByteRange> clearPoison(long offset, long length) {
    checkNothingLost(offset, length);
    return clearNow(offset, length);
  }

  /** Rebuilds poisoned pages, lost or not. */
  final int restoreNow(ByteRange range, MemorySegment bytes, List<ByteRange> restored) {
    return super.restore(range, bytes, restored);
  }

  @Override
  public int restore(ByteRange range, MemorySegment bytes, List<ByteRange> restored) {
    checkNothingLost(range.offset(), range.length());
    return restoreNow(range, bytes, restored);
  }

  private void checkNothingLost(long offset, long length) {
    for (ByteRange bad : badRanges()) {
      long from = Math.max(bad.offset(), offset & -Frames.FRAME_BYTES);
      for (long at = from; at < Math.min(bad.end(), offset + length); at += Frames.FRAME_BYTES) {
        if (isLost(at >>> Frames.FRAME_SHIFT)) {
          throw StoreFill.thrown(
              new FileSystemException(
                  names().paths().stream().findFirst().orElse("(no name)"),
                  null,
                  bad + " was lost while it was written, and this mount is read-only"));
        }
      }
    }
  }

  @Override
  public long pin(long offset, long length) throws IOException {
    long page = offset >>> Frames.FRAME_SHIFT;
    long end = (offset + length + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
    long pages = end - page;
    if (pages == 0) {
      return 0;
    }
    if (!files.reclaimer().pin(pages)) {
      throw tooMuch(pages);
    }
    boolean held = false;
    boolean done = false;
    try {
      // Before they are held: another page of the same file may have to go for one.
      fillAll(page, end);
      holdPages();
      held = true;
      fillAll(page, end);
      done = true;
      return pages;
    } finally {
      if (!done) {
        if (held) {
          letPagesGo();
        }
        unpin(pages);
      }
    }
  }

  private void fillAll(long from, long end) {
    long page = from;
    while (page < end) {
      page = fillAt(page, end);
    }
  }

  private IOException tooMuch(long pages) {
    return new IOException(
        "mappings keep their pages in memory, and may have "
            + (files.reclaimer().mostPinned() << Frames.FRAME_SHIFT)
            + " bytes of this cache together: this one has "
            + (pages << Frames.FRAME_SHIFT)
            + ", others have "
            + (files.reclaimer().pinned() << Frames.FRAME_SHIFT));
  }

  @Override
  public void letPagesGo(long pinned) {
    if (pinned > 0) {
      letPagesGo();
    }
  }

  @Override
  public void unpin(long pinned) {
    if (pinned > 0) {
      files.reclaimer().unpin(pinned);
    }
  }

  /** Has pages filled; returns the first that may still be missing. */
  private long fillAt(long page, long end) {
    Extent extent = extents.get(page >>> Frames.HUGE_ORDER);
    int inExtent = (int) page & (Frames.HUGE_FRAMES - 1);
    int last = (int) Math.min(Frames.HUGE_FRAMES, end - page + inExtent);
    int there = extent == null ? inExtent : keptUpTo(extent, inExtent, last);
    if (there > inExtent) {
      return page + there - inExtent;
    }
    if (hasPoison()) {
      if (isLost(page)) {
        return page + 1; // which faults
      }
      var _ = dropPoisoned(page << Frames.FRAME_SHIFT);
    }
    StoreFill fill = fills.fill(page, last - inExtent);
    if (fill != null && fill.failedAt(page)) {
      throw fill.failure(page << Frames.FRAME_SHIFT);
    }
    if (fill != null && fill.isBypass()) {
      throw StoreFill.thrown(fill.noRoom(page << Frames.FRAME_SHIFT));
    }
    if (page << Frames.FRAME_SHIFT >= size()) {
      return end;
    }
    return page;
  }

  /**
   * As {@link Extent#dataUpTo}, of pages that are held. With the lock: whoever is about to take one
   * of them out did not know that they are held, and is done before.
   */
  private static int keptUpTo(Extent extent, int from, int to) {
    long stamp = extent.lock.readLock();
    try {
      return extent.dataUpTo(from, to);
    } finally {
      extent.lock.unlockRead(stamp);
    }
  }

  /** Returns whether nothing of it is in the cache, nor about to come there. */
  public boolean isUnread() {
    // In this order: what is read is shown before its claim ends.
    return !isReading() && allocatedBytes() == 0;
  }

  /** Returns whether pages are being read to be kept. */
  public boolean isReading() {
    return !fills.isIdle();
  }

  @Override
  public void holdPages() {
    holders.incrementAndGet();
  }

  @Override
  public void letPagesGo() {
    holders.decrementAndGet();
  }

  /** Returns whether some pages have to stay. Under the extent's lock in write mode. */
  boolean isPinned(long page, int count) {
    return holders.get() > 0 || (!mappings().isEmpty() && mappings().overlaps(page, page + count));
  }

  /** Forgets an extent whose last page went. With no lock held. */
  void forgetEmptied(Extent extent) {
    lock();
    try {
      Extent there = extents.get(extent.index);
      if (extent.equals(there)) {
        forgetIfEmpty(extent);
      }
    } finally {
      unlock();
    }
  }

  /** Fills a page if it is missing. */
  @Override
  public int instantiate(long offset) {
    while (true) {
      long end = sizeOrDestroyed();
      if (offset >= end) {
        return end < 0 ? CLOSED : EOF;
      }
      int frame = frameAt(offset);
      if (frame >= 0) {
        return frame;
      }
      long page = offset >>> Frames.FRAME_SHIFT;
      if (hasPoison() && isLost(page)) {
        return POISONED;
      }
      StoreFill fill = fills.fill(page, 1);
      if (fill != null && fill.failedAt(page)) {
        throw fill.failure(offset);
      }
      if (fill != null && fill.isBypass() && !makeRoom()) {
        return NO_SPACE;
      }
    }
  }

  /** Writes something back so that it can go; false if that is of no use. With no lock held. */
  boolean makeRoom() {
    return false;
  }

  /** Everything is data: where the store has holes is not known. */
  @Override
  public long seekData(long offset) {
    return offset < size() ? offset : -1;
  }

  @Override
  public long seekHole(long offset) {
    return offset < size() ? size() : -1;
  }

  /**
   * Drops all pages because the file may have another content in its store: from now on everything
   * is read again. What mappings show is read anew at once, and changes where it is; where it
   * cannot be read they fault.
   *
   * @param newSize in bytes, at least 0
   */
  public void invalidate(long newSize) {
    // One after the other: what is read anew for one change must not overwrite that of the next.
    changing.lock();
    try {
      if (dropForChange(newSize)) {
        refreshKept();
      }
    } finally {
      changing.unlock();
    }
    refillMapped();
  }

  /** Asks a store. */
  public interface LengthInStore {
    /** Returns how long the file is, in bytes. */
    long bytes() throws IOException;
  }

  /**
   * Drops all pages of which the store may have another content, once it has what is dirty. While
   * the file is mapped for writing, or has lost pages, the mapped and the lost ones stay.
   */
  public void refresh(LengthInStore length) throws IOException {
    // Asked with the lock: whoever comes later does not know an older length.
    changing.lock();
    try {
      invalidate(length.bytes());
    } finally {
      changing.unlock();
    }
  }

  /** Has the store get everything that is dirty. */
  public void writeBackAll() throws IOException {
    writeBack(0, Long.MAX_VALUE);
  }

  /** Returns whether pages were kept that have to be read anew. */
  private boolean dropForChange(long newSize) {
    boolean kept = false;
    memory.barrier();
    lock();
    try {
      if (sizeOrDestroyed() < 0) {
        return false;
      }
      // The size never says less than both contents have: who reads meanwhile would see an end.
      if (newSize < size()) {
        // The cache alone: the store is as long as it says, or longer again by now.
        var _ = super.truncate(newSize);
      }
      kept = dropUnmapped();
      if (newSize > size()) {
        growTo(newSize);
      }
      markLostAgain();
    } finally {
      // At the end: what was claimed meanwhile may go by the old size. Until now nobody could
      // install anything, who has no lock.
      fills.loseAll();
      unlock();
    }
    return kept;
  }

  /**
   * Drops pages that no mapping shows. With the lock. A huge folio that is mapped in part stays as
   * a whole.
   *
   * @return whether there are others
   */
  private boolean dropUnmapped() {
    boolean kept = false;
    FreedFrames freed = new FreedFrames(pool, Frames.HUGE_FRAMES);
    for (Extent extent = extents.ceiling(0);
        extent != null;
        extent = extents.ceiling(extent.index + 1)) {
      long first = extent.firstPage();
      if (!mappings().overlaps(first, extent.endPage())) {
        PageRemoval.removeAll(extent);
        forgetIfEmpty(extent);
        continue;
      }
      kept = true;
      long[] gone = PageBits.none();
      boolean whole = extent.folio() >= 0;
      for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
        boolean stays =
            whole ? mappings().overlaps(first, extent.endPage()) : mappings().covers(first + page);
        PageBits.setBit(gone, page, !stays);
      }
      PageRemoval.remove(extent, gone, freed);
      freed.release();
      forgetIfEmpty(extent);
    }
    return kept;
  }

  /**
   * Reads what was kept for mappings anew, whether they are still there or not. With no lock of the
   * file held.
   */
  private void refreshKept() {
    for (Extent extent = extents.ceiling(0);
        extent != null;
        extent = extents.ceiling(extent.index + 1)) {
      int page = 0;
      while (page < Frames.HUGE_FRAMES) {
        int end = extent.dataUpTo(page, Math.min(page + REFRESHED, Frames.HUGE_FRAMES));
        if (end > page) {
          var _ = refresh((BackedExtent) extent, page, end);
        }
        page = Math.max(end, page + 1);
      }
    }
  }

  /**
   * Reads pages anew that are clean still, where they are; those that cannot be read go.
   *
   * @return false if one can neither be read nor go, as it is of a huge folio with others that are
   *     dirty
   */
  final boolean refresh(BackedExtent extent, int from, int to) {
    long first = extent.firstPage() + from;
    StoreFill fill = fills.around(first, to - from);
    byte[] bytes = new byte[Frames.FRAME_BYTES];
    MemorySegment content = MemorySegment.ofArray(bytes);
    for (int page = from; page < to; page++) {
      long at = (extent.firstPage() + page) << Frames.FRAME_SHIFT;
      int wanted = (int) Math.min(Frames.FRAME_BYTES, size() - at);
      int n = wanted <= 0 ? 0 : fill.copyTo(at, content, 0, wanted);
      if (n == wanted && n > 0) {
        Arrays.fill(bytes, n, bytes.length, (byte) 0);
        if (refreshClean(extent, page, content)) {
          continue;
        }
        var _ = BadMemory.handle(this, at, Frames.FRAME_BYTES);
      }
      if (!dropClean(extent, page)) {
        return false;
      }
    }
    return true;
  }

  /** Returns false if the page's memory is bad. What was stored to it since it was read stays. */
  private boolean refreshClean(BackedExtent extent, int page, MemorySegment content) {
    lock();
    try {
      return extent.isDirty(page) || extent.refresh(page, content);
    } finally {
      unlock();
    }
  }

  private boolean dropClean(BackedExtent extent, int page) {
    lock();
    try {
      boolean isWhole = extent.folio() >= 0;
      if (extent.isAnyDirty(isWhole ? 0 : page, isWhole ? Frames.HUGE_FRAMES : page + 1)) {
        return !isWhole;
      }
      drop(extent, page);
      return true;
    } finally {
      unlock();
    }
  }

  /** Has a page read anew by whoever wants it; a huge folio as a whole. */
  final void drop(Extent extent, int page) {
    lock();
    try {
      long[] gone = PageBits.none();
      for (int i = 0; i < Frames.HUGE_FRAMES; i++) {
        PageBits.setBit(gone, i, i == page || extent.folio() >= 0);
      }
      FreedFrames freed = new FreedFrames(pool, Frames.HUGE_FRAMES);
      PageRemoval.remove(extent, gone, freed);
      freed.release();
      if (extent.equals(extents.get(extent.index))) {
        forgetIfEmpty(extent);
      }
    } finally {
      unlock();
    }
  }

  /** What cannot be filled faults, and is tried again by the next read. */
  private void fillQuietly(long from, long to) {
    for (long page = from; page < to; page++) {
      // A claim may be lost to a change, and what was read with it.
      for (int attempt = 0; attempt < PATIENCE && !isThere(page); attempt++) {
        if (hasPoison()) {
          if (isLost(page)) {
            break;
          }
          var _ = dropPoisoned(page << Frames.FRAME_SHIFT);
        }
        StoreFill fill = fills.fill(page, 1);
        if (fill == null || fill.failedAt(page) || fill.isBypass()) {
          break;
        }
      }
    }
  }

  boolean isThere(long page) {
    BackedExtent extent = backedExtent(page);
    return extent != null && extent.hasData((int) page & (Frames.HUGE_FRAMES - 1));
  }

  /** Has those pages filled that mappings should show, and that went while they were made. */
  @Override
  public void refillMapped() {
    for (Mapping mapping : mappings().all()) {
      long end = Math.min(mapping.endPage(), PageViews.pagesUpTo(size()));
      long page = mapping.firstPage();
      while (page < end && isThere(page)) {
        page++;
      }
      if (page < end) {
        long missing = page;
        var _ = files.reads().execute(() -> fillQuietly(missing, end));
      }
    }
  }

  /** A mapping gets a page that failed anew as soon as it was read again. */
  @Override
  public void cleanPageFailed(long page) {
    if (!mappings().isEmpty() && mappings().covers(page)) {
      files.reads().execute(() -> fillQuietly(page, page + 1));
    }
  }

  @Override
  public void removeExtent(Extent extent) {
    super.removeExtent(extent);
    files.reclaimer().extentRemoved();
  }

  @Override
  public void destroy() {
    fills.loseAll();
    super.destroy();
  }

  /** For tests and figures: requests to the store so far. */
  public long requests() {
    return fills.requests();
  }

  @Nullable BackedExtent backedExtent(long page) {
    return (BackedExtent) extents.get(page >>> Frames.HUGE_ORDER);
  }

  /** Returns the extent of a page, made if there is none. With the lock. */
  BackedExtent extentFor(long page) {
    BackedExtent extent = backedExtent(page);
    return extent != null
        ? extent
        : (BackedExtent) Objects.requireNonNull(addExtent(page >>> Frames.HUGE_ORDER));
  }
}
