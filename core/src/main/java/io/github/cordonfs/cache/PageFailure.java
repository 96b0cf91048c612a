package io.github.cordonfs.cache;

import io.github.cordonfs.frame.BadFrame;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes the failed page of an extent out of use, and splits huge folios (contract rows H4, H5).
 * Takes the extent's lock in write mode; the address space's is neither needed nor taken.
 */
final class PageFailure {

  /** What a struck frame is filled with, so that a reader who should not see it is caught. */
  static final byte PATTERN = (byte) 0xDB;

  private PageFailure() {}

  /**
   * Marks the page that a frame holds.
   *
   * @param found what was found if its memory is bad; null if the failure is injected
   * @param keep whether the page stays in the file; otherwise it becomes a hole
   * @param cause a {@link Cause}; INJECTED overwrites the frame
   * @return null if the frame is not, or no longer, a good frame of the extent, or its memory good
   */
  static @Nullable LostPage offline(
      Extent extent, int frame, @Nullable BadFrame found, boolean keep, byte cause) {
    PageCache cache = extent.space.cache;
    boolean huge = extent.hugeFirst >= 0;
    FrameTable.SplitTables tables = huge ? cache.splitTablesOrNull() : null;
    PoolMemory memory = extent.space.memory;
    memory.barrier();
    boolean leaves = false;
    boolean hadData;
    int order;
    long inFile;
    long stamp = extent.lock.writeLock();
    try {
      int page = extent.pageOf(frame, cache.table);
      if (page == Frames.NONE || (!huge && extent.hugeFirst >= 0)) {
        return null;
      }
      // Row S48: here the frame stays whose it is; before, it may have been renewed.
      if (found != null && !cache.isStillBad(found)) {
        return null;
      }
      order = extent.hugeFirst >= 0 ? Frames.HUGE_ORDER : 0;
      if (order != 0 && tables != null) {
        split(extent, tables);
      }
      // Nobody's data is lost with a page that was only reserved: bad memory goes, and the page
      // stays what it is, a hole.
      inFile = extent.firstPage() + page;
      hadData = Cause.isInjected(cause) || extent.isPresent(page);
      byte kept = mark(extent, page, frame, cause);
      if (kept == Cause.INJECTED) {
        destroy(cache, frame);
      }
      boolean clean = extent.isBacked();
      if ((clean || !(keep && hadData)) && extent.hugeFirst < 0) {
        extent.setEntry(page, Extent.HOLE);
        extent.poisonedPages--;
        extent.space.addPoisonedPages(-1);
        extent.space.addHeldFrames(-1);
        SpaceMapping.update(extent, page, page + 1);
        extent.pageLeft(frame);
        leaves = true;
      }
    } finally {
      extent.lock.unlockWrite(stamp);
    }
    if (leaves) {
      cache.quarantine(frame);
    }
    // Last: the page is taken care of, even if there is no heap to tell of it.
    boolean heals = extent.isBacked();
    if (heals) {
      extent.space.cleanPageFailed(inFile);
    }
    return new LostPage(extent.space, inFile, order, leaves && hadData && !heals, hadData, heals);
  }

  /** Row U5: overwrites the frame of a page that is marked. */
  private static void destroy(PageCache cache, int frame) {
    try {
      cache.memory.fill(frame, 0, Frames.FRAME_BYTES, PATTERN);
      cache.memory.barrier();
    } catch (InternalError e) {
      // Bad indeed, and no memory to come back.
      isBad(cache, frame);
    }
  }

  /** Makes a frame of a marked page one whose memory is bad. Under the extent's lock. */
  static void isBad(PageCache cache, int frame) {
    cache.table.unpoison(frame);
    cache.table.poison(frame, Cause.HARDWARE);
  }

  /**
   * Takes a page out of use whose frame turned out to be bad while the extent's lock is held in
   * write mode.
   *
   * @return false if the frame is good after all
   */
  static boolean offlineIfBad(Extent extent, int page, int frame) {
    if (extent.space.memory.isReadable(frame)) {
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
    int order = extent.hugeFirst >= 0 ? Frames.HUGE_ORDER : 0;
    mark(extent, page, frame, Cause.HARDWARE);
    extent
        .space
        .cache
        .errorSink()
        .tookOutOfService(
            frame, new LostPage(extent.space, extent.firstPage() + page, order, false, true, false));
  }

  /**
   * Marks a page and cuts it off from all mappings. Allocates nothing: it must not fail.
   *
   * @return the cause, which may have changed to one that leaves the content as it is
   */
  private static byte mark(Extent extent, int page, int frame, byte cause) {
    AddressSpace space = extent.space;
    long inFile = extent.firstPage() + page;
    boolean stays =
        space.cache.keepsMapped && !extent.isBacked() && space.mappings.covers(inFile);
    byte marked = stays && cause == Cause.INJECTED ? Cause.INJECTED_KEPT : cause;
    space.cache.table.poison(frame, marked);
    if (extent.hugeFirst >= 0) {
      Extent.setBit(Objects.requireNonNull(extent.hugePoison), page, true);
    } else {
      extent.setEntry(page, Extent.poisonedEntry(frame));
    }
    extent.poisonedPages++;
    space.addPoisonedPages(1);
    space.nextPoisonEpoch();
    if (!stays) {
      space.mappings.cut(inFile);
    }
    return marked;
  }

  /** Makes a huge folio 512 small ones, in place. Under the extent's lock in write mode. */
  static void split(Extent extent, FrameTable.SplitTables tables) {
    int first = extent.hugeFirst;
    int[] frames = tables.frames;
    for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
      frames[page] = first + page;
    }
    for (int page = 0; extent.poisonedPages > 0 && page < Frames.HUGE_FRAMES; page++) {
      frames[page] = extent.entry(page);
    }
    extent.frames = frames;
    extent.hugeFirst = Frames.NONE;
    extent.hugePoison = null;
    extent.space.cache.hugeFolios.decrementAndGet();
    extent.folioSplit(first);
  }
}
