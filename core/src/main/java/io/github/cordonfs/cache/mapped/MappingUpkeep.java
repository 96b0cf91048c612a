package io.github.cordonfs.cache.mapped;

import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.FileExtents;
import io.github.cordonfs.cache.extent.PageViews;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.map.Mapping;
import io.github.cordonfs.map.RangeBudget;

/**
 * Shows a file in its mappings: in a new one, and in all when the size changes. What a page shows,
 * and what happens when a page changes, is in {@link PageViews}.
 */
public final class MappingUpkeep {

  /** The kernel is faster at cutting up a range of zeros than one of a file, if it is often. */
  private static final int MANY = 8;

  private MappingUpkeep() {}

  /**
   * Returns the frame that the first page of a mapping is to show, if the other pages are to show
   * those that follow; otherwise NONE. That is a look without a lock: {@link #attach} looks again.
   * With the lock of the address space.
   */
  public static int adjacentFrames(FileExtents file, Mapping mapping) {
    return new MappingLook(file, mapping).adjacentFrames();
  }

  /**
   * Shows a file in an open mapping, and keeps it so until it is detached. With the lock.
   *
   * @return 0; or NO_SPACE if the kernel allows no more ranges of addresses. Then, as after an
   *     exception, the file does not know the mapping, and the caller detaches it
   */
  public static int attach(FileExtents file, Mapping mapping) {
    int ranges = 1;
    boolean cover = false;
    if (mapping.firstFrame() == Frames.NONE) {
      MappingLook look = new MappingLook(file, mapping);
      ranges = look.ranges();
      cover = look.hasHoles() || (ranges > MANY && !mapping.isWritable());
    }
    MappingLayer layer = new MappingLayer(file, mapping);
    if (!RangeBudget.take(ranges)) {
      return FileExtents.NO_SPACE;
    }
    boolean laid = false;
    try {
      if (layer.layAll(cover)) {
        file.addMapping(mapping);
        laid = layer.layAgain() && mapping.complete(ranges);
      }
    } finally {
      if (!laid) {
        RangeBudget.giveBack(ranges);
        file.removeMapping(mapping);
      }
    }
    return laid ? 0 : FileExtents.NO_SPACE;
  }

  /** Shows in all of a new mapping what it shows where there is no data. */
  static boolean cover(Mapping mapping, FileExtents file) {
    return PageViews.withoutData(mapping, file.isBacked()) == PageViews.FAULT
        ? mapping.cover()
        : mapping.showZeros(mapping.firstPage(), mapping.endPage() - mapping.firstPage());
  }

  /** Shows what came to lie inside the file. With the lock, after the file grew. */
  public static void grown(FileExtents file, long end, long newEnd) {
    if (file.mappings().isEmpty()) {
      return;
    }
    long from = PageViews.pagesUpTo(end);
    long to = PageViews.pagesUpTo(newEnd);
    long done = from;
    for (Extent extent = file.extents.ceiling(from >>> Frames.HUGE_ORDER);
        extent != null && extent.firstPage() < to;
        extent = file.extents.ceiling(extent.index + 1)) {
      showHole(file, done, extent.firstPage());
      done = Math.min(extent.endPage(), to);
      long stamp = extent.lock.readLock();
      try {
        for (Mapping mapping : file.mappings().all()) {
          // Behind the end it showed nothing yet, of a page that failed there neither.
          PageViews.lay(mapping, extent, Math.max(from, extent.firstPage()), done, false);
        }
      } finally {
        extent.lock.unlockRead(stamp);
      }
    }
    showHole(file, done, to);
  }

  /** Shows zeros where there is no extent: never where there may be data, or a failed page. */
  private static void showHole(FileExtents file, long from, long to) {
    if (file.isBacked()) {
      return;
    }
    for (Mapping mapping : file.mappings().all()) {
      if (mapping.firstPage() < to && mapping.endPage() > from && !mapping.isWritable()) {
        mapping.showZeros(from, to - from);
      }
    }
  }

  /** Makes all that lies beyond the end fault. With the lock, after the file was cut. */
  public static void cut(FileExtents file) {
    if (file.mappings().isEmpty()) {
      return;
    }
    long end = PageViews.pagesUpTo(file.shownEnd());
    for (Mapping mapping : file.mappings().all()) {
      if (mapping.endPage() > end) {
        mapping.fault(end, mapping.endPage() - end);
      }
    }
  }
}
