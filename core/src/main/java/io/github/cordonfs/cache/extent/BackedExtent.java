package io.github.cordonfs.cache.extent;

import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * 2 MiB of a file with a store behind it. A page without a frame is <em>missing</em>, and not a
 * hole: what is in it the store knows. Each page lives like this:
 *
 * <pre>
 *            claim           install              failure, reclaim,
 *   absent --------> reading --------> clean      change of the file
 *     ^                 |              |   ^            |
 *     +-----------------+        write |   | written    +--> absent
 *      error, claim lost               v   |
 *                                 dirty --> under writeback --> dirty: written once more, or an error
 *                                    |            |
 *                            failure |            | failure
 *                                    v            v
 *   absent ---------------------->  lost: marked, stays in its file --> absent: cut off, cleared
 *           by another process                                      --> dirty: overwritten, restored
 * </pre>
 *
 * There is no frame without data, so there is no bitmap of {@link #isPresent} either.
 *
 * <table>
 *   <caption>Who may do it</caption>
 *   <tr><td>claim, lose a claim</td><td>monitor of the fills of the file</td></tr>
 *   <tr><td>install</td><td>address space's lock, this extent's in read mode</td></tr>
 *   <tr><td>failure, reclaim</td><td>this extent's lock in write mode</td></tr>
 *   <tr><td>change of the file</td><td>address space's lock, this extent's in write mode</td></tr>
 *   <tr><td>write, begin and end of writeback</td><td>address space's lock, this extent's in read
 *       mode</td></tr>
 * </table>
 */
public final class BackedExtent extends Extent {

  /**
   * A bit for each page that was read since it was last asked; that of page 0 stands for a huge
   * folio. Set without a lock: a mark that is lost costs a wrong guess.
   */
  private final long[] accessed = new long[Frames.HUGE_FRAMES / Long.SIZE];

  /** A bit for each page whose content the store does not have. Null before the first write. */
  private long @Nullable [] dirty;

  /** A bit for each page whose content is on its way to the store. Null with {@link #dirty}. */
  private long @Nullable [] writing;

  private final PageTracker tracker;
  private final long fileNumber;

  /**
   * Makes one without pages.
   *
   * @param tracker told of its pages
   * @param fileNumber of the file in this process
   */
  public BackedExtent(FileExtents file, long index, PageTracker tracker, long fileNumber) {
    super(file, index);
    this.tracker = tracker;
    this.fileNumber = fileNumber;
  }

  /** Marks pages as read. One store, of a page that is not marked yet. */
  public void touch(int from, int to) {
    if (folio() >= 0) {
      touch(0);
    } else {
      for (int page = from; page < to; page++) {
        touch(page);
      }
    }
  }

  private void touch(int page) {
    long word = accessed[page >>> 6];
    long bit = 1L << page;
    if ((word & bit) == 0) {
      accessed[page >>> 6] = word | bit;
    }
  }

  /** Returns whether a page was read since this was last asked. */
  public boolean testAndClearAccessed(int page) {
    long word = accessed[page >>> 6];
    long bit = 1L << page;
    accessed[page >>> 6] = word & ~bit;
    return (word & bit) != 0;
  }

  // --- dirty pages ---

  /**
   * Makes pages dirty, before the first byte of them is written: from now on they do not go. With
   * the address space's lock.
   *
   * @return how many of them were not
   */
  public int markDirty(int from, int to) {
    long stamp = lock.readLock();
    try {
      if (dirty == null) {
        writing = PageBits.none();
        dirty = PageBits.none();
      }
      int more = 0;
      for (int page = from; page < to; page++) {
        more += isMarked(page) ? 0 : 1;
        PageBits.setBit(dirty, page, true);
      }
      return more;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /**
   * Takes the mark off pages that have nothing to be written: they are missing, or cut off. With
   * the address space's lock.
   *
   * @return how many are dirty no more; what is under way is until it has arrived
   */
  public int forgetDirty(int from, int to) {
    long stamp = lock.readLock();
    try {
      int fewer = 0;
      for (int page = from; dirty != null && page < to; page++) {
        fewer += PageBits.bit(dirty, page) && !isSet(writing, page) ? 1 : 0;
        PageBits.setBit(dirty, page, false);
      }
      return fewer;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /**
   * Returns whether the store may lack what a page has: it is marked, or a mapping may have stored
   * to it, of which nobody is told. Under this lock, or the file's.
   */
  public boolean isDirty(int page) {
    return isMarked(page)
        || (entry(page) != PageEntry.HOLE && file.mappings.coversWritable(firstPage() + page));
  }

  /** Returns whether a page has to be written, or is under way. Under this lock, or the file's. */
  public boolean isMarked(int page) {
    return isSet(dirty, page) || isSet(writing, page);
  }

  private static boolean isSet(long @Nullable [] bits, int page) {
    return bits != null && PageBits.bit(bits, page);
  }

  /**
   * Returns whether some pages are all there and have to be written in any case: then what is
   * written to them changes nothing but bytes. With the address space's lock.
   */
  public boolean areDirty(int from, int to) {
    for (int page = from; page < to; page++) {
      if (!isSet(dirty, page) || !hasData(page)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the first page from one on that is to be written, or 512. As a look. */
  public int nextDirty(int from) {
    long[] bits = dirty;
    int page = from;
    while (bits != null && page < Frames.HUGE_FRAMES) {
      long word = bits[page >>> 6] >>> page;
      if (word != 0) {
        return page + Long.numberOfTrailingZeros(word);
      }
      page = (page | Long.SIZE - 1) + 1;
    }
    return Frames.HUGE_FRAMES;
  }

  /** As {@link #isDirty}, of any of some pages. */
  public boolean isAnyDirty(int from, int to) {
    boolean may = dirty != null || !file.mappings.isEmpty();
    for (int page = from; may && page < to; page++) {
      if (isDirty(page)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Copies dirty pages that follow each other for the store, and notes that they are under way. A
   * page that failed is none of them. With the address space's lock.
   *
   * @param page the first, which need not be dirty
   * @param target room for the pages
   * @param most how many at most
   * @return how many; 0 if the first is not to be written
   * @throws InternalError if memory is bad; nothing is under way then
   */
  public int beginWriting(int page, MemorySegment target, int most) {
    PoolMemory memory = file.memory;
    memory.barrier();
    long stamp = lock.readLock();
    try {
      int count = 0;
      while (count < most
          && page + count < Frames.HUGE_FRAMES
          && isSet(dirty, page + count)
          && hasData(page + count)) {
        count++;
      }
      copyOut(page, count, target);
      memory.barrier();
      for (int i = page; i < page + count; i++) {
        PageBits.setBit(Objects.requireNonNull(writing), i, true);
        PageBits.setBit(Objects.requireNonNull(dirty), i, false);
      }
      return count;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** Copies pages that have data: adjacent frames of a block at one blow. */
  private void copyOut(int page, int count, MemorySegment target) {
    int done = 0;
    while (done < count) {
      int frame = entry(page + done);
      int run = 1;
      while (done + run < count
          && entry(page + done + run) == frame + run
          && ((frame + run) & (Frames.HUGE_FRAMES - 1)) != 0) {
        run++;
      }
      file.memory.copyOut(
          frame, 0, target, (long) done << Frames.FRAME_SHIFT, run << Frames.FRAME_SHIFT);
      done += run;
    }
  }

  /**
   * Ends what {@link #beginWriting} began. With the address space's lock.
   *
   * @param done whether the store has the pages now; a page that failed meanwhile stays dirty, as
   *     nobody has what it had
   * @return how many are clean now
   */
  public int endWriting(int page, int count, boolean done) {
    long stamp = lock.readLock();
    try {
      int clean = 0;
      for (int i = page; i < page + count; i++) {
        boolean stays = !done || PageEntry.isPoisoned(entry(i));
        if (stays) {
          PageBits.setBit(Objects.requireNonNull(dirty), i, true);
        }
        PageBits.setBit(Objects.requireNonNull(writing), i, false);
        clean += isMarked(i) ? 0 : 1;
      }
      return clean;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  // --- pages that were lost before ---

  /**
   * Marks a missing page as lost: what the store has is older than what was written. With the
   * address space's lock.
   */
  public void markLost(int page) {
    file.memory.barrier();
    long stamp = lock.writeLock();
    try {
      if (entry(page) == PageEntry.HOLE) {
        prepareToAdd(page + 1, true);
        loseBefore(page);
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** Returns whether a page was lost by another process and is not good again. */
  public boolean isLostBefore(int page) {
    return entry(page) == PageEntry.LOST_BEFORE;
  }

  /** Returns whether only the store has a page: it has no frame, and is not lost. */
  public boolean isMissing(int page) {
    long stamp = lock.readLock();
    try {
      return entry(page) == PageEntry.HOLE;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  @Override
  boolean heals(int page) {
    return !isDirty(page);
  }

  /** Returns what a page is known by when it comes back. */
  public long key(int page) {
    return mix(fileNumber * 0x9E3779B97F4A7C15L + firstPage() + page);
  }

  /** Spreads the bits of a number over all of it (the finalizer of MurmurHash3). */
  private static long mix(long number) {
    long mixed = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }

  /**
   * Shows pages with the content of the store. With the address space's lock.
   *
   * @param page the first of them
   * @param filled frames in transit; those that became pages are NONE afterwards
   * @param count how many of them
   */
  public void install(int page, int[] filled, int count) {
    int[] frames = Arrays.copyOf(filled, count);
    boolean[] fresh = new boolean[count];
    boolean shown = false;
    long stamp = lock.readLock();
    try {
      prepareToAdd(page + count, true);
      for (int i = 0; i < count; i++) {
        // One that failed on its way stays missing, and goes back to be taken out of service.
        if (entry(page + i) == PageEntry.HOLE
            && file.pool.table.assign(frames[i], this, page + i)) {
          filled[i] = Frames.NONE;
          track(page + i, frames[i], filled, i);
          fresh[i] = true;
        }
      }
      shown = true;
      add(page, count, frames, fresh, true);
    } finally {
      for (int i = 0; !shown && i < count; i++) {
        if (fresh[i]) {
          tracker.left(frames[i]);
          file.pool.table.unassign(frames[i]);
          filled[i] = frames[i];
        }
      }
      lock.unlockRead(stamp);
    }
  }

  /** Has a page tracked that is not shown yet; if that fails its frame goes back. */
  private void track(int page, int frame, int[] filled, int i) {
    boolean tracked = false;
    try {
      tracker.added(this, page, frame, 1);
      tracked = true;
    } finally {
      if (!tracked) {
        file.pool.table.unassign(frame);
        filled[i] = frame;
      }
    }
  }

  /**
   * Shows a huge folio with the content of the store. With the address space's lock.
   *
   * @return false if one of its frames failed on its way, or there is a page already
   */
  public boolean installHuge(int block) {
    long[] marks = PageBits.none();
    long stamp = lock.readLock();
    try {
      if (!isEmpty() || !file.pool.table.assignHuge(block, this)) {
        return false;
      }
      boolean tracked = false;
      try {
        // Before it is shown, which cannot fail: nobody may give back what is a page.
        tracker.added(this, 0, block, Frames.HUGE_FRAMES);
        tracked = true;
      } finally {
        if (!tracked) {
          file.pool.table.unassignHuge(block);
        }
      }
      addWholeFolio(block, marks);
      return true;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /**
   * Changes the content of a page that has one, where it is: who maps it sees the new one.
   *
   * @param content a page of bytes
   * @return false if its memory is bad
   */
  public boolean refresh(int page, MemorySegment content) {
    PoolMemory memory = file.memory;
    memory.barrier();
    long stamp = lock.writeLock();
    try {
      if (hasData(page)) {
        memory.copyIn(entry(page), 0, content, 0, Frames.FRAME_BYTES);
        memory.barrier();
      }
      return true;
    } catch (InternalError e) {
      return false;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  @Override
  void pageLeft(int frame) {
    tracker.left(frame);
  }

  @Override
  void pageCame(int page, int frame) {
    tracker.added(this, page, frame, 1);
  }

  @Override
  void pageMoved(int page, int from, int to) {
    tracker.left(from);
    tracker.added(this, page, to, 1);
  }

  @Override
  void folioSplit(int first) {
    tracker.split(this, first);
  }
}
