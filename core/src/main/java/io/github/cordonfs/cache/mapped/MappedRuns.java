package io.github.cordonfs.cache.mapped;

import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.FileExtents;
import io.github.cordonfs.cache.extent.PageViews;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.map.Mapping;

/**
 * Goes through the pages of a mapping and joins them into runs, each of which is one range of
 * addresses to the kernel: pages that show the same, or adjacent frames, of whatever extents. The
 * caller has the address space's lock, so that no page is added. The extents' are not taken: what
 * is found may be out of date at once.
 */
abstract class MappedRuns {

  final FileExtents file;
  final Mapping mapping;

  /** What pages without data show. */
  final int hole;

  /** The first page wholly beyond the end of the file. */
  private final long end;

  // The run that is being joined.
  private long start;
  private long length;
  private int view;

  MappedRuns(FileExtents file, Mapping mapping) {
    this.file = file;
    this.mapping = mapping;
    this.hole = PageViews.withoutData(mapping, file.isBacked());
    this.end = PageViews.pagesUpTo(file.shownEnd());
  }

  /** Called before the pages of an extent are looked at. */
  void enter(Extent extent) {}

  /**
   * Called with every run, in ascending order, all pages of the mapping in one of them.
   *
   * @param view a frame, FAULT or ZEROS
   * @return false to go no further
   */
  abstract boolean run(long page, long count, int view);

  /** Goes through; returns false if a run said so. */
  final boolean walk() {
    long last = mapping.endPage();
    long page = mapping.firstPage();
    boolean goOn = true;
    for (Extent extent = file.extents.ceiling(page >>> Frames.HUGE_ORDER);
        goOn && extent != null && extent.firstPage() < last;
        extent = file.extents.ceiling(extent.index + 1)) {
      long from = Math.max(extent.firstPage(), page);
      long to = Math.min(extent.endPage(), last);
      enter(extent);
      goOn = gap(page, from) && pages(extent, from, to);
      page = to;
    }
    return goOn && gap(page, last) && run(start, length, view);
  }

  /** Looks at pages that have no extent. */
  private boolean gap(long from, long to) {
    long inside = Math.clamp(end, from, to);
    return add(from, inside - from, hole) && add(inside, to - inside, PageViews.FAULT);
  }

  private boolean pages(Extent extent, long from, long to) {
    int folio = extent.wholeFolio();
    if (folio >= 0 && to <= end) {
      return add(from, to - from, folio + (int) (from - extent.firstPage()));
    }
    boolean goOn = true;
    long page = from;
    while (goOn && page < to) {
      int shown = PageViews.view(mapping, extent, page, end, false);
      long next = page + 1;
      if (shown >= 0) {
        long first = extent.firstPage();
        int last = (int) (Math.min(to, end) - first);
        next = first + extent.adjacentUpTo((int) (next - first), last, shown + 1);
      }
      goOn = add(page, next - page, shown);
      page = next;
    }
    return goOn;
  }

  private boolean add(long page, long count, int next) {
    if (count == 0) {
      return true;
    }
    boolean follows = next >= 0 ? view >= 0 && next == view + length : next == view;
    if (length > 0 && follows) {
      length += count;
      return true;
    }
    boolean goOn = length == 0 || run(start, length, view);
    start = page;
    length = count;
    view = next;
    return goOn;
  }
}
