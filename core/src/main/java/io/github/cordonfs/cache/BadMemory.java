package io.github.cordonfs.cache;

import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;

/**
 * What to do when a copy was answered by an InternalError: find out, without touching it, which
 * page of the pool is bad, and hand it on. If none is, the error is the business of the caller's
 * own memory, or of an earlier access of the same thread that has nothing to do with the file.
 */
final class BadMemory {

  private BadMemory() {}

  /**
   * Looks for bad frames under a range of a file and has them taken out of use. No extent's lock
   * may be held.
   *
   * @return whether there was one: then the access may be tried again, and meets a poisoned page.
   *     If not, somebody else may have taken it out already: then the poison epoch has changed
   */
  static boolean handle(AddressSpace space, long offset, long length) {
    boolean found = false;
    long end = offset + length;
    for (Extent extent = space.extents.ceiling(offset >>> Frames.HUGE_SHIFT);
        extent != null && extent.index << Frames.HUGE_SHIFT < end;
        extent = space.extents.ceiling(extent.index + 1)) {
      long start = extent.index << Frames.HUGE_SHIFT;
      int from = (int) Math.max(offset - start, 0);
      int to = (int) Math.min(end - start, Frames.HUGE_BYTES);
      found |= handle(extent, from, to);
    }
    return found;
  }

  /** As the other, for bytes of one extent. */
  static boolean handle(Extent extent, int from, int to) {
    PoolMemory memory = extent.space.memory;
    boolean found = false;
    int endPage = (to + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
    for (int page = from >>> Frames.FRAME_SHIFT; page < endPage; page++) {
      int frame = extent.goodFrameOf(page);
      if (frame != Frames.NONE && !memory.isReadable(frame)) {
        extent.space.cache.errorSink().failed(frame);
        found = true;
      }
    }
    return found;
  }
}
