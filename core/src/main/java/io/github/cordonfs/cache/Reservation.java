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

  /**
   * Gives every page of the range memory and data: zeros where there was none.
   *
   * @return false if there is no memory; then nothing has changed
   */
  boolean makeData() {
    boolean done = false;
    try {
      done = reserveAll(index -> space.wantsHuge(index, to)) && instantiateAll();
      return done;
    } finally {
      if (!done) {
        takeBack();
      }
    }
  }

  private boolean instantiateAll() {
    for (Added pages : added) {
      Extent extent = pages.extent;
      int first = firstPage(extent.index);
      int end = endPage(extent.index);
      for (int page = first; page < end; page++) {
        if (!extent.instantiate(page, false)) {
          return false;
        }
      }
    }
    return true;
  }

  private int firstPage(long index) {
    return (int) Math.max(from - (index << Frames.HUGE_SHIFT), 0) >>> Frames.FRAME_SHIFT;
  }

  private int endPage(long index) {
    long inExtent = Math.min(to - (index << Frames.HUGE_SHIFT), Frames.HUGE_BYTES);
    return (int) (inExtent + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
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
      boolean huge = wantsHuge.test(index);
      if (!extent.reserve(firstPage(index), endPage(index), huge, pages.pages)) {
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
