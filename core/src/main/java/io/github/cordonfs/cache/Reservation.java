package io.github.cordonfs.cache;

import io.github.cordonfs.frame.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Reserves memory for the holes of a range, all or nothing: what was added is taken back if memory
 * runs out. The caller has the address space's lock.
 */
final class Reservation {

  private final AddressSpace space;
  private final long from;
  private final long to;
  private final List<Added> added = new ArrayList<>();

  /** Pages that this reservation gave a frame. */
  private static final class Added {
    final Extent extent;
    final long[] pages = new long[Frames.HUGE_FRAMES / Long.SIZE];

    Added(Extent extent) {
      this.extent = extent;
    }
  }

  Reservation(AddressSpace space, long from, long to) {
    this.space = space;
    this.from = from;
    this.to = to;
  }

  /**
   * Makes the reservation.
   *
   * @param wantsHuge whether an empty extent with an index should become a huge folio
   * @return false if there is no memory; then nothing has changed
   */
  boolean make(LongPredicate wantsHuge) {
    boolean done = false;
    try {
      done = reserveAll(wantsHuge);
      return done;
    } finally {
      if (!done) {
        takeBack();
      }
    }
  }

  private boolean reserveAll(LongPredicate wantsHuge) {
    long last = (to - 1) >>> Frames.HUGE_SHIFT;
    for (long index = from >>> Frames.HUGE_SHIFT; index <= last; index++) {
      Extent extent = space.extents.get(index);
      if (extent == null) {
        extent = new Extent(space, index);
        space.extents.add(extent);
      }
      Added pages = new Added(extent);
      added.add(pages);
      long start = index << Frames.HUGE_SHIFT;
      int firstPage = (int) Math.max(from - start, 0) >>> Frames.FRAME_SHIFT;
      int endPage =
          (int)
              ((Math.min(to - start, Frames.HUGE_BYTES) + Frames.FRAME_BYTES - 1)
                  >>> Frames.FRAME_SHIFT);
      if (!extent.reserve(firstPage, endPage, wantsHuge.test(index), pages.pages)) {
        return false;
      }
    }
    return true;
  }

  private void takeBack() {
    FreedFrames freed = new FreedFrames(space.cache, Frames.HUGE_FRAMES);
    for (Added pages : added) {
      PageRemoval.remove(pages.extent, pages.pages, freed);
      freed.release();
      if (pages.extent.isEmpty()) {
        space.extents.remove(pages.extent.index);
      }
    }
  }
}
