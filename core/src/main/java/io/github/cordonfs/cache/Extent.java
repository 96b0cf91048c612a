package io.github.cordonfs.cache;

import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * 2 MiB of a file, at a multiple of 2 MiB: one huge folio, or a table of small frames. This class
 * holds the state and the writes to pages that have data; {@link ExtentRead} reads, and {@link
 * PageFill}, {@link PageRemoval} and {@link PageFailure} change what pages there are.
 *
 * <h2>Three modes of access</h2>
 *
 * <ul>
 *   <li>Readers are optimistic: stamp, copy, barrier, validate. They see fields that change under
 *       them; every value they can see is safe to use, and what they copied is thrown away if the
 *       stamp does not hold.
 *   <li>The one writer of a file, who has the address space's lock, takes the lock here in read
 *       mode. It changes bytes of pages that are its own to change, and <em>adds</em> pages:
 *       content first, then the entry that shows it. Readers need not notice.
 *   <li>Whoever takes a page away, moves it or marks it (strike, truncate, hole punch, split) takes
 *       the lock in write mode, which fails every optimistic read that overlaps.
 * </ul>
 */
sealed class Extent implements FrameOwner permits BackedExtent {

  /** Entry of a page that has no frame. Entries below it are poisoned pages. */
  static final int HOLE = Frames.NONE;

  private static final VarHandle ENTRIES = MethodHandles.arrayElementVarHandle(int[].class);
  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  static final int IN_PAGE = Frames.FRAME_BYTES - 1;

  final AddressSpace space;

  /** Offset in the file, in units of 2 MiB. */
  final long index;

  final StampedLock lock = new StampedLock();

  /** First frame of the huge folio, or NONE. Written after what describes the folio. */
  volatile int hugeFirst = Frames.NONE;

  /**
   * Entry of each page when there is no huge folio: a frame, HOLE, or {@link #poisonedEntry}. As
   * long as the last page needs; null when there are only holes.
   */
  volatile int @Nullable [] frames;

  /**
   * A bit for each page: set if its frame holds data, clear if it was only reserved and reads as
   * zeros. Null: all do.
   */
  volatile long @Nullable [] present;

  /** Poisoned pages of this extent. Changed under the lock in write mode only. */
  int poisonedPages;

  /**
   * A bit for each poisoned page of a huge folio that could not be split for want of heap. Made
   * with the folio, so that marking a page never needs memory.
   */
  long @Nullable [] hugePoison;

  Extent(AddressSpace space, long index) {
    this.space = space;
    this.index = index;
  }

  /** Returns whether a page without a frame is missing, for its store to tell, and not a hole. */
  boolean isBacked() {
    return false;
  }

  /** Called when a page left with its frame. Under the lock in write mode. */
  void pageLeft(int frame) {}

  /** Called when a huge folio was split. Under the lock in write mode. */
  void folioSplit(int first) {}

  /** Makes the table of small frames as long as that at least. Under the lock. */
  void growTable(int length) {
    int[] table = frames;
    int have = table == null ? 0 : table.length;
    if (length <= have) {
      return;
    }
    // A file that grows gets powers of two; a small one pays for what it has.
    int grown = length == 1 ? 1 : Integer.highestOneBit(length - 1) << 1;
    int[] larger = new int[grown];
    if (table != null) {
      System.arraycopy(table, 0, larger, 0, have);
    }
    Arrays.fill(larger, have, grown, HOLE);
    frames = larger;
  }

  /** Returns the index of its first page in the file. */
  long firstPage() {
    return index << Frames.HUGE_ORDER;
  }

  /** Returns the index of the page just past its last, in the file. */
  long endPage() {
    return firstPage() + Frames.HUGE_FRAMES;
  }

  /**
   * Returns the frame that follows the last one of the extent before this, or NONE: a huge folio
   * that begins there is one range of addresses with what is before it. With the address space's
   * lock.
   */
  int following() {
    Extent before = index == 0 ? null : space.extents.get(index - 1);
    int last = before == null ? HOLE : before.entry(Frames.HUGE_FRAMES - 1);
    return last >= 0 && ((last + 1) & (Frames.HUGE_FRAMES - 1)) == 0 ? last + 1 : Frames.NONE;
  }

  // --- entries ---

  /** The entry of a page whose frame failed. */
  static int poisonedEntry(int frame) {
    return -2 - frame;
  }

  /** The frame of a poisoned entry. */
  static int poisonedFrame(int entry) {
    return -2 - entry;
  }

