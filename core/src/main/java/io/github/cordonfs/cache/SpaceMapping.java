package io.github.cordonfs.cache;

import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.map.Mapping;
import io.github.cordonfs.map.MappingTable;
import io.github.cordonfs.map.RangeBudget;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the mappings of a file showing what its pages are (contract rows M1, M2, R1). What a page
 * shows follows from the file alone:
 *
 * <table>
 *   <caption>What a mapping shows</caption>
 *   <tr><td>wholly beyond the end</td><td>a fault</td></tr>
 *   <tr><td>poisoned</td><td>a fault</td></tr>
 *   <tr><td>data</td><td>its frame</td></tr>
 *   <tr><td>a hole, or only reserved</td><td>zeros; where stores are possible there is no such page,
 *       or a fault until there is memory for it</td></tr>
 * </table>
 *
 * Whoever changes a page calls {@link #update} under the extent's lock, after the page's entry and
 * before its old frame is given away. The size may change meanwhile: whoever changes it does so
 * first and then updates the pages it concerns.
 */
public final class SpaceMapping {

  /** Views of a page that are not a frame. */
  static final int FAULT = -1;

  static final int ZEROS = -2;

  /** What the mapping shows already. */
  private static final int AS_IT_IS = -3;

  /** The kernel is faster at cutting up a range of zeros than one of a file, if it is often. */
  private static final int MANY = 8;

  private SpaceMapping() {}

  // --- attaching and detaching ---

  /**
   * Makes a range mappable: extends the file to its end, and gives every hole in it memory if
   * stores are possible. All, or nothing is changed. With the lock.
   *
   * @return 0, NO_SPACE or CLOSED
   */
  public static int prepare(AddressSpace space, long offset, long length, boolean writable) {
    long end = space.sizeOrDestroyed();
    if (end < 0) {
      return AddressSpace.CLOSED;
    }
    long to = offset + length;
    Reservation reservation = new Reservation(space);
    if (writable && length > 0 && !reservation.makeData(offset, to)) {
      return AddressSpace.NO_SPACE;
    }
    int result = AddressSpace.NO_SPACE;
    try {
      if (to > end) {
        result = space.truncate(to);
      } else {
        space.forgetStray();
        space.clearTail(end);
        result = 0;
      }
      return result;
    } finally {
      if (result < 0) {
        reservation.takeBack();
      }
    }
  }

  /**
   * Returns the frame that the first page of a mapping is to show, if the other pages are to show
   * those that follow; otherwise NONE. That is a look without a lock: {@link #attach} looks again.
   * With the lock of the address space.
   */
  public static int adjacentFrames(AddressSpace space, Mapping mapping) {
    return new MappingLook(space, mapping).adjacentFrames();
  }

  /**
   * Shows a file in an open mapping, and keeps it so until {@link #detach}. With the lock.
   *
   * @return 0; or NO_SPACE if the kernel allows no more ranges of addresses. Then, as after an
   *     exception, the file does not know the mapping, and the caller detaches it
   */
  public static int attach(AddressSpace space, Mapping mapping) {
    int ranges = 1;
    boolean cover = false;
    if (mapping.firstFrame() == Frames.NONE) {
      MappingLook look = new MappingLook(space, mapping);
      ranges = look.ranges();
      cover = look.hasHoles() || (ranges > MANY && !mapping.isWritable());
    }
    MappingLayer layer = new MappingLayer(space, mapping);
    if (!RangeBudget.take(ranges)) {
      return AddressSpace.NO_SPACE;
    }
    boolean laid = false;
    try {
      if (layer.layAll(cover)) {
        space.mappings = space.mappings.with(mapping);
        laid = layer.layAgain() && mapping.complete(ranges);
      }
    } finally {
      if (!laid) {
        RangeBudget.giveBack(ranges);
        space.mappings = space.mappings.without(mapping);
      }
    }
    return laid ? 0 : AddressSpace.NO_SPACE;
  }

  /** Shows in all of a new mapping what it shows where there is no data. */
  static boolean cover(Mapping mapping, AddressSpace space) {
    return withoutData(mapping, space.isBacked()) == FAULT
        ? mapping.cover()
        : mapping.showZeros(mapping.firstPage(), mapping.endPage() - mapping.firstPage());
  }

  /** Forgets a mapping that was detached; the last one of a destroyed file frees its memory. */
  public static void detach(AddressSpace space, Mapping mapping) {
    space.lock();
    try {
      space.mappings = space.mappings.without(mapping);
      space.freeIfDestroyed();
    } finally {
      space.unlock();
    }
  }

  // --- keeping up ---

  /** Shows pages of an extent (0 to 512) as they are now. Under the extent's lock. */
  static void update(Extent extent, int from, int to) {
    MappingTable mappings = extent.space.mappings;
    if (!mappings.isEmpty()) {
      long first = extent.firstPage();
      for (Mapping mapping : mappings.all()) {
        lay(mapping, extent.space, extent, first + from, first + to, true);
      }
    }
  }

  /**
   * Gives the holes memory that come to lie inside the file, in front of what is written, and in a
   * mapping in which stores are possible. With the lock, before the file grows.
   *
   * @param reservation gets what is added, and loses all it has if there is no memory
   * @return false if there is none
   */
  static boolean prepareGrowth(AddressSpace space, long end, long newEnd, Reservation reservation) {
    long from = pagesUpTo(end);
    long to = pagesUpTo(newEnd);
    if (space.mappings.isEmpty() || !space.mappings.overlapsWritable(from, to)) {
      return true;
    }
    return makeData(space, from, to, reservation);
  }

  /**
   * Gives holes among pages memory if stores to them are possible: to all, or to none.
   *
   * @param reservation gets what is added, and loses all it has if there is no memory
   * @return false if there is none
   */
  static boolean makeData(AddressSpace space, long from, long to, Reservation reservation) {
    for (Mapping mapping : space.mappings.all()) {
      long first = Math.max(from, mapping.firstPage());
      long last = Math.min(to, mapping.endPage());
      if (mapping.isWritable() && first < last) {
        if (!reservation.makeData(first << Frames.FRAME_SHIFT, last << Frames.FRAME_SHIFT)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Shows what came to lie inside the file. With the lock, after the file grew. */
  static void grown(AddressSpace space, long end, long newEnd) {
    if (space.mappings.isEmpty()) {
      return;
    }
    long from = pagesUpTo(end);
    long to = pagesUpTo(newEnd);
    long done = from;
    for (Extent extent = space.extents.ceiling(from >>> Frames.HUGE_ORDER);
        extent != null && extent.firstPage() < to;
        extent = space.extents.ceiling(extent.index + 1)) {
      showHole(space, done, extent.firstPage());
      done = Math.min(extent.endPage(), to);
      long stamp = extent.lock.readLock();
      try {
        for (Mapping mapping : space.mappings.all()) {
          // Behind the end it showed nothing yet, of a page that failed there neither.
          lay(mapping, space, extent, Math.max(from, extent.firstPage()), done, false);
        }
      } finally {
        extent.lock.unlockRead(stamp);
      }
    }
    showHole(space, done, to);
  }

  /** Shows zeros where there is no extent: never where there may be data, or a failed page. */
  private static void showHole(AddressSpace space, long from, long to) {
    if (space.isBacked()) {
      return;
    }
    for (Mapping mapping : space.mappings.all()) {
      if (mapping.firstPage() < to && mapping.endPage() > from && !mapping.isWritable()) {
        mapping.showZeros(from, to - from);
      }
    }
  }

  /** Makes all that lies beyond the end fault. With the lock, after the file was cut. */
  static void cut(AddressSpace space) {
    if (space.mappings.isEmpty()) {
      return;
    }
    long end = pagesUpTo(space.shownEnd());
    for (Mapping mapping : space.mappings.all()) {
      if (mapping.endPage() > end) {
        mapping.fault(end, mapping.endPage() - end);
      }
    }
  }

  /**
   * Shows pages of an extent in a mapping. Under the extent's lock.
   *
   * @param shown whether the mapping shows an earlier state of them
   * @return false if the kernel refuses
   */
  static boolean lay(
      Mapping mapping, AddressSpace space, Extent extent, long from, long to, boolean shown) {
    long first = Math.max(from, mapping.firstPage());
    long last = Math.min(to, mapping.endPage());
    long end = pagesUpTo(space.shownEnd());
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
  static boolean lay(Mapping mapping, long page, long count, int view) {
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
  static int view(Mapping mapping, @Nullable Extent extent, long page, long end, boolean shown) {
    if (page >= end) {
      return FAULT;
    }
    int inExtent = (int) page & (Frames.HUGE_FRAMES - 1);
    int entry = extent == null ? Extent.HOLE : extent.entry(inExtent);
    if (Extent.isPoisoned(entry)) {
      // Row A12: who mapped it before keeps the content.
      return shown && extent != null && extent.space.cache.keepsMapped ? AS_IT_IS : FAULT;
    }
    if (extent != null && entry >= 0 && extent.isPresent(inExtent)) {
      return entry;
    }
    return withoutData(mapping, extent != null && extent.isBacked());
  }

  /** Returns what a mapping shows where the file has no data. */
  static int withoutData(Mapping mapping, boolean isBacked) {
    return mapping.isWritable() || isBacked ? FAULT : ZEROS;
  }

  static long pagesUpTo(long size) {
    return (size >>> Frames.FRAME_SHIFT) + ((size & (Frames.FRAME_BYTES - 1)) == 0 ? 0 : 1);
  }
}
