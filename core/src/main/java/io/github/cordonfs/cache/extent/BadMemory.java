package io.github.cordonfs.cache.extent;

import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.cache.pool.Patience;
import io.github.cordonfs.frame.BadFrame;
import io.github.cordonfs.frame.Frames;
import java.util.function.BooleanSupplier;

/**
 * What to do when a copy was answered by an InternalError: find out, without touching it, which
 * page of the pool is bad, and hand it on. If none is, the error is the business of the caller's
 * own memory, or of an earlier access of the same thread that has nothing to do with the file.
 */
public final class BadMemory {

  private BadMemory() {}

  /**
   * Looks for bad frames under a range of a file and has them taken out of use. No extent's lock
   * may be held.
   *
   * @return whether there was one: then the access may be tried again, and meets a poisoned page.
   *     If not, somebody else may have taken it out already: then the poison epoch has changed
   */
  public static boolean handle(FileExtents file, long offset, long length) {
    boolean found = false;
    long end = offset + length;
    for (Extent extent = file.extents.ceiling(offset >>> Frames.HUGE_SHIFT);
        extent != null && extent.index << Frames.HUGE_SHIFT < end;
        extent = file.extents.ceiling(extent.index + 1)) {
      long start = extent.index << Frames.HUGE_SHIFT;
      int from = (int) Math.max(offset - start, 0);
      int to = (int) Math.min(end - start, Frames.HUGE_BYTES);
      found |= handle(extent, from, to);
    }
    return found;
  }

  /** As the other, for bytes of one extent. */
  static boolean handle(Extent extent, int from, int to) {
    int endPage = (to + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
    boolean found = false;
    int page = from >>> Frames.FRAME_SHIFT;
    while (page < endPage) {
      int first = extent.goodFrameOf(page++);
      if (first != Frames.NONE) {
        int end = first + 1;
        while (page < endPage
            && (end & (Frames.HUGE_FRAMES - 1)) != 0
            && extent.goodFrameOf(page) == end) {
          page++;
          end++;
        }
        found |= handle(extent.file.pool, first, end);
      }
    }
    return found;
  }

  /** As the other, for adjacent frames: one question for all, if the kernel can answer that. */
  private static boolean handle(FramePool pool, int first, int end) {
    if (end - first > 1 && pool.memory.areReadable(first, end - first).orElse(false)) {
      return false;
    }
    boolean found = false;
    for (int frame = first; frame < end; frame++) {
      BadFrame bad = pool.findBad(frame);
      if (bad != null) {
        pool.errorSink().failed(bad);
        found = true;
      }
    }
    return found;
  }

  /**
   * Looks for the cause of an error over and over, for some milliseconds, before it is taken for
   * the caller's own (contract row S51). Whoever holds a lock of an extent holds it in read mode,
   * for frames that nobody else has yet.
   *
   * @param isFound looks, and acts on what it finds
   * @return whether something was found
   */
  public static boolean look(BooleanSupplier isFound) {
    Patience patience = new Patience();
    do {
      if (isFound.getAsBoolean()) {
        return true;
      }
    } while (patience.waitForAnotherLook());
    return false;
  }
}
