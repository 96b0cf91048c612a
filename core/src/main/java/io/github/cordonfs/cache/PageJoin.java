package io.github.cordonfs.cache;

import io.github.cordonfs.frame.Frames;

/**
 * Makes the small frames of an extent a huge folio where they are, when they happen to fill a block
 * in order: what a file that is written from the beginning to the end gets ({@link PageFill} sees
 * to that). No byte moves. The caller has the address space's lock.
 */
final class PageJoin {

  private PageJoin() {}

  /** Tells at a glance that an extent cannot be joined, as most cannot. */
  static boolean mayJoin(Extent extent) {
    int[] table = extent.frames;
    return table != null
        && table.length == Frames.HUGE_FRAMES
        && table[0] >= 0
        && (table[0] & (Frames.HUGE_FRAMES - 1)) == 0
        && table[Frames.HUGE_FRAMES - 1] == table[0] + Frames.HUGE_FRAMES - 1;
  }

  /** Joins the pages of an extent if all of them have data, in order, and none is poisoned. */
  static void join(Extent extent, boolean wantHuge) {
    if (!wantHuge) {
      return;
    }
    long[] nothingPoisoned = new long[Frames.HUGE_FRAMES / Long.SIZE];
    extent.space.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      int first = extent.entry(0);
      for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
        if (extent.entry(page) != first + page || !extent.isPresent(page)) {
          return;
        }
      }
      extent.space.cache.table.join(first, extent);
      extent.present = null;
      extent.hugePoison = nothingPoisoned;
      extent.hugeFirst = first;
      extent.frames = null;
      extent.space.cache.hugeFolios.incrementAndGet();
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }
}
