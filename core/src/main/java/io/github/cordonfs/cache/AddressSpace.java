package io.github.cordonfs.cache;

import io.github.cordonfs.AccessAdvice;
import io.github.cordonfs.ByteRange;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.FileExtents;
import io.github.cordonfs.cache.extent.FreedFrames;
import io.github.cordonfs.cache.extent.PageRemoval;
import io.github.cordonfs.cache.mapped.MappingUpkeep;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.map.Mapping;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The data of one regular file: bytes by offset, and the size. Thread-safe. Reads take no lock in
 * the common case; whatever changes content or size holds the lock of the address space, as Linux's
 * i_rwsem.
 */
public class AddressSpace extends FileExtents {

  /** Bits of a position that say where it is in its extent. */
  protected static final int IN_EXTENT = Frames.HUGE_BYTES - 1;

  private static final int IN_PAGE = Frames.FRAME_BYTES - 1;

  private final ReentrantLock lock = new ReentrantLock();

  /** Creates an empty file. */
  protected AddressSpace(PageCache cache, FileNames names) {
    super(cache, names);
  }

  /** Returns where its memory comes from. */
  public PageCache cache() {
    return (PageCache) pool; // As the constructor has it; one field, as there are many files.
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

  /**
   * Ends the first half of {@link #pin}: from now on a mapping keeps the pages, or nothing does.
   */
  public void letPagesGo(long pinned) {}

  /** Ends the other half of {@link #pin}: so many pages may be kept for other mappings. */
  public void unpin(long pinned) {}

  /**
   * Has pages filled once more that failed or changed while a mapping of them was made. Returns at
   * once; without effect on a file in memory.
   */
  public void refillMapped() {}

  /**
   * Takes the lock that keeps other writers away while the end of the file is looked for and
   * written at. Others than {@link #lock}, it may be held while pages are read.
   */
  public void lockForWriting() {
    lock();
  }

  /** Ends what {@link #lockForWriting} began. */
  public void unlockForWriting() {
    unlock();
  }

  /**
   * Has a store what was written, if there is one.
   *
   * @param metadata whether its times, too, are to be durable
   * @param told how many errors of the store the caller was told of
   * @return how many there were so far, all of them told now
   * @throws IOException if something could not be written, now or since the caller was told, or was
   *     lost before it could be
   */
  @SuppressWarnings("unused") // thrown by files with a store
  public int force(boolean metadata, int told) throws IOException {
    return told;
  }

  /**
   * Called before anybody is told what is lost, with no lock held that a reader could want: whoever
   * has a store remembers it first.
   */
  public void rememberLoss() {}

  /** As {@link #rememberLoss()}, of one page: takes no longer where many are lost. */
  @Override
  public void rememberLoss(long page) {}

  /** Returns how many errors of the store there were so far of which a force will tell. */
  public int errorsToTell() {
    return 0;
  }

  /**
   * Notes that a channel was closed that could write.
   *
   * @throws IOException if something that was written is in danger now
   */
  @SuppressWarnings("unused") // thrown by files with a store
  public void writerClosed() throws IOException {}

  /** Ends what {@link #holdPages} began. */
  public void letPagesGo() {
    unlock();
  }

  /** Asks for huge folios where the policy is to follow such advice. */
  public void adviseHuge() {
    lock.lock();
    try {
      setHugeAdvised();
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
    int n = SpaceTransfer.read(this, position, null, target, targetOffset, length);
    if (n > 0) {
      pool.tally.read(n);
    }
    return n;
  }

  /**
   * As the other, to a buffer from its position on, which stays.
   *
   * @param length at least 1, at most what remains in the buffer
   */
  public int read(long position, ByteBuffer target, int length) {
    int n = SpaceTransfer.read(this, position, target, null, 0, length);
    if (n > 0) {
      pool.tally.read(n);
    }
    return n;
  }

  /**
   * As {@link #read}, but from what is behind the file, by way of no cache. Of a file in memory
   * there is nothing else.
   *
   * @param position a multiple of the size of a page
   * @param target of whole pages
   */
  public int readDirect(long position, MemorySegment target) {
    return read(position, target, 0, (int) target.byteSize());
  }

  /** As {@link #write}, but to what is behind the file, by way of no cache. */
  public int writeDirect(long position, MemorySegment source) {
    return write(position, source, 0, (int) source.byteSize());
  }

  /**
   * Copies bytes out if all of them are there, in adjacent frames, and otherwise leaves the target
   * alone; but for memory that fails at that moment.
   *
   * @param length at least 1, at most what remains in the buffer, from whose position on they go
   * @return whether it did; if not, {@link #read} tells more
   */
  public boolean readWhole(long position, ByteBuffer target, int length) {
    boolean done = SpaceTransfer.readWhole(this, position, target, length);
    if (done) {
      pool.tally.read(length);
    }
    return done;
  }

  /**
   * Takes advice on how a range will be used. Of a file in memory there is nothing to do.
   *
   * @param offset at least 0
   * @param length at least 0; {@code offset + length} must not overflow
   */
  public void advise(AccessAdvice advice, long offset, long length) {
    // All of it is here.
  }

  /**
   * Makes a file longer before it is mapped, where that cannot be done with its lock.
   *
   * @return as {@link #truncate}
   */
  public int extendTo(long newSize) {
    return 0;
  }

  /** Returns whether a mapping may store to it. */
  public boolean isMappableForWriting() {
    return true;
  }

  /**
   * Notes that a mapping is about to go, to which something may have been stored. With the lock.
   */
  protected void unmapping(Mapping mapping) {
    // What was stored is in the file.
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
    int n = SpaceWrite.write(this, position, null, source, sourceOffset, length);
    if (n > 0) {
      pool.tally.written(n);
    }
    return n;
  }

  /**
   * As the other, from a buffer from its position on, which stays.
   *
   * @param length at least 1, at most what remains in the buffer
   */
  public int write(long position, ByteBuffer source, int length) {
    int n = SpaceWrite.write(this, position, source, null, 0, length);
    if (n > 0) {
      pool.tally.written(n);
    }
    return n;
  }

  /**
   * Writes to the pages of the cache, which {@link #write} may do in parts, and counts nothing.
   *
   * @param buffer the source, from its position on, or null
   * @param segment the source where there is no buffer
   * @return as {@link #write}
   */
  protected final int writePages(
      long position,
      @Nullable ByteBuffer buffer,
      @Nullable MemorySegment segment,
      long offset,
      int length) {
    return SpaceWrite.write(this, position, buffer, segment, offset, length);
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
      long end = sizeOrDestroyed();
      if (end < 0) {
        return CLOSED;
      }
      if (newSize > end) {
        Reservation reservation = new Reservation(this);
        if (!MappedHoles.fillBefore(this, end, newSize, reservation)) {
          return NO_SPACE;
        }
        grow(end, newSize, reservation);
      } else {
        boolean whole = false;
        try {
          if (newSize == 0) {
            setSmallerSize(0);
            SpaceRemoval.empty(this);
          } else {
            SpaceRemoval.truncate(this, newSize, () -> setSmallerSize(newSize));
          }
          whole = true;
        } finally {
          if (!whole) {
            noteStray(end);
          }
          MappingUpkeep.cut(this);
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
      PageRemoval.punch(extent, from, from - inPage + Frames.FRAME_BYTES, new FreedFrames(pool, 0));
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
    if (sizeOrDestroyed() >= 0) {
      setStrayEnd(writeEnd < 0 ? Long.MAX_VALUE : Math.max(strayEnd(), writeEnd));
    }
  }

  /** Returns whether something behind the end is noted. With the lock. */
  boolean hasStray() {
    return strayEnd() != 0;
  }

  /** Removes what is noted behind the end: an extension would show it. With the lock. */
  void forgetStray() {
    long end = sizeOrDestroyed();
    long stray = strayEnd();
    if (stray != 0) {
      if (stray > end) {
        var _ = SpaceRemoval.punch(this, end, stray);
      }
      setStrayEnd(0);
    }
  }

  /** Sets a larger size, and shows it in mappings. With the lock. */
  protected final void growTo(long newSize) {
    long end = sizeOrDestroyed();
    setLargerSize(newSize);
    MappingUpkeep.grown(this, end, newSize);
  }

  /**
   * Makes a range a hole; the size stays.
   *
   * @param offset at least 0
   * @param length at least 0; {@code offset + length} must not overflow
   * @return 0, CLOSED, or NO_SPACE if a mapping in which stores are possible needs memory in place
   *     of a poisoned page: then accesses to that page of the mapping fault; or if the folio of a
   *     poisoned page is never split and there is no other 2 MiB: then that page stays poisoned
   */
  public int punch(long offset, long length) {
    memory.barrier();
    lock.lock();
    try {
      if (sizeOrDestroyed() < 0) {
        return CLOSED;
      }
      boolean whole = SpaceRemoval.punch(this, offset, offset + length);
      return makeMapped(offset, length) && whole ? 0 : NO_SPACE;
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
      long end = sizeOrDestroyed();
      if (end < 0) {
        return CLOSED;
      }
      long sizeAfter = keepSize ? end : Math.max(end, to);
      Reservation reservation = new Reservation(this);
      if (!reservation.make(offset, to, index -> wantsHuge(index, to))) {
        return NO_SPACE;
      }
      if (sizeAfter > end) {
        if (!MappedHoles.fillBefore(this, end, sizeAfter, reservation)) {
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
    return SpaceLayout.seekData(this, offset, sizeOrDestroyed());
  }

  /**
   * Returns the offset of the first hole at or after an offset; -1 if that is at or past the end.
   */
  public long seekHole(long offset) {
    return SpaceLayout.seekHole(this, offset, sizeOrDestroyed());
  }

  /** Returns the poisoned ranges in ascending order, adjacent pages joined, clipped to the size. */
  public List<ByteRange> badRanges() {
    return hasPoison() ? SpaceLayout.badRanges(this, size()) : List.of();
  }

  /** Returns the first offset in a range that lies in a poisoned page, or -1. */
  public long firstPoisoned(long offset, long length) {
    return hasPoison() ? SpaceLayout.firstPoisoned(this, offset, offset + length) : -1;
  }

  /**
   * Removes the poisoned pages that overlap a range; they become holes. Those in folios that are
   * never split stay if there is no other 2 MiB.
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

  @Override
  public int restore(ByteRange range, MemorySegment bytes, List<ByteRange> restored) {
    memory.barrier();
    lock.lock();
    try {
      return SpaceHeal.restore(this, range, bytes, restored);
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
      if (sizeOrDestroyed() >= 0) {
        setDestroyed();
        freeIfDestroyed();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Row M4: mappings keep the memory of a file that is gone. With the lock. */
  void freeIfDestroyed() {
    if (sizeOrDestroyed() < 0 && mappings().isEmpty()) {
      SpaceRemoval.removeFrom(this, 0);
    }
  }

  /** Row M1: gives pages in a range memory in which a mapping can store; false if there is none. */
  private boolean makeMapped(long offset, long length) {
    if (mappings().isEmpty()) {
      return true;
    }
    long to = Math.min(offset + length, sizeOrDestroyed());
    return MappedHoles.fill(
        this,
        offset >>> Frames.FRAME_SHIFT,
        (to + IN_PAGE) >>> Frames.FRAME_SHIFT,
        new Reservation(this));
  }

  /** For tests: the extent that holds an offset. */
  @Nullable Extent extentAt(long offset) {
    return extents.get(offset >>> Frames.HUGE_SHIFT);
  }
}
