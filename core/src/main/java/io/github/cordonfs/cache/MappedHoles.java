package io.github.cordonfs.cache;

import io.github.cordonfs.cache.extent.PageViews;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.map.Mapping;

/**
 * Gives holes memory where a mapping can store to them: the kernel would have nowhere to put what
 * is stored (contract row M1). With the address space's lock.
 */
final class MappedHoles {

  private MappedHoles() {}

  /**
   * Gives the holes memory that come to lie inside the file, in front of what is written, and in a
   * mapping in which stores are possible. With the lock, before the file grows.
   *
   * @param reservation gets what is added, and loses all it has if there is no memory
   * @return false if there is none
   */
  static boolean fillBefore(AddressSpace space, long end, long newEnd, Reservation reservation) {
    long from = PageViews.pagesUpTo(end);
    long to = PageViews.pagesUpTo(newEnd);
    if (space.mappings().isEmpty() || !space.mappings().overlapsWritable(from, to)) {
      return true;
    }
    return fill(space, from, to, reservation);
  }

  /**
   * Gives holes among pages memory if stores to them are possible: to all, or to none.
   *
   * @param reservation gets what is added, and loses all it has if there is no memory
   * @return false if there is none
   */
  static boolean fill(AddressSpace space, long from, long to, Reservation reservation) {
    if (space.isBacked()) {
      return true; // It has no holes: what is missing is read.
    }
    for (Mapping mapping : space.mappings().all()) {
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
}