  static boolean isPoisoned(int entry) {
    return entry < HOLE;
  }

  /** Returns the first frame of a huge folio of which every page holds good data, or NONE. */
  int wholeFolio() {
    int huge = hugeFirst;
    return huge >= 0 && present == null && poisonedPages == 0 ? huge : Frames.NONE;
  }

  /** Returns the entry of a page (0..511). */
  int entry(int page) {
    int huge = hugeFirst;
    if (huge >= 0) {
      long[] poison = hugePoison;
      return poisonedPages != 0 && poison != null && bit(poison, page)
          ? poisonedEntry(huge + page)
          : huge + page;
    }
    int[] table = frames;
    return table == null || page >= table.length ? HOLE : (int) ENTRIES.getAcquire(table, page);
  }

  /** Sets the entry of a page in the table of small frames, which reaches that far. */
  void setEntry(int page, int entry) {
    ENTRIES.setRelease(frames, page, entry);
  }

  /** Returns whether the frame of a page, if it has one, holds data. */
  boolean isPresent(int page) {
    long[] bits = present;
    return bits == null || bit(bits, page);
  }

  /** Returns whether a page has data to copy: neither hole nor reserved nor poisoned. */
  boolean hasData(int page) {
    return entry(page) >= 0 && isPresent(page);
  }

  boolean isEmpty() {
    return hugeFirst < 0 && frames == null;
  }

  static boolean bit(long[] bits, int page) {
    return ((long) WORDS.getAcquire(bits, page >>> 6) & 1L << page) != 0;
  }

  /** Sets or clears a bit; one thread at a time. */
  static void setBit(long[] bits, int page, boolean value) {
    long word = bits[page >>> 6];
    WORDS.setRelease(bits, page >>> 6, value ? word | 1L << page : word & ~(1L << page));
  }

  /**
   * Returns the page that a frame holds, or NONE if it is not a frame of this extent or is poisoned
   * already. Under the lock.
   */
  int pageOf(int frame, FrameTable table) {
    int huge = hugeFirst;
    int page = huge >= 0 ? frame - huge : table.slot(frame);
    return page >= 0 && page < Frames.HUGE_FRAMES && entry(page) == frame ? page : Frames.NONE;
  }

  /** Returns a bit for each poisoned page. */
  long[] poisonedBits() {
    long[] bits = new long[Frames.HUGE_FRAMES / Long.SIZE];
    long stamp = lock.readLock();
    try {
      int left = poisonedPages;
      for (int page = 0; left > 0 && page < Frames.HUGE_FRAMES; page++) {
        if (isPoisoned(entry(page))) {
          setBit(bits, page, true);
          left--;
        }
      }
    } finally {
      lock.unlockRead(stamp);
    }
    return bits;
  }

