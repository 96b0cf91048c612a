package io.github.cordonfs.cache;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.FileExtents;
import io.github.cordonfs.cache.extent.PageHeal;
import io.github.cordonfs.frame.Frames;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Rebuilds poisoned pages of an address space, whose lock the caller has (contract row R7). */
final class SpaceHeal {

  private static final int IN_PAGE = Frames.FRAME_BYTES - 1;

  private SpaceHeal() {}

  /**
   * Rebuilds the poisoned pages in a range.
   *
   * @param bytes the content of the range; pages that are good are left alone
   * @param restored gets what was rebuilt
   * @return 0 or NO_SPACE
   * @throws IllegalArgumentException if a poisoned page, as far as it is in the file, is in the
   *     range only in part; nothing was done
   */
  static int restore(
      AddressSpace space, ByteRange range, MemorySegment bytes, List<ByteRange> restored) {
    long size = space.size();
    long end = Math.min(range.end(), size);
    for (long at = space.firstPoisoned(range.offset(), range.length()); at >= 0 && at < end; ) {
      ByteRange page = space.pageAt(at);
      if (page.offset() < range.offset() || page.end() > range.end()) {
        throw new IllegalArgumentException(
            "the poisoned page " + page + " is not wholly in the range " + range);
      }
      at = next(space, page, end);
    }
    RangeList rebuilt = new RangeList(size);
    int code = 0;
    for (long at = space.firstPoisoned(range.offset(), range.length()); at >= 0 && at < end; ) {
      ByteRange page = space.pageAt(at);
      code =
          rebuild(space, page.offset(), bytes, page.offset() - range.offset(), (int) page.length());
      if (code == FileExtents.NO_SPACE) {
        break;
      }
      if (code != FileExtents.NOT_POISONED) {
        rebuilt.addPage(page.offset() >>> Frames.FRAME_SHIFT);
      }
      at = next(space, page, end);
    }
    restored.addAll(rebuilt.ranges());
    return code == FileExtents.NO_SPACE ? code : 0;
  }

  private static long next(AddressSpace space, ByteRange page, long end) {
    long from = page.offset() + Frames.FRAME_BYTES;
    return from < end ? space.firstPoisoned(from, end - from) : -1;
  }

  /**
   * Rebuilds the page at an offset if it is poisoned and a write covers all of it that is in the
   * file.
   *
   * @return how many bytes of the write that took, 0 if the page is good again, POISONED if it
   *     cannot be done, or NO_SPACE
   */
  static int overwrite(
      AddressSpace space, long offset, MemorySegment source, long sourceOffset, int length) {
    boolean whole = length >= Frames.FRAME_BYTES || offset + length >= space.size();
    if ((offset & IN_PAGE) != 0 || !whole || space.firstPoisoned(offset, 1) < 0) {
      return FileExtents.POISONED;
    }
    int n = Math.min(length, Frames.FRAME_BYTES);
    int code = rebuild(space, offset, source, sourceOffset, n);
    if (code == FileExtents.NOT_POISONED) {
      return 0;
    }
    return code < 0 ? code : n;
  }

  private static int rebuild(
      AddressSpace space, long offset, MemorySegment source, long sourceOffset, int length) {
    Extent extent = space.extents.get(offset >>> Frames.HUGE_SHIFT);
    if (extent == null) {
      return 0;
    }
    int page = ((int) offset & (Frames.HUGE_BYTES - 1)) >>> Frames.FRAME_SHIFT;
    return PageHeal.rebuild(extent, page, source, sourceOffset, length);
  }
}
