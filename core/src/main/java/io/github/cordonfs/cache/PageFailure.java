package io.github.cordonfs.cache;

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
   * @param keep whether the page stays in the file; otherwise it becomes a hole
   * @param destroy whether to overwrite the frame, as an injected failure does
   * @return null if the frame is not, or no longer, a good frame of the extent
   */
  static @Nullable LostPage offline(Extent extent, int frame, boolean keep, boolean destroy) {
    PageCache cache = extent.space.cache;
    boolean huge = extent.hugeFirst >= 0;
    FrameTable.SplitTables tables = huge ? cache.splitTablesOrNull() : null;
    PoolMemory memory = extent.space.memory;
    memory.barrier();
    boolean dropped = false;
    LostPage lost;
    long stamp = extent.lock.writeLock();
    try {
      int page = extent.pageOf(frame, cache.table);
      if (page == Frames.NONE || (!huge && extent.hugeFirst >= 0)) {
        return null;
      }
      int order = extent.hugeFirst >= 0 ? Frames.HUGE_ORDER : 0;
      if (order != 0 && tables != null) {
        split(extent, tables);
      }
      mark(extent, page, frame);
      if (destroy) {
        memory.fill(frame, 0, Frames.FRAME_BYTES, PATTERN);
        memory.barrier();
      }
      if (!keep && extent.hugeFirst < 0) {
        extent.setEntry(page, Extent.HOLE);
        extent.poisonedPages--;
        extent.space.addPoisonedPages(-1);
        extent.space.addHeldFrames(-1);
        dropped = true;
      }
      lost = new LostPage(extent.space, extent.index * Frames.HUGE_FRAMES + page, order, dropped);
    } finally {
      extent.lock.unlockWrite(stamp);
    }
    if (dropped) {
      cache.allocator.quarantine(frame);
    }
    return lost;
  }

  /** Allocates nothing: it must not fail. */
  private static void mark(Extent extent, int page, int frame) {
    extent.space.cache.table.poison(frame);
    if (extent.hugeFirst >= 0) {
      Extent.setBit(Objects.requireNonNull(extent.hugePoison), page, true);
    } else {
      extent.setEntry(page, Extent.poisonedEntry(frame));
    }
    extent.poisonedPages++;
    extent.space.addPoisonedPages(1);
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
  }
}
