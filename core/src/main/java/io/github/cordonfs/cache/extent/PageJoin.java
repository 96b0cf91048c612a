package io.github.cordonfs.cache.extent;

import io.github.cordonfs.frame.Frames;

/**
 * Makes the small frames of an extent a huge folio where they are, when they happen to fill a block
 * in order: what a file that is written from the beginning to the end gets ({@link PageFill} sees
 * to that). No byte moves. The caller has the address space's lock.
 */
public final class PageJoin {

  private PageJoin() {}

  /** Tells at a glance that an extent cannot be joined, as most cannot. */
  public static boolean mayJoin(Extent extent) {
    int[] table = extent.table();
    return table != null
        && table.length == Frames.HUGE_FRAMES
        && table[0] >= 0
        && (table[0] & (Frames.HUGE_FRAMES - 1)) == 0
        && table[Frames.HUGE_FRAMES - 1] == table[0] + Frames.HUGE_FRAMES - 1;
  }

  /** Joins the pages of an extent if all of them have data, in order, and none is poisoned. */
  public static void join(Extent extent, boolean wantHuge) {
    if (!wantHuge) {
      return;
    }
    long[] nothingPoisoned = PageBits.none();
    extent.file.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      int first = extent.entry(0);
      for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
        if (extent.entry(page) != first + page || !extent.isPresent(page)) {
          return;
        }
      }
      extent.file.pool.table.join(first, extent);
      extent.join(first, nothingPoisoned);
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }
}
