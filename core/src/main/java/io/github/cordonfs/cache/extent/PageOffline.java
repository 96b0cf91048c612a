package io.github.cordonfs.cache.extent;

import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.cache.pool.LostPage;
import io.github.cordonfs.frame.BadFrame;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import org.jspecify.annotations.Nullable;

/**
 * Takes the failed page of an extent out of use (contract rows H4, H5). Takes the extent's lock in
 * write mode; the address space's is neither needed nor taken.
 */
public final class PageOffline {

  /** What a struck frame is filled with, so that a reader who should not see it is caught. */
  public static final byte PATTERN = (byte) 0xDB;

  private PageOffline() {}

  /**
   * Marks the page that a frame holds.
   *
   * @param found what was found if its memory is bad; null if the failure is injected
   * @param keep whether the page stays in the file; otherwise it becomes a hole
   * @param cause a {@link Cause}; INJECTED overwrites the frame
   * @return null if the frame is not, or no longer, a good frame of the extent, or its memory good
   */
  public static @Nullable LostPage offline(
      Extent extent, int frame, @Nullable BadFrame found, boolean keep, byte cause) {
    FramePool pool = extent.file.pool;
    boolean huge = extent.folio() >= 0;
    boolean whole = huge && pool.unsplittable;
    FrameTable.SplitTables tables = huge && !whole ? pool.splitTablesOrNull() : null;
    PoolMemory memory = extent.file.memory;
    memory.barrier();
    boolean clean;
    boolean leaves = false;
    boolean hadData;
    int order;
    long inFile;
    long stamp = extent.lock.writeLock();
    try {
      int page = extent.pageOf(frame, pool.table);
      if (page == Frames.NONE || (!huge && extent.folio() >= 0)) {
        return null;
      }
      // Row S48: here the frame stays whose it is; before, it may have been renewed.
      if (found != null && !pool.isStillBad(found)) {
        return null;
      }
      clean = extent.heals(page);
      if (cause == Cause.SUSPECT && !clean) {
        // It was written just now: it is to be moved, and not dropped.
        return null;
      }
      order = extent.folio() >= 0 ? Frames.HUGE_ORDER : 0;
      if (order != 0 && tables != null) {
        extent.split(tables);
      }
      // Nobody's data is lost with a page that was only reserved: bad memory goes, and the page
      // stays what it is, a hole. It cannot go from a folio that is never split.
      inFile = extent.firstPage() + page;
      hadData = whole || Cause.isInjected(cause) || extent.isPresent(page);
      byte kept = mark(extent, page, frame, cause);
      if (kept == Cause.INJECTED) {
        destroy(pool, frame);
      }
      if ((clean || !(keep && hadData)) && extent.folio() < 0) {
        extent.removePoisoned(page);
        leaves = true;
      }
    } finally {
      extent.lock.unlockWrite(stamp);
    }
    if (leaves) {
      pool.quarantine(frame);
    }
    // Last: the page is taken care of, even if there is no heap to tell of it.
    if (clean) {
      extent.file.cleanPageFailed(inFile);
    }
    return new LostPage(extent.file, inFile, order, leaves && hadData && !clean, hadData, clean);
  }

  /** Row U5: overwrites the frame of a page that is marked. */
  private static void destroy(FramePool pool, int frame) {
    try {
      pool.memory.fill(frame, 0, Frames.FRAME_BYTES, PATTERN);
      pool.memory.barrier();
    } catch (InternalError e) {
      // Bad indeed, and no memory to come back.
      isBad(pool, frame);
    }
  }

  /** Makes a frame of a marked page one whose memory is bad. Under the extent's lock. */
  static void isBad(FramePool pool, int frame) {
    pool.table.unpoison(frame);
    pool.table.poison(frame, Cause.HARDWARE);
  }

  /**
   * Takes a page out of use whose frame turned out to be bad while the extent's lock is held in
   * write mode.
   *
   * @return false if the frame is good after all
   */
  static boolean offlineIfBad(Extent extent, int page, int frame) {
    if (extent.file.memory.isReadable(frame)) {
      return false;
    }
    offlineBad(extent, page, frame);
    return true;
  }

  /**
   * Takes a page out of use whose frame an access has met as bad, while the extent's lock is held
   * in write mode.
   */
  static void offlineBad(Extent extent, int page, int frame) {
    int order = extent.folio() >= 0 ? Frames.HUGE_ORDER : 0;
    mark(extent, page, frame, Cause.HARDWARE);
    extent
        .file
        .pool
        .errorSink()
        .tookOutOfService(
            frame, new LostPage(extent.file, extent.firstPage() + page, order, false, true, false));
  }

  /**
   * Marks a page and cuts it off from all mappings, with all of its folio if that is never split.
   * Allocates nothing: it must not fail.
   *
   * @return the cause, which may have changed to one that leaves the content as it is
   */
  private static byte mark(Extent extent, int page, int frame, byte cause) {
    FileExtents file = extent.file;
    long inFile = extent.firstPage() + page;
    boolean stays = file.pool.keepsMapped && !file.isBacked() && file.mappings.covers(inFile);
    byte marked = stays && cause == Cause.INJECTED ? Cause.INJECTED_KEPT : cause;
    file.pool.table.poison(frame, marked);
    extent.poison(page, frame);
    if (!stays && extent.isCutOff()) {
      file.mappings.cut(extent.firstPage(), extent.endPage());
    } else if (!stays) {
      file.mappings.cut(inFile, inFile + 1);
    }
    return marked;
  }
}
