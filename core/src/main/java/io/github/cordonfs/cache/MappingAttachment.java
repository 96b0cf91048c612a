package io.github.cordonfs.cache;

import io.github.cordonfs.cache.extent.FileExtents;
import io.github.cordonfs.cache.mapped.MappingUpkeep;
import io.github.cordonfs.map.Mapping;

/** The life of a mapping as its file has it: prepared, attached, detached. */
public final class MappingAttachment {

  private MappingAttachment() {}

  /**
   * Makes a range mappable: extends the file to its end, and gives every hole in it memory if
   * stores are possible. All, or nothing is changed. With the lock.
   *
   * @return 0, NO_SPACE or CLOSED
   */
  public static int prepare(AddressSpace space, long offset, long length, boolean writable) {
    long end = space.sizeOrDestroyed();
    if (end < 0) {
      return FileExtents.CLOSED;
    }
    long to = offset + length;
    Reservation reservation = new Reservation(space);
    if (writable && length > 0 && !reservation.makeData(offset, to)) {
      return FileExtents.NO_SPACE;
    }
    int result = FileExtents.NO_SPACE;
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
    return MappingUpkeep.adjacentFrames(space, mapping);
  }

  /**
   * Shows a file in an open mapping, and keeps it so until {@link #detach}. With the lock.
   *
   * @return 0; or NO_SPACE if the kernel allows no more ranges of addresses. Then, as after an
   *     exception, the file does not know the mapping, and the caller detaches it
   */
  public static int attach(AddressSpace space, Mapping mapping) {
    return MappingUpkeep.attach(space, mapping);
  }

  /** Forgets a mapping that was detached; the last one of a destroyed file frees its memory. */
  public static void detach(AddressSpace space, Mapping mapping) {
    space.lock();
    try {
      space.unmapping(mapping);
      space.removeMapping(mapping);
      space.freeIfDestroyed();
    } finally {
      space.unlock();
    }
  }
}
