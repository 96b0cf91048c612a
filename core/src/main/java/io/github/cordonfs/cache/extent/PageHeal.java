package io.github.cordonfs.cache.extent;

import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.FrameTable.SplitTables;
import io.github.cordonfs.frame.Frames;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes poisoned pages good again: with new content in a new frame, or with what they had. */
public final class PageHeal {

  private PageHeal() {}

  /**
   * Rebuilds a poisoned page in a new frame (contract row R7). The caller has the address space's
   * lock: nobody else takes pages away. But the page may be unpoisoned at any moment.
   *
   * @param length bytes of the source, at most a page; the rest of the page becomes zeros
   * @return 0, NOT_POISONED or NO_SPACE
   */
  public static int rebuild(
      Extent extent, int page, MemorySegment source, long sourceOffset, int length) {
    FramePool pool = extent.file.pool;
    if (pool.unsplittable) {
      return FolioRepair.rebuild(extent, page, source, sourceOffset, length);
    }
    SplitTables tables = extent.folio() >= 0 ? new SplitTables() : null;
    FreedFrames freed = new FreedFrames(pool, 1);
    int frame = filledFrame(extent, page, source, sourceOffset, length);
    if (frame == Frames.NONE) {
      return FileExtents.NO_SPACE;
    }
    boolean shown = false;
    try {
      shown = showInPlace(extent, page, frame, tables, freed);
    } finally {
      if (!shown) {
        pool.table.unassign(frame);
        pool.free(frame, 0);
      }
    }
    freed.release();
    return shown ? 0 : FileExtents.NOT_POISONED;
  }

  /** Returns false if the page is not poisoned any more. */
  private static boolean showInPlace(
      Extent extent, int page, int frame, @Nullable SplitTables tables, FreedFrames freed) {
    extent.file.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      int bad = extent.entry(page);
      if (!PageEntry.isPoisoned(bad)) {
        return false;
      }
      if (extent.folio() >= 0) {
        extent.split(Objects.requireNonNull(tables));
      }
      extent.heal(page, frame);
      freed.add(bad);
      return true;
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }

  /** Returns a frame of the extent, not shown yet, with the content; NONE if there is no memory. */
  private static int filledFrame(
      Extent extent, int page, MemorySegment source, long sourceOffset, int length) {
    FramePool pool = extent.file.pool;
    while (true) {
      int frame = pool.allocator.allocate(0);
      if (frame == Frames.NONE) {
        return frame;
      }
      boolean assigned = false;
      boolean filled = false;
      try {
        assigned = pool.table.assign(frame, extent, page);
        if (assigned) {
          pool.memory.copyIn(frame, 0, source, sourceOffset, length);
          pool.memory.zero(frame, length, Frames.FRAME_BYTES - length);
          pool.memory.barrier();
          filled = true;
          return frame;
        }
      } catch (InternalError e) {
        if (assigned) {
          pool.table.unassign(frame);
          assigned = false;
        }
        if (!BadMemory.look(() -> pool.takeOutIfBad(frame))) {
          throw e;
        }
      } finally {
        if (!filled) {
          if (assigned) {
            pool.table.unassign(frame);
          }
          pool.free(frame, 0); // Row H15: another one, and nobody notices.
        }
      }
    }
  }

  /**
   * Takes back an injected failure of a page that is still in its file and kept its content
   * (contract row U3).
   *
   * @return null if the frame is not, or no longer, a poisoned frame of the extent
   */
  public static @Nullable UnpoisonResult unpoison(Extent extent, int frame) {
    FrameTable table = extent.file.pool.table;
    extent.file.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      int huge = extent.folio();
      int page = huge >= 0 ? frame - huge : table.slot(frame);
      if (page < 0
          || page >= Frames.HUGE_FRAMES
          || extent.entry(page) != PageEntry.poisonedEntry(frame)) {
        return null;
      }
      byte cause = table.cause(frame);
      if (cause != Cause.INJECTED_KEPT) {
        boolean lost = Cause.isInjected(cause) || cause == Cause.ELSEWHERE;
        return lost ? UnpoisonResult.CONTENT_LOST : UnpoisonResult.HARDWARE;
      }
      table.unpoison(frame);
      extent.unpoison(page, frame);
      return UnpoisonResult.UNPOISONED;
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }
}
