package io.github.cordonfs.cache.extent;

import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.frame.BuddyAllocator;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;

/**
 * Gives pages of an extent memory and data. The caller has the address space's lock and the
 * extent's in read mode: pages are only added, and shown when they are complete.
 */
public final class PageFill {

  private static final MemorySegment ZEROS =
      MemorySegment.ofArray(new byte[Frames.FRAME_BYTES]).asReadOnly();

  /** Whole folios that may fail one after the other while they are handed over. */
  private static final int HUGE_ATTEMPTS = 4;

  private PageFill() {}

  /** Has the class initialized now, as long as there is heap for it. */
  public static void prepare() {}

  /**
   * Makes an empty extent one huge folio of reserved pages; leaves it empty if there is no memory
   * for one.
   *
   * @return false if there is none, and small folios are no way out (row F8)
   */
  static boolean installHuge(Extent extent) {
    FramePool pool = extent.file.pool;
    BuddyAllocator allocator = pool.allocator;
    long[] nothingPresent = PageBits.none();
    long[] nothingPoisoned = PageBits.none();
    for (int i = 0; i < HUGE_ATTEMPTS; i++) {
      int first = allocator.allocateBlock(extent.following());
      if (first == Frames.NONE) {
        break;
      }
      if (pool.table.assignHuge(first, extent)) {
        extent.addFolio(first, nothingPresent, nothingPoisoned);
        return true;
      }
      pool.free(first, Frames.HUGE_ORDER);
    }
    return !pool.unsplittable;
  }

  /**
   * Writes to a page without data, and to such pages that follow it.
   *
   * @return bytes written, at least to the end of the first page or of the source; or NO_SPACE
   */
  static int write(Extent extent, int offset, MemorySegment source, long sourceOffset, int length) {
    int first = offset >>> Frames.FRAME_SHIFT;
    int last = (offset + length - 1) >>> Frames.FRAME_SHIFT;
    int end = first + 1;
    while (end <= last && isFillable(extent, end)) {
      end++;
    }
    while (true) {
      FrameClaim claim = new FrameClaim(extent, first, end - first);
      try {
        return write(claim, offset, source, sourceOffset, length);
      } catch (InternalError e) {
        if (!BadMemory.look(claim::takeOutBad)) {
          throw e;
        }
        // Row H15: other frames, and nobody notices.
      } finally {
        claim.giveBackUnshown();
      }
    }
  }

  private static int write(
      FrameClaim claim, int offset, MemorySegment source, long sourceOffset, int length) {
    Extent extent = claim.extent;
    int first = claim.first;
    claim.take();
    if (claim.pages == 0) {
      return FileExtents.NO_SPACE;
    }
    int stop = Math.min(offset + length, (first + claim.pages) << Frames.FRAME_SHIFT);
    PoolMemory memory = extent.file.memory;
    int inFirst = offset & (Frames.FRAME_BYTES - 1);
    memory.zero(claim.frame(0), 0, inFirst);
    claim.copyIn(inFirst, source, sourceOffset, stop - offset, memory);
    int inLast = stop & (Frames.FRAME_BYTES - 1);
    if (inLast != 0 && !isHiddenFrom(extent, stop)) {
      memory.zero(claim.frame(claim.pages - 1), inLast, Frames.FRAME_BYTES - inLast);
    }
    memory.barrier();
    claim.show(true);
    return stop - offset;
  }

  /**
   * Tells whether nobody can see what a page holds from an offset on: it is behind the end of the
   * file and not mapped. Whoever moves the end beyond it or maps it clears it first.
   */
  static boolean isHiddenFrom(Extent extent, int offset) {
    FileExtents file = extent.file;
    long at = (extent.index << Frames.HUGE_SHIFT) + offset;
    return at >= file.sizeOrDestroyed() && file.mappings.isEmpty();
  }

  /**
   * Gives a page memory and zeros, if it has no data.
   *
   * @return false if there is no memory
   */
  static boolean instantiate(Extent extent, int page) {
    return !isFillable(extent, page)
        || write(extent, page << Frames.FRAME_SHIFT, ZEROS, 0, Frames.FRAME_BYTES) > 0;
  }

  /**
   * Reserves memory for the holes among pages.
   *
   * @param reserved gets a bit for each page that was a hole and has a frame now
   * @return false if memory ran out; what was reserved by then is in {@code reserved}
   */
  static boolean reserve(Extent extent, int from, int to, long[] reserved) {
    int page = from;
    while (page < to) {
      if (extent.entry(page) != PageEntry.HOLE) {
        page++;
        continue;
      }
      int end = page + 1;
      while (end < to && extent.entry(end) == PageEntry.HOLE) {
        end++;
      }
      FrameClaim claim = new FrameClaim(extent, page, end - page);
      try {
        claim.take();
        claim.show(false);
        for (int i = page; i < page + claim.pages; i++) {
          PageBits.setBit(reserved, i, true);
        }
        if (claim.pages < end - page) {
          return false;
        }
      } finally {
        claim.giveBackUnshown();
      }
      page = end;
    }
    return true;
  }

  private static boolean isFillable(Extent extent, int page) {
    int entry = extent.entry(page);
    return entry == PageEntry.HOLE || (entry >= 0 && !extent.isPresent(page));
  }
}
