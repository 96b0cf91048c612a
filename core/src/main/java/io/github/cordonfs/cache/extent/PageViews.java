package io.github.cordonfs.cache.extent;

import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.map.Mapping;
import io.github.cordonfs.map.MappingTable;
import org.jspecify.annotations.Nullable;

/**
 * What the pages of an extent show in the mappings of the file (contract rows M1, M2, R1). That
 * follows from the file alone:
 *
 * <table>
 *   <caption>What a mapping shows</caption>
 *   <tr><td>wholly beyond the end</td><td>a fault</td></tr>
 *   <tr><td>poisoned, or in a folio with a poisoned page that is never split</td><td>a fault</td></tr>
 *   <tr><td>data</td><td>its frame</td></tr>
 *   <tr><td>a hole, or only reserved</td><td>zeros; where stores are possible there is no such page,
 *       or a fault until there is memory for it</td></tr>
 * </table>
 *
 * {@link ExtentEntries} calls {@link #update} under the extent's lock, after the page's entry and
 * before its old frame is given away. The size may change meanwhile: whoever changes it does so
 * first and then updates the pages it concerns.
 */
public final class PageViews {

  /** A view of a page that is not a frame: an access faults. */
  public static final int FAULT = -1;

  /** A view of a page that is not a frame: zeros. */
  public static final int ZEROS = -2;

  /** What the mapping shows already. */
  private static final int AS_IT_IS = -3;

  private PageViews() {}

  /** Shows pages of an extent (0 to 512) as they are now. Under the extent's lock. */
  static void update(Extent extent, int from, int to) {
    MappingTable mappings = extent.file.mappings;
    if (!mappings.isEmpty()) {
      long first = extent.firstPage();
      for (Mapping mapping : mappings.all()) {
        lay(mapping, extent, first + from, first + to, true);
      }
    }
  }

  /**
   * Shows pages of an extent in a mapping. Under the extent's lock.
   *
   * @param shown whether the mapping shows an earlier state of them
   * @return false if the kernel refuses
   */
  public static boolean lay(Mapping mapping, Extent extent, long from, long to, boolean shown) {
    long first = Math.max(from, mapping.firstPage());
    long last = Math.min(to, mapping.endPage());
    long end = pagesUpTo(extent.file.shownEnd());
    boolean done = true;
    long start = first;
    while (start < last) {
      int view = view(mapping, extent, start, end, shown);
      int before = view;
      long next = start + 1;
      while (next < last) {
        int following = view(mapping, extent, next, end, shown);
        if (!continues(before, following)) {
          break;
        }
        before = following;
        next++;
      }
      done &= lay(mapping, start, next - start, view);
      start = next;
    }
    return done;
  }

  /** Shows pages as a view says; false if the kernel refuses. */
  public static boolean lay(Mapping mapping, long page, long count, int view) {
    switch (view) {
      case AS_IT_IS -> {}
      case FAULT -> mapping.fault(page, count);
      case ZEROS -> {
        return mapping.showZeros(page, count);
      }
      default -> {
        return mapping.show(page, view, (int) count);
      }
    }
    return true;
  }

  private static boolean continues(int before, int next) {
    return before >= 0 ? next == before + 1 : next == before;
  }

  /**
   * Returns what a mapping should show.
   *
   * @param end the first page wholly beyond the end
   * @param shown whether the mapping shows an earlier state of the page
   */
  public static int view(
      Mapping mapping, @Nullable Extent extent, long page, long end, boolean shown) {
    if (page >= end) {
      return FAULT;
    }
    int inExtent = (int) page & (Frames.HUGE_FRAMES - 1);
    int entry = extent == null ? PageEntry.HOLE : extent.entry(inExtent);
    if (PageEntry.isPoisoned(entry)) {
      // Row A12: who mapped it before keeps the content.
      return shown && extent != null && extent.file.pool.keepsMapped ? AS_IT_IS : FAULT;
    }
    if (extent != null && extent.isCutOff()) {
      return FAULT;
    }
    if (extent != null && entry >= 0 && extent.isPresent(inExtent)) {
      return entry;
    }
    return withoutData(mapping, extent != null && extent.file.isBacked());
  }

  /**
   * Returns what a mapping shows of pages without data.
   *
   * @param isBacked whether a store has them: zeros would be wrong
   */
  public static int withoutData(Mapping mapping, boolean isBacked) {
    return mapping.isWritable() || isBacked ? FAULT : ZEROS;
  }

  /** Returns the number of pages that hold a number of bytes. */
  public static long pagesUpTo(long size) {
    return (size >>> Frames.FRAME_SHIFT) + ((size & (Frames.FRAME_BYTES - 1)) == 0 ? 0 : 1);
  }
}
