package io.github.cordonfs.cache.extent;

import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way from one extent back to the allocator: collected under the extent's lock,
 * released after it. Collecting allocates nothing.
 */
public final class FreedFrames {

  private final FramePool pool;
  private final FrameTable table;

  /** Frames in transit from the front, poisoned ones from the back. */
  private final int[] frames;

  private int good;
  private int bad;
  private int huge = Frames.NONE;

  /** Makes a list with room for a number of frames. */
  public FreedFrames(FramePool pool, int room) {
    this.frames = new int[room];
    this.pool = pool;
    this.table = pool.table;
  }

  /** Takes the frame of an entry from its owner, who has just dropped it. */
  void add(int entry) {
    if (entry == PageEntry.LOST_BEFORE) {
      return;
    }
    if (PageEntry.isPoisoned(entry)) {
      frames[frames.length - ++bad] = PageEntry.poisonedFrame(entry);
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
  static void release(FramePool pool, int[] entries) {
    int i = 0;
    while (i < entries.length) {
      int from = i;
      while (i < entries.length && entries[i] >= 0) {
        pool.table.unassign(entries[i++]);
      }
      if (i > from) {
        pool.freeSingles(entries, from, i);
      }
      if (i < entries.length
          && PageEntry.isPoisoned(entries[i])
          && entries[i] != PageEntry.LOST_BEFORE) {
        pool.quarantine(PageEntry.poisonedFrame(entries[i]));
      }
      i++;
    }
  }

  /**
   * Returns a huge folio, which its extent has dropped. No extent's lock may be held.
   *
   * @param bad a bit for each poisoned page, or null if there is none
   */
  static void releaseHuge(FramePool pool, int first, long @Nullable [] bad) {
    pool.table.unassignHuge(first);
    if (bad == null) {
      pool.free(first, Frames.HUGE_ORDER);
      return;
    }
    for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
      if (PageBits.bit(bad, page)) {
        pool.quarantine(first + page);
      } else {
        pool.free(first + page, 0);
      }
    }
  }

  /** Returns everything. No extent's lock may be held. */
  public void release() {
    if (huge != Frames.NONE) {
      pool.free(huge, Frames.HUGE_ORDER);
      huge = Frames.NONE;
    }
    int freed = good;
    good = 0;
    pool.freeSingles(frames, 0, freed);
    while (bad > 0) {
      pool.quarantine(frames[frames.length - bad--]);
    }
  }
}
