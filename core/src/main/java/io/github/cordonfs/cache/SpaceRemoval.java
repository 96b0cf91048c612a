package io.github.cordonfs.cache;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.FolioRepair;
import io.github.cordonfs.cache.extent.FreedFrames;
import io.github.cordonfs.cache.extent.PageBits;
import io.github.cordonfs.cache.extent.PageRemoval;
import io.github.cordonfs.frame.Frames;
import java.util.List;

/** Takes ranges out of an address space, whose lock the caller has. */
final class SpaceRemoval {

  private SpaceRemoval() {}

  /**
   * Cuts a file off.
   *
   * @param newSize the first byte to go
   * @param publish sets the size, so that readers who find a page gone find the end first
   */
  static void truncate(AddressSpace space, long newSize, Runnable publish) {
    long index = newSize >>> Frames.HUGE_SHIFT;
    int inExtent = (int) newSize & (Frames.HUGE_BYTES - 1);
    // What may fail for want of heap comes before the size changes: otherwise a later extension
    // would show what should be gone.
    Extent cut = inExtent == 0 ? null : space.extents.get(index);
    PageRemoval.Prepared part =
        cut == null ? null : PageRemoval.prepare(cut, inExtent, Frames.HUGE_BYTES);
    FreedFrames freed = cut == null ? null : new FreedFrames(space.pool, PageRemoval.room(cut));
    publish.run();
    try {
      if (part != null && freed != null) {
        index++;
        part.punch(freed);
      }
    } finally {
      if (freed != null) {
        freed.release();
      }
      removeFrom(space, index);
    }
    if (part != null) {
      // Row F11: if there is no memory for that, they stay, behind the end.
      var _ = FolioRepair.clear(part.extent(), part.firstWhole(), Frames.HUGE_FRAMES);
    }
  }

  /**
   * Makes a file empty. Its first extent stays, without frames, where a small file has no other:
   * whoever empties a file mostly writes it anew. After the size was set; allocates nothing.
   */
  static void empty(AddressSpace space) {
    Extent first = space.extents.sole();
    if (first == null || space.isBacked()) {
      removeFrom(space, 0);
    } else {
      PageRemoval.removeAll(first);
    }
  }

  /**
   * Removes whole extents, beyond the end of the file: all of them, whatever comes between.
   * Allocates nothing.
   *
   * @throws InternalError of earlier accesses of this thread, afterwards
   */
  static void removeFrom(AddressSpace space, long index) {
    InternalError stray = null;
    for (Extent extent = space.extents.ceiling(index);
        extent != null;
        extent = space.extents.ceiling(extent.index + 1)) {
      try {
        space.memory.barrier();
      } catch (InternalError e) {
        stray = e;
      }
      PageRemoval.removeAll(extent);
      space.removeExtent(extent);
    }
    if (stray != null) {
      throw stray;
    }
  }

  /**
   * Makes the bytes of a range a hole.
   *
   * @return false if a poisoned page stays, for want of memory to move its folio to (row F11)
   */
  static boolean punch(AddressSpace space, long from, long to) {
    FreedFrames freed = new FreedFrames(space.pool, Frames.HUGE_FRAMES);
    for (Extent extent = space.extents.ceiling(from >>> Frames.HUGE_SHIFT);
        extent != null && extent.index << Frames.HUGE_SHIFT < to;
        extent = space.extents.ceiling(extent.index + 1)) {
      long start = extent.index << Frames.HUGE_SHIFT;
      int first = (int) Math.max(from - start, 0);
      int last = (int) Math.min(to - start, Frames.HUGE_BYTES);
      try {
        PageRemoval.punch(extent, first, last, freed);
      } finally {
        freed.release();
        space.forgetIfEmpty(extent);
      }
    }
    return !space.pool.unsplittable || clearWhole(space, from, to);
  }

  /** Removes poisoned pages that lie wholly in a range from folios that are never split. */
  private static boolean clearWhole(AddressSpace space, long from, long to) {
    boolean done = true;
    for (Extent extent = space.extents.ceiling(from >>> Frames.HUGE_SHIFT);
        extent != null && extent.index << Frames.HUGE_SHIFT < to;
        extent = space.extents.ceiling(extent.index + 1)) {
      long start = extent.index << Frames.HUGE_SHIFT;
      int first = (int) Math.max(from - start, 0) + Frames.FRAME_BYTES - 1;
      int last = (int) Math.min(to - start, Frames.HUGE_BYTES);
      done &=
          FolioRepair.clear(extent, first >>> Frames.FRAME_SHIFT, last >>> Frames.FRAME_SHIFT)
              != null;
    }
    return done;
  }

  /** Removes the poisoned pages that overlap a range; returns them, clipped to the size. */
  static List<ByteRange> clearPoison(AddressSpace space, long from, long to, long size) {
    FreedFrames freed = new FreedFrames(space.pool, Frames.HUGE_FRAMES);
    RangeList removed = new RangeList(size);
    for (Extent extent = space.extents.ceiling(from >>> Frames.HUGE_SHIFT);
        extent != null && extent.index << Frames.HUGE_SHIFT < to;
        extent = space.extents.ceiling(extent.index + 1)) {
      if (extent.poisonedPages() == 0) {
        continue;
      }
      long start = extent.index << Frames.HUGE_SHIFT;
      int first = (int) Math.max(from - start, 0) >>> Frames.FRAME_SHIFT;
      int last =
          (int)
              ((Math.min(to - start, Frames.HUGE_BYTES) + Frames.FRAME_BYTES - 1)
                  >>> Frames.FRAME_SHIFT);
      long[] pages =
          space.pool.unsplittable
              ? FolioRepair.clear(extent, first, last)
              : PageRemoval.removePoisoned(extent, first, last, freed);
      freed.release();
      for (int page = first; pages != null && page < last; page++) {
        if (PageBits.bit(pages, page)) {
          removed.addPage(extent.index * Frames.HUGE_FRAMES + page);
        }
      }
      space.forgetIfEmpty(extent);
    }
    return removed.ranges();
  }
}
