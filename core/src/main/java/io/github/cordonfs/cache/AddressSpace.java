package io.github.cordonfs.cache;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import io.github.cordonfs.map.MappingTable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The data of one regular file: bytes by offset, and the size. Thread-safe. Reads take no lock in
 * the common case; whatever changes content or size holds the lock of the address space, as Linux's
 * i_rwsem. Results below zero are the codes {@link #EOF} to {@link #TOO_LARGE}.
 */
public sealed class AddressSpace permits BackedSpace {

  /** The position is at or past the end. */
  public static final int EOF = -1;

  /** The first byte lies in a poisoned page; nothing was transferred. */
  public static final int POISONED = -2;

  /** No memory: "No space left on device". */
  public static final int NO_SPACE = -3;

  /** The file was destroyed, because its file system was closed. */
  public static final int CLOSED = -4;

  /** Beyond the largest offset of a file, {@link Long#MAX_VALUE}: "File too large". */
  public static final int TOO_LARGE = -5;

  /** The first byte lies in a page that only the store behind the file has. */
  static final int MISSING = -6;

  /** The size once destroyed: every position is past it. */
  private static final long DESTROYED = -1;

  static final int IN_EXTENT = Frames.HUGE_BYTES - 1;
  private static final int IN_PAGE = Frames.FRAME_BYTES - 1;

  private static final AtomicIntegerFieldUpdater<AddressSpace> HELD =
      AtomicIntegerFieldUpdater.newUpdater(AddressSpace.class, "heldFrames");
  private static final AtomicIntegerFieldUpdater<AddressSpace> SHRINKS =
      AtomicIntegerFieldUpdater.newUpdater(AddressSpace.class, "shrinks");
  private static final AtomicIntegerFieldUpdater<AddressSpace> POISONED_PAGES =
      AtomicIntegerFieldUpdater.newUpdater(AddressSpace.class, "poisonedPages");
  private static final AtomicLongFieldUpdater<AddressSpace> EPOCH =
      AtomicLongFieldUpdater.newUpdater(AddressSpace.class, "poisonEpoch");

  final PageCache cache;
  final PoolMemory memory;
  final ExtentTree extents = new ExtentTree();

  /** Replaced under the lock. */
  volatile MappingTable mappings = MappingTable.EMPTY;

  private final FileNames names;
  private final ReentrantLock lock = new ReentrantLock();

  /** In bytes. Written last when a file grows, first when it shrinks. */
  private volatile long size;

  /**
   * How often the size was cut. Changed after the size and before the pages go: a reader who sees
   * the same number before and after its copy has met no page that a cut took away.
   */
  private volatile int shrinks;

  /** Frames in this file, poisoned ones included. */
  private volatile int heldFrames;

  private volatile int poisonedPages;
  private volatile long poisonEpoch;
  private boolean hugeAdvised;

  /**
   * Up to where there may be something behind the end that is nobody's, 0 if there is not; of a
   * destroyed file, what mappings show of it. In bytes; one field, as there are many files.
   */
  private volatile long otherEnd;

  AddressSpace(PageCache cache, FileNames names) {
    this.cache = cache;
    this.memory = cache.memory;
    this.names = names;
  }

  /** Returns the size in bytes, or less than 0 once destroyed. */
  long sizeOrDestroyed() {
    return size;
  }

  /** Returns where what mappings show ends, in bytes. */
  long shownEnd() {
    long end = size;
    return end < 0 ? otherEnd : end;
  }

  /** Returns how often the size was cut. */
  int shrinks() {
    return shrinks;
  }

  /** Returns the size in bytes; 0 once destroyed. */
  public long size() {
    return Math.max(size, 0);
  }

  /** Returns where its memory comes from. */
  public PageCache cache() {
    return cache;
  }

  /** Returns who knows the names of the file. */
  public FileNames names() {
    return names;
  }

  /** Returns the memory held in bytes: a multiple of 4096, reserved and poisoned pages included. */
  public long allocatedBytes() {
    return (long) heldFrames << Frames.FRAME_SHIFT;
  }

  /**
   * Takes the lock that everything which changes content or size takes for itself, to make several
   * operations one (an append, a gathering write). Re-entrant.
   */
  public void lock() {
    lock.lock();
  }

  /** Releases {@link #lock}. */
  public void unlock() {
    lock.unlock();
  }

  /** Asks for huge folios where the policy is to follow such advice. */
  public void adviseHuge() {
    lock.lock();
    try {
      hugeAdvised = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Copies bytes out.
   *
   * @param position in the file, at least 0
   * @param length at least 1
   * @return how many: fewer than asked for at the end of the file and before a poisoned page; or
   *     EOF, POISONED or CLOSED. Bytes of the target beyond the result may have been cleared
   */
  public int read(long position, MemorySegment target, long targetOffset, int length) {
    return SpaceTransfer.read(this, position, null, target, targetOffset, length);
  }

  /**
   * As the other, to a buffer from its position on, which stays.
   *
   * @param length at least 1, at most what remains in the buffer
   */
  public int read(long position, ByteBuffer target, int length) {
    return SpaceTransfer.read(this, position, target, null, 0, length);
  }

  /**
   * Copies bytes out if all of them are there, in adjacent frames, and otherwise leaves the target
   * alone; but for memory that fails at that moment.
   *
   * @param length at least 1, at most what remains in the buffer, from whose position on they go
   * @return whether it did; if not, {@link #read} tells more
   */
  public boolean readWhole(long position, ByteBuffer target, int length) {
    return SpaceTransfer.readWhole(this, position, target, length);
  }

  /**
   * Copies bytes in, and extends the file if they reach beyond its end.
   *
   * @param position in the file, at least 0
   * @param length at least 1
   * @return how many: fewer than given before a poisoned page and when memory runs out; or
   *     POISONED, NO_SPACE, CLOSED or TOO_LARGE
   */
  public int write(long position, MemorySegment source, long sourceOffset, int length) {
    return SpaceWrite.write(this, position, null, source, sourceOffset, length);
  }

  /**
   * As the other, from a buffer from its position on, which stays.
   *
   * @param length at least 1, at most what remains in the buffer
   */
  public int write(long position, ByteBuffer source, int length) {
    return SpaceWrite.write(this, position, source, null, 0, length);
  }

  /** Adds an extent where there is none. With the lock. */
  Extent addExtent(long index) {
    Extent extent = newExtent(index);
    extents.add(extent);
    return extent;
  }

  /** Makes an extent of its kind. */
  Extent newExtent(long index) {
    return new Extent(this, index);
  }

  /** Returns whether a page without a frame is missing, for a store to tell, and not a hole. */
  public boolean isBacked() {
    return false;
  }

  /** Removes an extent that has no frame. With the lock. */
  void forgetIfEmpty(Extent extent) {
    if (extent.isEmpty()) {
      removeExtent(extent);
    }
  }

  /** Called when a page failed of which the store has the content. With no lock held. */
  void cleanPageFailed(long page) {}

  /** Removes an extent. With the lock. */
  void removeExtent(Extent extent) {
    extents.remove(extent.index);
  }

  /**
   * Keeps the pages where they are, until {@link #letPagesGo}: of two who move and remove pages one
   * waits for the other. Pages may still fail.
   */
  public void holdPages() {
    lock();
  }

  /**
   * Has pages filled that are only in a store, and keeps them for a mapping. Without effect on a
   * file in memory, whose pages stay anyway.
   *
   * @param offset at least 0
   * @param length in bytes; the range ends at the end of the file at most
   * @return what {@link #letPagesGo(long)} and {@link #unpin} are to be given
   * @throws IOException if the store fails, or so much may not be kept
   */
  @SuppressWarnings("unused") // thrown by files with a store
  public long pin(long offset, long length) throws IOException {
    return 0;
  }

  /** Ends the first half of {@link #pin}: from now on a mapping keeps the pages, or nobody. */
  public void letPagesGo(long pinned) {}

  /** Ends the other half of {@link #pin}: so many pages may be kept for other mappings. */
  public void unpin(long pinned) {}

  /** Ends what {@link #holdPages} began. */
  public void letPagesGo() {
    unlock();
  }

  /** Row F1: whether an extent without frames should become a huge folio. With the lock. */
  boolean wantsHuge(long index, long writeEnd) {
    return switch (cache.huge) {
      case NEVER -> false;
      case ALWAYS -> true;
      case ADVISE -> hugeAdvised;
      // Whole extents in a file of that size, counted in whole pages. Unsigned: no overflow.
      case WITHIN_SIZE -> index < (Math.max(size, writeEnd) + IN_PAGE) >>> Frames.HUGE_SHIFT;
    };
  }

  /**
   * Sets the size: cuts the file off, or extends it with a hole.
   *
   * @param newSize in bytes, at least 0
   * @return 0, CLOSED, or NO_SPACE if a mapping in which stores are possible needs memory for the
   *     extension
   */
  public int truncate(long newSize) {
    memory.barrier();
    lock.lock();
    try {
      long end = size;
      if (end < 0) {
        return CLOSED;
      }
      if (newSize > end) {
        Reservation reservation = new Reservation(this);
        if (!SpaceMapping.prepareGrowth(this, end, newSize, reservation)) {
          return NO_SPACE;
        }
        grow(end, newSize, reservation);
      } else {
        boolean whole = false;
        try {
          SpaceRemoval.truncate(this, newSize, () -> cutTo(newSize));
          whole = true;
        } finally {
          if (!whole) {
            noteStray(end);
          }
          SpaceMapping.cut(this);
        }
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Row F0: what stands behind the end of the file in its last page must not show when it grows.
   */
  void clearTail(long end) {
    int inPage = (int) end & IN_PAGE;
    Extent extent = inPage == 0 ? null : extents.get(end >>> Frames.HUGE_SHIFT);
    if (extent != null) {
      int from = (int) end & IN_EXTENT;
      PageRemoval.punch(
          extent, from, from - inPage + Frames.FRAME_BYTES, new FreedFrames(cache, 0));
    }
  }

  /** Grows, or takes back what was reserved for it. */
  private void grow(long end, long newSize, Reservation reservation) {
    boolean clear = false;
    try {
      forgetStray();
      clearTail(end);
      clear = true;
    } finally {
      if (!clear) {
        reservation.takeBack();
      }
    }
    growTo(newSize);
  }

  /**
   * Notes that a write was broken off by an error, of the caller's memory or for want of heap, and
   * may have left something behind the end. With the lock.
   *
   * @param writeEnd where it would have ended; negative if that is beyond all numbers
   */
  void noteStray(long writeEnd) {
    if (size >= 0) {
      otherEnd = writeEnd < 0 ? Long.MAX_VALUE : Math.max(otherEnd, writeEnd);
    }
  }

  /** Removes what is noted behind the end: an extension would show it. With the lock. */
  void forgetStray() {
    long end = size;
    long stray = otherEnd;
    if (end >= 0 && stray != 0) {
      if (stray > end) {
        SpaceRemoval.punch(this, end, stray);
      }
      otherEnd = 0;
    }
  }

  void growTo(long newSize) {
    long end = size;
    size = newSize;
    SpaceMapping.grown(this, end, newSize);
  }

  private void cutTo(long newSize) {
    size = newSize;
    SHRINKS.incrementAndGet(this);
  }

  /**
   * Makes a range a hole; the size stays.
   *
   * @param offset at least 0
   * @param length at least 0; {@code offset + length} must not overflow
   * @return 0, CLOSED, or NO_SPACE if a mapping in which stores are possible needs memory in place
   *     of a poisoned page: then accesses to that page of the mapping fault
   */
  public int punch(long offset, long length) {
    memory.barrier();
    lock.lock();
    try {
      if (size < 0) {
        return CLOSED;
      }
      SpaceRemoval.punch(this, offset, offset + length);
      return makeMapped(offset, length) ? 0 : NO_SPACE;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reserves memory for a range: all of it, or none.
   *
   * @param offset at least 0
   * @param length at least 1
   * @param keepSize whether a range that reaches beyond the end leaves the size as it is
   * @return 0, NO_SPACE, CLOSED or TOO_LARGE
   */
  public int allocate(long offset, long length, boolean keepSize) {
    long to = offset + length;
    if (to < 0) {
      return TOO_LARGE;
    }
    memory.barrier();
    lock.lock();
    try {
      long end = size;
      if (end < 0) {
        return CLOSED;
      }
      long sizeAfter = keepSize ? end : Math.max(end, to);
      Reservation reservation = new Reservation(this);
      if (!reservation.make(offset, to, index -> wantsHuge(index, to))) {
        return NO_SPACE;
      }
      if (sizeAfter > end) {
        if (!SpaceMapping.prepareGrowth(this, end, sizeAfter, reservation)) {
          return NO_SPACE;
        }
        grow(end, sizeAfter, reservation);
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the offset of the first data at or after an offset below the end, or -1. */
  public long seekData(long offset) {
    return SpaceMap.seekData(this, offset, size);
  }

  /**
   * Returns the offset of the first hole at or after an offset; -1 if that is at or past the end.
   */
  public long seekHole(long offset) {
    return SpaceMap.seekHole(this, offset, size);
  }

  /** Returns whether a page of the file is poisoned. */
  public boolean hasPoison() {
    return poisonedPages != 0;
  }

  /** Returns a number that changes when a page of the file is poisoned, before that is reported. */
  public long poisonEpoch() {
    return poisonEpoch;
  }

  void nextPoisonEpoch() {
    EPOCH.incrementAndGet(this);
  }

  /** Returns the poisoned ranges in ascending order, adjacent pages joined, clipped to the size. */
  public List<ByteRange> badRanges() {
    return hasPoison() ? SpaceMap.badRanges(this, size()) : List.of();
  }

  /** Returns the bytes of the page at an offset, clipped to the size. */
  public ByteRange pageAt(long offset) {
    long from = offset & -Frames.FRAME_BYTES;
    return new ByteRange(from, Math.clamp(size() - from, 0, Frames.FRAME_BYTES));
  }

  /** Returns the first offset in a range that lies in a poisoned page, or -1. */
  public long firstPoisoned(long offset, long length) {
    return hasPoison() ? SpaceMap.firstPoisoned(this, offset, offset + length) : -1;
  }

  /**
   * Removes the poisoned pages that overlap a range; they become holes.
   *
   * @param offset at least 0
   * @param length at least 0; {@code offset + length} must not overflow
   * @return what was removed, as {@link #badRanges}
   */
  public List<ByteRange> clearPoison(long offset, long length) {
    memory.barrier();
    lock.lock();
    try {
      if (!hasPoison() || length == 0) {
        return List.of();
      }
      List<ByteRange> cleared = SpaceRemoval.clearPoison(this, offset, offset + length, size());
      // Where there is no memory for a page, a mapping goes on to fault there.
      var _ = makeMapped(offset, length);
      return cleared;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Rebuilds the poisoned pages in a range, in new frames (contract row R7).
   *
   * @param bytes the content of the range; pages that are good are left alone
   * @return what was rebuilt, clipped to the size; null if there is no memory for the next one
   * @throws IllegalArgumentException if a poisoned page is in the range only in part
   */
  public @Nullable List<ByteRange> restore(ByteRange range, MemorySegment bytes) {
    memory.barrier();
    lock.lock();
    try {
      SpaceHeal.Restored restored = SpaceHeal.restore(this, range, bytes);
      return restored.complete() ? restored.ranges() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the frame that holds an offset, poisoned or not, or {@link Frames#NONE}. */
  public int frameAt(long offset) {
    Extent extent = extents.get(offset >>> Frames.HUGE_SHIFT);
    if (extent == null) {
      return Frames.NONE;
    }
    return extent.frameOf(((int) offset & IN_EXTENT) >>> Frames.FRAME_SHIFT);
  }

  /**
   * Returns the frame that holds an offset, after giving a hole one.
   *
   * @param offset at least 0
   * @return the frame, EOF if the offset is at or past the end, NO_SPACE or CLOSED
   */
  public int instantiate(long offset) {
    return SpaceWrite.instantiate(this, offset);
  }

  /**
   * Frees everything, when the last name and the last handle are gone or the file system is closed.
   * Operations that overlap it or follow it get CLOSED. Idempotent.
   */
  public void destroy() {
    lock.lock();
    try {
      if (size >= 0) {
        otherEnd = size;
        cutTo(DESTROYED);
        freeIfDestroyed();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Row M4: mappings keep the memory of a file that is gone. With the lock. */
  void freeIfDestroyed() {
    if (size < 0 && mappings.isEmpty()) {
      SpaceRemoval.removeFrom(this, 0);
    }
  }

  /** Row M1: gives pages in a range memory in which a mapping can store; false if there is none. */
  private boolean makeMapped(long offset, long length) {
    if (mappings.isEmpty()) {
      return true;
    }
    long to = Math.min(offset + length, size);
    return SpaceMapping.makeData(
        this,
        offset >>> Frames.FRAME_SHIFT,
        (to + IN_PAGE) >>> Frames.FRAME_SHIFT,
        new Reservation(this));
  }

  void addHeldFrames(int delta) {
    HELD.addAndGet(this, delta);
  }

  void addPoisonedPages(int delta) {
    POISONED_PAGES.addAndGet(this, delta);
  }

  /** For tests: the extent that holds an offset. */
  @Nullable Extent extentAt(long offset) {
    return extents.get(offset >>> Frames.HUGE_SHIFT);
  }
}