  /** Returns the frame of a page, poisoned or not, or NONE. */
  int frameOf(int page) {
    long stamp = lock.readLock();
    try {
      int entry = entry(page);
      return isPoisoned(entry) ? poisonedFrame(entry) : entry;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** Returns the frame of a page that is not poisoned, or NONE. */
  int goodFrameOf(int page) {
    long stamp = lock.readLock();
    try {
      return Math.max(entry(page), Frames.NONE);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** Returns how many bytes from an offset in a page with data lie in adjacent frames with data. */
  int dataRun(int page, int frame, int inPage, int length) {
    int run = Frames.FRAME_BYTES - inPage;
    while (run < length) {
      page++;
      frame++;
      // A run may not go from one 2 MiB block into the next.
      if ((frame & (Frames.HUGE_FRAMES - 1)) == 0 || entry(page) != frame || !isPresent(page)) {
        return run;
      }
      run += Frames.FRAME_BYTES;
    }
    return Math.min(run, length);
  }

  /**
   * Returns the first of some pages that has no data to copy, or the end of them. Without the lock
   * that is a look: pages that have data lose it only to whoever has the lock in write mode.
   */
  int dataUpTo(int from, int to) {
    if (wholeFolio() >= 0) {
      return to;
    }
    int page = from;
    while (page < to && hasData(page)) {
      page++;
    }
    return page;
  }

  /**
   * Returns the first of some pages that has no data in the frame that follows its predecessor's.
   *
   * @param frame of the first of them
   */
  int adjacentUpTo(int from, int to, int frame) {
    int page = from;
    int[] table = frames;
    if (hugeFirst < 0 && present == null && table != null) {
      int end = Math.min(to, table.length);
      while (page < end && (int) ENTRIES.getAcquire(table, page) == frame + (page - from)) {
        page++;
      }
    } else {
      while (page < to && entry(page) == frame + (page - from) && isPresent(page)) {
        page++;
      }
    }
    return page;
  }

  /**
   * Returns the first of the adjacent frames with data that hold a range, or NONE if they are not
   * so simple.
   *
   * @param offset of the range, which ends in this extent
   */
  int adjacentFrames(int offset, int length) {
    int page = offset >>> Frames.FRAME_SHIFT;
    int huge = wholeFolio();
    if (huge >= 0) {
      return huge + page;
    }
    int entry = entry(page);
    return entry >= 0 && isPresent(page) && dataRun(page, entry, offset & IN_PAGE, length) == length
        ? entry
        : Frames.NONE;
  }

  /**
   * Returns how many bytes of a range, from its beginning on, lie in adjacent frames with data.
   *
   * @param offset of the range, which ends in this extent
   */
  int adjacentBytes(int offset, int length) {
    if (wholeFolio() >= 0) {
      return length;
    }
    int page = offset >>> Frames.FRAME_SHIFT;
    int entry = entry(page);
    return entry >= 0 && isPresent(page) ? dataRun(page, entry, offset & IN_PAGE, length) : 0;
  }

  // --- writes ---

  /**
   * Copies bytes in; pages without data get it. The caller has the address space's lock.
   *
   * @param wantHuge whether an empty extent should become a huge folio
   * @return how many: fewer than given if a poisoned page follows or memory runs out; or POISONED
   *     or NO_SPACE if that is so at the first
   */
  int write(
      int offset,
      MemorySegment source,
      long sourceOffset,
      int length,
      boolean wantHuge,
      PoolMemory memory) {
    long stamp = lock.readLock();
    try {
      int huge = wholeFolio();
      if (huge >= 0) {
        memory.copyIn(huge, offset, source, sourceOffset, length);
        memory.barrier();
        return length;
      }
      if (wantHuge && isEmpty()) {
        PageFill.installHuge(this);
      }
      return writePages(offset, source, sourceOffset, length, memory);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /**
   * Gives a page memory and zeros, if it is a hole or only reserved. The caller has the address
   * space's lock.
   *
   * @return false if there is no memory
   */
  boolean instantiate(int page, boolean wantHuge) {
    while (true) {
      long epoch = space.poisonEpoch();
      try {
        return instantiateOnce(page, wantHuge);
      } catch (InternalError e) {
        // Row S18: what was only reserved becomes a hole, and gets another frame.
        int from = page << Frames.FRAME_SHIFT;
        if (!BadMemory.look(
            () ->
                BadMemory.handle(this, from, from + Frames.FRAME_BYTES)
                    || space.poisonEpoch() != epoch)) {
          throw e;
        }
      }
    }
  }

  private boolean instantiateOnce(int page, boolean wantHuge) {
    long stamp = lock.readLock();
    try {
      if (wantHuge && isEmpty()) {
        PageFill.installHuge(this);
      }
      return PageFill.instantiate(this, page);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /**
   * Reserves memory for the holes among pages. The caller has the address space's lock.
   *
   * @param reserved gets a bit for each page that was a hole and has a frame now
   * @return false if memory ran out
   */
  boolean reserve(int from, int to, boolean wantHuge, long[] reserved) {
    long stamp = lock.readLock();
    try {
      if (wantHuge && isEmpty()) {
        PageFill.installHuge(this);
        if (hugeFirst >= 0) {
          Arrays.fill(reserved, -1);
          return true;
        }
      }
      return PageFill.reserve(this, from, to, reserved);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  private int writePages(
      int offset, MemorySegment source, long sourceOffset, int length, PoolMemory memory) {
    int done = 0;
    while (done < length) {
      int at = offset + done;
      int page = at >>> Frames.FRAME_SHIFT;
      int entry = entry(page);
      int n;
      if (isPoisoned(entry)) {
        n = AddressSpace.POISONED;
      } else if (entry != HOLE && isPresent(page)) {
        n = dataRun(page, entry, at & IN_PAGE, length - done);
        memory.copyIn(entry, at & IN_PAGE, source, sourceOffset + done, n);
        memory.barrier();
      } else {
        n = PageFill.write(this, at, source, sourceOffset + done, length - done);
      }
      if (n < 0) {
        return done == 0 ? n : done;
      }
      done += n;
    }
    return done;
  }
}
