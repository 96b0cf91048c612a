package io.github.cordonfs.cache;

import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way from one extent back to the allocator: collected under the extent's lock,
 * released after it. Collecting allocates nothing.
 */
final class FreedFrames {

  private final PageCache cache;
  private final FrameTable table;

  /** Frames in transit from the front, poisoned ones from the back. */
  private final int[] frames;

  private int good;
  private int bad;
  private int huge = Frames.NONE;

  /** Makes a list with room for a number of frames. */
  FreedFrames(PageCache cache, int room) {
    this.frames = new int[room];
    this.cache = cache;
    this.table = cache.table;
  }

  /** Takes the frame of an entry from its owner, who has just dropped it. */
  void add(int entry) {
    if (Extent.isPoisoned(entry)) {
      frames[frames.length - ++bad] = Extent.poisonedFrame(entry);
    } else {
      table.unassign(entry);
      frames[good++] = entry;
    }
  }

  /** Takes a huge folio without poisoned pages. */
  void addHuge(int first) {
    table.unassignHuge(first);
    huge = first;
  }

  /** Returns the frames of a table, which its extent has dropped. No extent's lock may be held. */
  static void release(PageCache cache, int[] entries) {
    int i = 0;
    while (i < entries.length) {
      int from = i;
      while (i < entries.length && entries[i] >= 0) {
        cache.table.unassign(entries[i++]);
      }
      if (i > from) {
        cache.freeSingles(entries, from, i);
      }
      if (i < entries.length && Extent.isPoisoned(entries[i])) {
        cache.quarantine(Extent.poisonedFrame(entries[i]));
      }
      i++;
    }
  }

  /**
   * Returns a huge folio, which its extent has dropped. No extent's lock may be held.
   *
   * @param bad a bit for each poisoned page, or null if there is none
   */
  static void releaseHuge(PageCache cache, int first, long @Nullable [] bad) {
    cache.table.unassignHuge(first);
    if (bad == null) {
      cache.hugeFolios.decrementAndGet();
      cache.free(first, Frames.HUGE_ORDER);
      return;
    }
    cache.hugeFolios.decrementAndGet();
    for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
      if (Extent.bit(bad, page)) {
        cache.quarantine(first + page);
      } else {
        cache.free(first + page, 0);
      }
    }
  }

  /** Returns everything. No extent's lock may be held. */
  void release() {
    if (huge != Frames.NONE) {
      cache.free(huge, Frames.HUGE_ORDER);
      huge = Frames.NONE;
    }
    int freed = good;
    good = 0;
    cache.freeSingles(frames, 0, freed);
    while (bad > 0) {
      cache.quarantine(frames[frames.length - bad--]);
    }
  }
}
