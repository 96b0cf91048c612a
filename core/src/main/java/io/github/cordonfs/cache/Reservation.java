package io.github.cordonfs.cache;

import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.ExtentWrite;
import io.github.cordonfs.cache.extent.FreedFrames;
import io.github.cordonfs.cache.extent.PageRemoval;
import io.github.cordonfs.frame.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reserves memory for the holes of ranges, each all or nothing: what was added is taken back if
 * memory runs out, also what was added for ranges before it. The caller has the address space's
 * lock.
 */
final class Reservation {

  private final AddressSpace space;
  private final List<Added> added = new ArrayList<>();

  /** Made before anything is added, so that it can be taken back whatever happens. */
  private @Nullable FreedFrames freed;

  /** Pages that this reservation gave a frame. */
  private static final class Added {
    final Extent extent;
    final long[] pages = new long[Frames.HUGE_FRAMES / Long.SIZE];

    Added(Extent extent) {
      this.extent = extent;
    }
  }

  Reservation(AddressSpace space) {
    this.space = space;
  }

  /**
   * Reserves a range.
   *
   * @param from in the file, in bytes
   * @param to just past the last byte
   * @param wantsHuge whether an empty extent with an index should become a huge folio
   * @return false if there is no memory; then nothing is left of this reservation
   */
  boolean make(long from, long to, LongPredicate wantsHuge) {
    boolean done = false;
    try {
      done = reserveAll(from, to, wantsHuge);
      return done;
    } finally {
      if (!done) {
        takeBack();
      }
    }
  }

  /**
   * Gives every page of a range memory and data: zeros where there was none.
   *
   * @param from in the file, in bytes
   * @param to just past the last byte
   * @return false if there is no memory; then nothing is left of this reservation
   */
  boolean makeData(long from, long to) {
    boolean done = false;
    try {
      done = reserveAll(from, to, index -> space.wantsHuge(index, to)) && instantiateAll(from, to);
      return done;
    } finally {
      if (!done) {
        takeBack();
      }
    }
  }

  private boolean instantiateAll(long from, long to) {
    long last = (to - 1) >>> Frames.HUGE_SHIFT;
    for (long index = from >>> Frames.HUGE_SHIFT; index <= last; index++) {
      Extent extent = Objects.requireNonNull(space.extents.get(index));
      int end = endPage(to, index);
      int first = extent.dataUpTo(firstPage(from, index), end);
      for (int page = first; page < end; page++) {
        if (!extent.hasData(page) && !ExtentWrite.instantiate(extent, page, false)) {
          return false;
        }
      }
    }
    return true;
  }

  private static int firstPage(long from, long index) {
    return (int) Math.max(from - (index << Frames.HUGE_SHIFT), 0) >>> Frames.FRAME_SHIFT;
  }

  private static int endPage(long to, long index) {
    long inExtent = Math.min(to - (index << Frames.HUGE_SHIFT), Frames.HUGE_BYTES);
    return (int) (inExtent + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
  }

  private boolean reserveAll(long from, long to, LongPredicate wantsHuge) {
    long last = (to - 1) >>> Frames.HUGE_SHIFT;
    for (long index = from >>> Frames.HUGE_SHIFT; index <= last; index++) {
      Extent existing = space.extents.get(index);
      int first = firstPage(from, index);
      int end = endPage(to, index);
      if (existing != null && existing.dataUpTo(first, end) == end) {
        continue; // Nothing to add, and nothing to take back.
      }
      if (freed == null) {
        freed = new FreedFrames(space.pool, Frames.HUGE_FRAMES);
      }
      Extent extent = existing == null ? space.newExtent(index) : existing;
      Added pages = new Added(extent);
      added.add(pages);
      if (existing == null) {
        space.extents.add(extent);
      }
      boolean huge = wantsHuge.test(index);
      if (!ExtentWrite.reserve(extent, first, end, huge, pages.pages)) {
        return false;
      }
    }
    return true;
  }

  /** Takes back all that was added, for whatever range. Idempotent. */
  void takeBack() {
    FreedFrames room = freed;
    if (room == null) {
      return;
    }
    // By index: an iterator would be another object.
    while (!added.isEmpty()) {
      Added pages = added.removeLast();
      PageRemoval.remove(pages.extent, pages.pages, room);
      room.release();
      space.forgetIfEmpty(pages.extent);
    }
  }
}
