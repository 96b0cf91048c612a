package io.github.cordonfs.cache.mapped;

import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.FileExtents;
import io.github.cordonfs.cache.extent.PageViews;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.map.Mapping;
import java.util.Arrays;

/**
 * Lays a file over a new mapping, whose addresses the caller does not have yet. For the whole of
 * that only the address space's lock is held, so that adjacent frames of any number of extents are
 * one call of the kernel. A page that fails or moves meanwhile is shown right in the end:
 *
 * <ol>
 *   <li>{@link #layAll} notes the stamp of each extent, looks at it and lays what it finds.
 *   <li>The file gets to know the mapping.
 *   <li>{@link #layAgain} looks whether the stamps still hold, and lays an extent whose stamp does
 *       not again, under its lock.
 * </ol>
 *
 * Pages are taken away, moved and marked under the extent's lock in write mode, and whoever has it
 * brings the mappings up to date that the file knows. If he takes it before the last step has
 * looked at the stamp, that does not hold, and the extent is laid again after him. If he takes it
 * later, he finds the mapping, and lays after this did.
 */
final class MappingLayer extends MappedRuns {

  private final int firstFrame;
  private boolean covered;

  /** Of the extents in ascending order: there are the same as long as the lock is held. */
  private long[] stamps = new long[4];

  private int entered;

  MappingLayer(FileExtents file, Mapping mapping) {
    super(file, mapping);
    this.firstFrame = mapping.firstFrame();
  }

  /**
   * Lays all pages as they are at a look.
   *
   * @param cover whether to begin with one range for all, of what pages without data show
   * @return false if the kernel refuses
   */
  boolean layAll(boolean cover) {
    covered = cover;
    return (!cover || MappingUpkeep.cover(mapping, file)) && walk();
  }

  @Override
  void enter(Extent extent) {
    if (entered == stamps.length) {
      stamps = Arrays.copyOf(stamps, 2 * entered);
    }
    stamps[entered++] = extent.lock.tryOptimisticRead();
  }

  @Override
  boolean run(long page, long count, int view) {
    return isShown(page, view) || PageViews.lay(mapping, page, count, view);
  }

  private boolean isShown(long page, int view) {
    return (covered && view == hole)
        || (firstFrame != Frames.NONE && view == firstFrame + (page - mapping.firstPage()));
  }

  /**
   * Lays those extents again of which a page was taken away, moved or marked since the look.
   *
   * @return false if the kernel refuses
   */
  boolean layAgain() {
    boolean laid = true;
    Extent extent = file.extents.ceiling(mapping.firstPage() >>> Frames.HUGE_ORDER);
    for (int i = 0; laid && extent != null && i < entered; i++) {
      if (!extent.lock.validate(stamps[i])) {
        laid = layAgain(extent);
      }
      extent = file.extents.ceiling(extent.index + 1);
    }
    return laid;
  }

  private boolean layAgain(Extent extent) {
    long stamp = extent.lock.readLock();
    try {
      return PageViews.lay(mapping, extent, extent.firstPage(), extent.endPage(), false);
    } finally {
      extent.lock.unlockRead(stamp);
    }
  }
}
