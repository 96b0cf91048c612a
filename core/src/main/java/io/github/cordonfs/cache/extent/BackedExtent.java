package io.github.cordonfs.cache.extent;

import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * 2 MiB of a file with a store behind it. A page without a frame is <em>missing</em>, and not a
 * hole: what is in it the store knows. Each page lives like this:
 *
 * <pre>
 *            claim           install              failure, reclaim,
 *   absent --------> reading --------> clean      change of the file
 *     ^                 |                |              |
 *     +-----------------+                +--------------+--> absent
 *      error, claim lost
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
 * </table>
 */
public final class BackedExtent extends Extent {

  /**
   * A bit for each page that was read since it was last asked; that of page 0 stands for a huge
   * folio. Set without a lock: a mark that is lost costs a wrong guess.
   */
  private final long[] accessed = new long[Frames.HUGE_FRAMES / Long.SIZE];

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
  void folioSplit(int first) {
    tracker.split(this, first);
  }
}
