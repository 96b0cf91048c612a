package io.github.cordonfs.cache.backed;

import io.github.cordonfs.cache.extent.BackedExtent;
import io.github.cordonfs.cache.extent.BadMemory;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.FreedFrames;
import io.github.cordonfs.cache.extent.PageRemoval;
import io.github.cordonfs.frame.Frames;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Takes a range of a file out of the cache: what is clean, or what the store has anew. */
final class PageDrop {

  private PageDrop() {}

  /** What becomes of a page of the range. */
  private interface Choice {
    /** Returns whether it goes. With the file's lock, and the extent's in write mode. */
    boolean goes(BackedExtent extent, int page);
  }

  /**
   * Drops the clean pages that a range touches: none that is dirty, lost, mapped or held, and no
   * part of a huge folio. With no lock held.
   */
  static void dropClean(BackedSpace space, long position, long length) {
    space.memory.barrier();
    space.lock();
    try {
      long to = Math.min(position + length, space.sizeOrDestroyed());
      drop(
          space,
          position,
          to,
          (extent, page) ->
              extent.hasData(page)
                  && !extent.isDirty(page)
                  && !space.isPinned(extent.firstPage() + page, 1));
    } finally {
      space.unlock();
    }
  }

  /**
   * Has nobody find what the cache had of a range that the store has anew: pages that cannot go get
   * the new content where they are. With the locks of the writers and of writeback.
   *
   * @param content what the store has; null if that is not known
   */
  static void replace(
      WritableSpace space, long position, long to, @Nullable MemorySegment content) {
    space.memory.barrier();
    space.lock();
    try {
      long first = position >>> Frames.FRAME_SHIFT;
      space.fills.lose(first, BackedSpace.pagesOf(position, (int) (to - position)));
      forEachExtent(
          space,
          position,
          to,
          (extent, from, last) -> {
            for (int page = from; page < last; page++) {
              if (extent.hasData(page)) {
                space.writeback().forget(extent, page, page + 1);
              }
            }
          });
      drop(
          space,
          position,
          to,
          (extent, page) -> extent.hasData(page) && !space.isPinned(extent.firstPage() + page, 1));
    } finally {
      space.unlock();
    }
    // What is left is of a huge folio, or mapped.
    forEachExtent(
        space,
        position,
        to,
        (extent, from, last) -> {
          for (int page = from; page < last; page++) {
            long at = (extent.firstPage() + page) << Frames.FRAME_SHIFT;
            if (extent.hasData(page)
                && !(content != null
                    && extent.refresh(page, content.asSlice(at - position, Frames.FRAME_BYTES)))) {
              var _ = BadMemory.handle(space, at, Frames.FRAME_BYTES);
              space.drop(extent, page);
            }
          }
        });
  }

  private static void drop(BackedSpace space, long position, long to, Choice choice) {
    FreedFrames freed = new FreedFrames(space.pool, Frames.HUGE_FRAMES);
    forEachExtent(
        space,
        position,
        to,
        (extent, from, last) -> {
          try {
            // Whoever holds pages from now on waits for the lock, and looks again.
            long stamp = extent.lock.writeLock();
            try {
              remove(extent, from, last, choice, freed);
            } finally {
              extent.lock.unlockWrite(stamp);
            }
          } finally {
            freed.release();
            space.forgetIfEmpty(extent);
          }
        });
  }

  /** Under the extent's lock in write mode. */
  private static void remove(
      BackedExtent extent, int from, int last, Choice choice, FreedFrames freed) {
    int page = from;
    while (page < last) {
      int end = page;
      while (end < last && choice.goes(extent, end)) {
        end++;
      }
      if (end > page && (extent.folio() < 0 || end - page == Frames.HUGE_FRAMES)) {
        PageRemoval.removeLocked(extent, page, end, freed);
      }
      page = end + 1;
    }
  }

  private interface Part {
    void pages(BackedExtent extent, int from, int to);
  }

  private static void forEachExtent(BackedSpace space, long position, long to, Part part) {
    long first = position >>> Frames.FRAME_SHIFT;
    long end = (to + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
    for (Extent extent = space.extents.ceiling(first >>> Frames.HUGE_ORDER);
        extent != null && extent.firstPage() < end;
        extent = space.extents.ceiling(extent.index + 1)) {
      int from = (int) Math.max(0, first - extent.firstPage());
      int last = (int) Math.min(Frames.HUGE_FRAMES, end - extent.firstPage());
      part.pages((BackedExtent) extent, from, last);
    }
  }
}
