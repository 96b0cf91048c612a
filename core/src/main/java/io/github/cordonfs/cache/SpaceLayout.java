package io.github.cordonfs.cache;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.PageBits;
import io.github.cordonfs.cache.extent.PageEntry;
import io.github.cordonfs.frame.Frames;
import java.util.List;

/**
 * Answers where a file has data, holes and poisoned pages. Each page is seen as it is at some
 * moment during the call.
 */
final class SpaceLayout {

  private SpaceLayout() {}

  static long seekData(AddressSpace space, long offset, long size) {
    long at = offset;
    while (at < size) {
      Extent extent = space.extents.ceiling(at >>> Frames.HUGE_SHIFT);
      if (extent == null) {
        return -1;
      }
      long start = extent.index << Frames.HUGE_SHIFT;
      at = Math.max(at, start);
      for (int page = (int) (at - start) >>> Frames.FRAME_SHIFT;
          page < Frames.HUGE_FRAMES;
          page++) {
        if (isData(extent, page)) {
          at = Math.max(at, start + ((long) page << Frames.FRAME_SHIFT));
          return at < size ? at : -1;
        }
      }
      at = start + Frames.HUGE_BYTES;
      if (at < 0) {
        return -1; // the last extent there can be
      }
    }
    return -1;
  }

  static long seekHole(AddressSpace space, long offset, long size) {
    long at = offset;
    while (at >= 0 && at < size) {
      Extent extent = space.extents.get(at >>> Frames.HUGE_SHIFT);
      if (extent == null) {
        return at;
      }
      long start = extent.index << Frames.HUGE_SHIFT;
      for (int page = (int) (at - start) >>> Frames.FRAME_SHIFT;
          page < Frames.HUGE_FRAMES;
          page++) {
        if (!isData(extent, page)) {
          return Math.min(Math.max(at, start + ((long) page << Frames.FRAME_SHIFT)), size);
        }
      }
      at = start + Frames.HUGE_BYTES;
    }
    return offset < size ? size : -1;
  }

  /** A huge folio with any data is data as a whole, as on Linux; reserved pages are a hole. */
  private static boolean isData(Extent extent, int page) {
    if (extent.folio() >= 0) {
      return extent.poisonedPages() != 0 || extent.hasAnyData();
    }
    int entry = extent.entry(page);
    return PageEntry.isPoisoned(entry) || (entry >= 0 && extent.isPresent(page));
  }

  static List<ByteRange> badRanges(AddressSpace space, long size) {
    RangeList bad = new RangeList(size);
    for (Extent extent = space.extents.ceiling(0);
        extent != null;
        extent = space.extents.ceiling(extent.index + 1)) {
      if (extent.poisonedPages() == 0) {
        // Without its lock: what was poisoned before the file was asked whether it has such pages
        // is seen.
        continue;
      }
      long[] bits = extent.poisonedBits();
      for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
        if (PageBits.bit(bits, page)) {
          bad.addPage(extent.index * Frames.HUGE_FRAMES + page);
        }
      }
    }
    return bad.ranges();
  }

  static long firstPoisoned(AddressSpace space, long from, long to) {
    for (Extent extent = space.extents.ceiling(from >>> Frames.HUGE_SHIFT);
        extent != null && extent.index << Frames.HUGE_SHIFT < to;
        extent = space.extents.ceiling(extent.index + 1)) {
      if (extent.poisonedPages() == 0) {
        continue; // as above
      }
      long start = extent.index << Frames.HUGE_SHIFT;
      long[] bits = extent.poisonedBits();
      for (int page = (int) Math.max(from - start, 0) >>> Frames.FRAME_SHIFT;
          page < Frames.HUGE_FRAMES;
          page++) {
        long at = start + ((long) page << Frames.FRAME_SHIFT);
        if (at >= to) {
          return -1;
        }
        if (PageBits.bit(bits, page)) {
          return Math.max(at, from);
        }
      }
    }
    return -1;
  }
}
