package io.github.cordonfs.cache.extent;

import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import java.util.concurrent.locks.StampedLock;

/**
 * 2 MiB of a file, at a multiple of 2 MiB: one huge folio, or a table of small frames. {@link
 * ExtentEntries} holds the state of the pages and changes it, {@link ExtentRead} and {@link
 * ExtentWrite} copy, and the classes {@code Page*} have the procedures by which pages are filled,
 * removed, moved, and taken out of use.
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
public class Extent extends ExtentEntries implements FrameOwner {

  public static final int IN_PAGE = Frames.FRAME_BYTES - 1;

  /** Offset in the file, in units of 2 MiB. */
  public final long index;

  /** In which mode whom: see above. */
  public final StampedLock lock = new StampedLock();

  /** Creates an extent without frames; the file puts it in its tree. */
  protected Extent(FileExtents file, long index) {
    super(file);
    this.index = index;
  }

  /** Returns the index of its first page in the file. */
  public final long firstPage() {
    return index << Frames.HUGE_ORDER;
  }

  /** Returns the index of the page just past its last, in the file. */
  public final long endPage() {
    return firstPage() + Frames.HUGE_FRAMES;
  }

  /**
   * Returns the frame that follows the last one of the extent before this, or NONE: a huge folio
   * that begins there is one range of addresses with what is before it. With the address space's
   * lock.
   */
  final int following() {
    Extent before = index == 0 ? null : file.extents.get(index - 1);
    int last = before == null ? PageEntry.HOLE : before.entry(Frames.HUGE_FRAMES - 1);
    return last >= 0 && ((last + 1) & (Frames.HUGE_FRAMES - 1)) == 0 ? last + 1 : Frames.NONE;
  }

  @Override
  final void showChanged(int from, int to) {
    PageViews.update(this, from, to);
  }

  /**
   * Returns the page that a frame holds, or NONE if it is not a frame of this extent or is poisoned
   * already. Under the lock.
   */
  public final int pageOf(int frame, FrameTable table) {
    int huge = folio();
    int page = huge >= 0 ? frame - huge : table.slot(frame);
    return page >= 0 && page < Frames.HUGE_FRAMES && entry(page) == frame ? page : Frames.NONE;
  }

  /** As {@link #pageOf}, of a poisoned page too. Takes the lock in read mode. */
  public final int anyPageOf(int frame, FrameTable table) {
    long stamp = lock.readLock();
    try {
      int huge = folio();
      int page = huge >= 0 ? frame - huge : table.slot(frame);
      if (page < 0 || page >= Frames.HUGE_FRAMES) {
        return Frames.NONE;
      }
      int entry = entry(page);
      int held = PageEntry.isPoisoned(entry) ? PageEntry.poisonedFrame(entry) : entry;
      return held == frame ? page : Frames.NONE;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /**
   * Returns whether a store has what is in a page that is about to fail. Under the lock in write
   * mode.
   */
  boolean heals(int page) {
    return false;
  }

  /** Returns a bit for each poisoned page. */
  public final long[] poisonedBits() {
    long[] bits = PageBits.none();
    long stamp = lock.readLock();
    try {
      int left = poisonedPages();
      for (int page = 0; left > 0 && page < Frames.HUGE_FRAMES; page++) {
        if (PageEntry.isPoisoned(entry(page))) {
          PageBits.setBit(bits, page, true);
          left--;
        }
      }
    } finally {
      lock.unlockRead(stamp);
    }
    return bits;
  }

  /** Returns the frame of a page, poisoned or not, or NONE. */
  public final int frameOf(int page) {
    long stamp = lock.readLock();
    try {
      int entry = entry(page);
      return PageEntry.isPoisoned(entry) ? PageEntry.poisonedFrame(entry) : entry;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** Returns the frame of a page that is not poisoned, or NONE. */
  public final int goodFrameOf(int page) {
    long stamp = lock.readLock();
    try {
      return Math.max(entry(page), Frames.NONE);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  // --- what lies together ---

  /** Returns how many bytes from an offset in a page with data lie in adjacent frames with data. */
  public final int dataRun(int page, int frame, int inPage, int length) {
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
  public final int dataUpTo(int from, int to) {
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
  public final int adjacentUpTo(int from, int to, int frame) {
    int page = from;
    int[] table = table();
    if (folio() < 0 && isAllPresent() && table != null) {
      int end = Math.min(to, table.length);
      while (page < end && PageEntry.get(table, page) == frame + (page - from)) {
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
  public final int adjacentFrames(int offset, int length) {
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
  public final int adjacentBytes(int offset, int length) {
    if (wholeFolio() >= 0) {
      return length;
    }
    int page = offset >>> Frames.FRAME_SHIFT;
    int entry = entry(page);
    return entry >= 0 && isPresent(page) ? dataRun(page, entry, offset & IN_PAGE, length) : 0;
  }
}
