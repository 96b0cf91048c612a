package io.github.cordonfs.cache;

import io.github.cordonfs.ByteRange;
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
    FreedFrames freed = new FreedFrames(space.cache, room(space, index));
    Extent cut = inExtent == 0 ? null : space.extents.get(index);
    PageRemoval.Prepared part =
        cut == null ? null : PageRemoval.prepare(cut, inExtent, Frames.HUGE_BYTES);
    publish.run();
    if (part != null) {
      part.punch(freed);
      freed.release();
      index++;
    }
    punchWhole(space, index, Long.MAX_VALUE, freed);
  }

  /** Returns how many frames an extent may give back at once: a small file is one small extent. */
  private static int room(AddressSpace space, long from) {
    Extent first = space.extents.ceiling(from);
    if (first == null) {
      return 0;
    }
    int[] table = first.frames;
    boolean sole = space.extents.ceiling(first.index + 1) == null;
    return sole && first.hugeFirst < 0 && table != null ? table.length : Frames.HUGE_FRAMES;
  }

  /** Makes the bytes of a range a hole. */
  static void punch(AddressSpace space, long from, long to) {
    FreedFrames freed = new FreedFrames(space.cache, Frames.HUGE_FRAMES);
    for (Extent extent = space.extents.ceiling(from >>> Frames.HUGE_SHIFT);
        extent != null && extent.index << Frames.HUGE_SHIFT < to;
        extent = space.extents.ceiling(extent.index + 1)) {
      long start = extent.index << Frames.HUGE_SHIFT;
      int first = (int) Math.max(from - start, 0);
      int last = (int) Math.min(to - start, Frames.HUGE_BYTES);
      PageRemoval.punch(extent, first, last, freed);
      freed.release();
      if (extent.isEmpty()) {
        space.extents.remove(extent.index);
      }
    }
  }

  private static void punchWhole(AddressSpace space, long from, long to, FreedFrames freed) {
    for (Extent extent = space.extents.ceiling(from);
        extent != null && extent.index < to;
        extent = space.extents.ceiling(extent.index + 1)) {
      PageRemoval.punch(extent, 0, Frames.HUGE_BYTES, freed);
      freed.release();
      space.extents.remove(extent.index);
    }
  }

  /** Removes the poisoned pages that overlap a range; returns them, clipped to the size. */
  static List<ByteRange> clearPoison(AddressSpace space, long from, long to, long size) {
    FreedFrames freed = new FreedFrames(space.cache, Frames.HUGE_FRAMES);
    RangeList removed = new RangeList(size);
    for (Extent extent = space.extents.ceiling(from >>> Frames.HUGE_SHIFT);
        extent != null && extent.index << Frames.HUGE_SHIFT < to;
        extent = space.extents.ceiling(extent.index + 1)) {
      if (extent.poisonedPages == 0) {
        continue;
      }
      long start = extent.index << Frames.HUGE_SHIFT;
      int first = (int) Math.max(from - start, 0) >>> Frames.FRAME_SHIFT;
      int last =
          (int)
              ((Math.min(to - start, Frames.HUGE_BYTES) + Frames.FRAME_BYTES - 1)
                  >>> Frames.FRAME_SHIFT);
      long[] pages = PageRemoval.removePoisoned(extent, first, last, freed);
      freed.release();
      for (int page = first; page < last; page++) {
        if (Extent.bit(pages, page)) {
          removed.addPage(extent.index * Frames.HUGE_FRAMES + page);
        }
      }
      if (extent.isEmpty()) {
        space.extents.remove(extent.index);
      }
    }
    return removed.ranges();
  }
}
