package io.github.cordonfs.cache;

import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.FrameTable.SplitTables;
import io.github.cordonfs.frame.Frames;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes poisoned pages good again: with new content in a new frame, or with what they had. */
final class PageHeal {

  /** The page was not poisoned any more: nothing was done. */
  static final int GOOD = 1;

  private PageHeal() {}

  /**
   * Rebuilds a poisoned page in a new frame (contract row R7). The caller has the address space's
   * lock: nobody else takes pages away. But the page may be unpoisoned at any moment.
   *
   * @param length bytes of the source, at most a page; the rest of the page becomes zeros
   * @return 0, GOOD or NO_SPACE
   */
  static int rebuild(Extent extent, int page, MemorySegment source, long sourceOffset, int length) {
    PageCache cache = extent.space.cache;
    SplitTables tables = extent.hugeFirst >= 0 ? new SplitTables() : null;
    FreedFrames freed = new FreedFrames(cache, 1);
    int frame = filledFrame(extent, page, source, sourceOffset, length);
    if (frame == Frames.NONE) {
      return AddressSpace.NO_SPACE;
    }
    boolean shown = false;
    try {
      shown = showInPlace(extent, page, frame, tables, freed);
    } finally {
      if (!shown) {
        cache.table.unassign(frame);
        cache.free(frame, 0);
      }
    }
    freed.release();
    return shown ? 0 : GOOD;
  }

  /** Returns false if the page is not poisoned any more. */
  private static boolean showInPlace(
      Extent extent, int page, int frame, @Nullable SplitTables tables, FreedFrames freed) {
    extent.space.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      int bad = extent.entry(page);
      if (!Extent.isPoisoned(bad)) {
        return false;
      }
      show(extent, page, frame, tables);
      freed.add(bad);
      return true;
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }

  private static void show(Extent extent, int page, int frame, @Nullable SplitTables tables) {
    if (extent.hugeFirst >= 0) {
      PageFailure.split(extent, Objects.requireNonNull(tables));
    }
    long[] bits = extent.present;
    if (bits != null) {
      Extent.setBit(bits, page, true);
    }
    showGood(extent, page, frame);
  }

  /** Returns a frame of the extent, not shown yet, with the content; NONE if there is no memory. */
  private static int filledFrame(
      Extent extent, int page, MemorySegment source, long sourceOffset, int length) {
    PageCache cache = extent.space.cache;
    while (true) {
      int frame = cache.allocator.allocate(0);
      if (frame == Frames.NONE) {
        return frame;
      }
      boolean assigned = false;
      boolean filled = false;
      try {
        assigned = cache.table.assign(frame, extent, page);
        if (assigned) {
          cache.memory.copyIn(frame, 0, source, sourceOffset, length);
          cache.memory.zero(frame, length, Frames.FRAME_BYTES - length);
          cache.memory.barrier();
          filled = true;
          return frame;
        }
      } catch (InternalError e) {
        if (assigned) {
          cache.table.unassign(frame);
          assigned = false;
        }
        if (!BadMemory.look(() -> cache.takeOutIfBad(frame))) {
          throw e;
        }
      } finally {
        if (!filled) {
          if (assigned) {
            cache.table.unassign(frame);
          }
          cache.free(frame, 0); // Row H15: another one, and nobody notices.
        }
      }
    }
  }

  /** Gives a poisoned page of small folios a frame. Under the extent's lock in write mode. */
  private static void showGood(Extent extent, int page, int frame) {
    extent.setEntry(page, frame);
    extent.poisonedPages--;
    extent.space.addPoisonedPages(-1);
    SpaceMapping.update(extent, page, page + 1);
  }

  /**
   * Takes back an injected failure of a page that is still in its file and kept its content
   * (contract row U3).
   *
   * @return null if the frame is not, or no longer, a poisoned frame of the extent
   */
  static @Nullable UnpoisonResult unpoison(Extent extent, int frame) {
    FrameTable table = extent.space.cache.table;
    extent.space.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      int huge = extent.hugeFirst;
      int page = huge >= 0 ? frame - huge : table.slot(frame);
      if (page < 0
          || page >= Frames.HUGE_FRAMES
          || extent.entry(page) != Extent.poisonedEntry(frame)) {
        return null;
      }
      byte cause = table.cause(frame);
      if (cause != Cause.INJECTED_KEPT) {
        return Cause.isInjected(cause) ? UnpoisonResult.CONTENT_LOST : UnpoisonResult.HARDWARE;
      }
      table.unpoison(frame);
      if (huge >= 0) {
        Extent.setBit(Objects.requireNonNull(extent.hugePoison), page, false);
        extent.poisonedPages--;
        extent.space.addPoisonedPages(-1);
        SpaceMapping.update(extent, page, page + 1);
      } else {
        showGood(extent, page, frame);
      }
      return UnpoisonResult.UNPOISONED;
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }
}
