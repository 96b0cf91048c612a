package io.github.cordonfs.cache;

import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameTable.SplitTables;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes pages out of an extent. The caller has the address space's lock; the extent's is taken
 * here, in write mode. Frames go to a {@link FreedFrames}, which the caller releases afterwards.
 */
final class PageRemoval {

  private PageRemoval() {}

  /**
   * Makes bytes a hole: whole pages lose their frames, poisoned or not; bytes of pages that are
   * covered in part are cleared, those of a poisoned page left alone.
   *
   * @param from first byte in the extent
   * @param to just past the last
   */
  static void punch(Extent extent, int from, int to, FreedFrames freed) {
    prepare(extent, from, to).punch(freed);
  }

  /** Does all of a punch that may fail for want of heap. */
  static Prepared prepare(Extent extent, int from, int to) {
    int firstWhole = (from + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
    int endWhole = to >>> Frames.FRAME_SHIFT;
    return new Prepared(
        extent, from, to, firstWhole, endWhole, tablesFor(extent, firstWhole, endWhole));
  }

  /** A punch that only has to be carried out. */
  record Prepared(
      Extent extent, int from, int to, int firstWhole, int endWhole, @Nullable SplitTables tables) {

    void punch(FreedFrames freed) {
      extent.space.memory.barrier();
      long stamp = extent.lock.writeLock();
      try {
        if (firstWhole > endWhole) {
          clear(extent, from, to);
          return;
        }
        clear(extent, from, firstWhole << Frames.FRAME_SHIFT);
        clear(extent, endWhole << Frames.FRAME_SHIFT, to);
        if (isStorable(extent, firstWhole, endWhole)) {
          removeUnmapped(extent, firstWhole, endWhole, tables, freed);
        } else {
          remove(extent, firstWhole, endWhole, tables, freed);
        }
      } finally {
        extent.lock.unlockWrite(stamp);
      }
    }
  }

  /**
   * Removes the pages whose bits are set: all of a huge folio, or some that are none. Allocates
   * nothing.
   */
  static void remove(Extent extent, long[] pages, FreedFrames freed) {
    extent.space.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      int page = 0;
      while (page < Frames.HUGE_FRAMES) {
        int end = page;
        while (end < Frames.HUGE_FRAMES && Extent.bit(pages, end)) {
          end++;
        }
        remove(extent, page, end, null, freed);
        page = end + 1;
      }
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }

  /**
   * Removes all pages, of a file that ends before them. Allocates nothing: what was cut off must
   * not come to light when the file grows.
   */
  static void removeAll(Extent extent) {
    AddressSpace space = extent.space;
    int[] table;
    long[] bad;
    int huge;
    long stamp = extent.lock.writeLock();
    try {
      huge = extent.hugeFirst;
      bad = extent.poisonedPages == 0 ? null : extent.hugePoison;
      table = extent.frames;
      int held = huge >= 0 ? Frames.HUGE_FRAMES : 0;
      for (int i = 0; table != null && i < table.length; i++) {
        held += table[i] == Extent.HOLE ? 0 : 1;
        if (table[i] >= 0) {
          extent.pageLeft(table[i]);
        }
      }
      if (huge >= 0) {
        extent.pageLeft(huge);
      }
      extent.hugeFirst = Frames.NONE;
      extent.frames = null;
      extent.present = null;
      extent.hugePoison = null;
      space.addPoisonedPages(-extent.poisonedPages);
      extent.poisonedPages = 0;
      space.addHeldFrames(-held);
      SpaceMapping.update(extent, 0, Frames.HUGE_FRAMES);
    } finally {
      extent.lock.unlockWrite(stamp);
    }
    if (huge >= 0) {
      FreedFrames.releaseHuge(space.cache, huge, bad);
    } else if (table != null) {
      FreedFrames.release(space.cache, table);
    }
  }

  /** Removes the poisoned pages among some; returns a bit for each. */
  static long[] removePoisoned(Extent extent, int from, int to, FreedFrames freed) {
    long[] removed = new long[Frames.HUGE_FRAMES / Long.SIZE];
    SplitTables tables = tablesFor(extent, 0, 1);
    extent.space.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      for (int page = from; page < to; page++) {
        if (Extent.isPoisoned(extent.entry(page))) {
          remove(extent, page, page + 1, tables, freed);
          Extent.setBit(removed, page, true);
        }
      }
    } finally {
      extent.lock.unlockWrite(stamp);
    }
    return removed;
  }

  /** Allocates what a split needs if removing a part of the extent will split it. */
  private static @Nullable SplitTables tablesFor(Extent extent, int from, int to) {
    boolean part = from < to && (to - from < Frames.HUGE_FRAMES || isStorable(extent, from, to));
    return part && extent.hugeFirst >= 0 ? new SplitTables() : null;
  }

  /** Returns whether stores through a mapping are possible to one of some pages. */
  private static boolean isStorable(Extent extent, int from, int to) {
    AddressSpace space = extent.space;
    long end = (space.shownEnd() + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
    long first = extent.firstPage();
    return !space.mappings.isEmpty()
        && space.mappings.overlapsWritable(first + from, Math.min(first + to, end));
  }

  /**
   * Row M1: a page that a mapping can store to is no hole; it is cleared where it is. A poisoned
   * one goes like the others, and gets another frame afterwards.
   */
  private static void removeUnmapped(
      Extent extent, int from, int to, @Nullable SplitTables tables, FreedFrames freed) {
    for (int page = from; page < to; page++) {
      if (isStorable(extent, page, page + 1) && !Extent.isPoisoned(extent.entry(page))) {
        clear(extent, page << Frames.FRAME_SHIFT, (page + 1) << Frames.FRAME_SHIFT);
      } else {
        remove(extent, page, page + 1, tables, freed);
      }
    }
  }

  /** Removes whole pages, of a huge folio all of them. Under the extent's lock in write mode. */
  static void removeLocked(Extent extent, int from, int to, FreedFrames freed) {
    remove(extent, from, to, null, freed);
  }

  private static void remove(
      Extent extent, int from, int to, @Nullable SplitTables tables, FreedFrames freed) {
    if (from >= to) {
      return;
    }
    if (extent.hugeFirst >= 0) {
      if (to - from == Frames.HUGE_FRAMES) {
        removeHuge(extent, freed);
        return;
      }
      // Only this thread, which has the address space's lock, makes folios huge.
      PageFailure.split(extent, Objects.requireNonNull(tables));
    }
    int[] table = extent.frames;
    if (table == null) {
      return;
    }
    long[] bits = extent.present;
    int removed = 0;
    for (int page = from; page < Math.min(to, table.length); page++) {
      int entry = extent.entry(page);
      if (entry != Extent.HOLE) {
        extent.setEntry(page, Extent.HOLE);
        if (bits != null) {
          Extent.setBit(bits, page, false);
        }
        if (Extent.isPoisoned(entry)) {
          extent.poisonedPages--;
          extent.space.addPoisonedPages(-1);
        } else {
          extent.pageLeft(entry);
        }
        freed.add(entry);
        removed++;
      }
    }
    extent.space.addHeldFrames(-removed);
    SpaceMapping.update(extent, from, to);
    forgetEmptyTable(extent, table);
  }

  private static void removeHuge(Extent extent, FreedFrames freed) {
    PageCache cache = extent.space.cache;
    int first = extent.hugeFirst;
    int poisoned = extent.poisonedPages;
    long[] bad = extent.hugePoison;
    extent.hugeFirst = Frames.NONE;
    extent.pageLeft(first);
    SpaceMapping.update(extent, 0, Frames.HUGE_FRAMES);
    if (poisoned == 0 || bad == null) {
      freed.addHuge(first);
    } else {
      cache.table.unassignHuge(first);
      for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
        int frame = first + page;
        freed.add(Extent.bit(bad, page) ? Extent.poisonedEntry(frame) : frame);
      }
      extent.poisonedPages = 0;
      extent.space.addPoisonedPages(-poisoned);
    }
    extent.present = null;
    extent.hugePoison = null;
    extent.space.addHeldFrames(-Frames.HUGE_FRAMES);
    cache.hugeFolios.decrementAndGet();
  }

  private static void forgetEmptyTable(Extent extent, int[] table) {
    for (int entry : table) {
      if (entry != Extent.HOLE) {
        return;
      }
    }
    extent.frames = null;
    extent.present = null;
  }

  /**
   * Row U3: clears bytes of a page whose failure was injected and left it its content, to which it
   * may come back: with what was there when it failed it would show again what was taken away.
   */
  private static void clearKept(Extent extent, int frame, int from, int to) {
    PageCache cache = extent.space.cache;
    if (cache.table.cause(frame) == Cause.INJECTED_KEPT
        && !tryZero(cache.memory, frame, from, to)) {
      PageFailure.isBad(cache, frame); // It cannot come back.
    }
  }

  /** Returns false if that met bad memory, which can only be the frame's (contract row S51). */
  private static boolean tryZero(PoolMemory memory, int frame, int from, int to) {
    Patience patience = null;
    while (true) {
      try {
        memory.zero(frame, from & (Frames.FRAME_BYTES - 1), to - from);
        memory.barrier();
        return true;
      } catch (InternalError e) {
        patience = patience == null ? new Patience() : patience;
        if (!memory.isReadable(frame) || !patience.waitForAnotherLook()) {
          return false;
        }
      }
    }
  }

  /** Clears bytes inside one page, if it has data. */
  private static void clear(Extent extent, int from, int to) {
    int page = from >>> Frames.FRAME_SHIFT;
    if (from < to && Extent.isPoisoned(extent.entry(page))) {
      clearKept(extent, Extent.poisonedFrame(extent.entry(page)), from, to);
    } else if (from < to && extent.hasData(page)) {
      // Row R3: a page that is bad need not be cleared, but it must not be read any more either.
      if (!tryZero(extent.space.memory, extent.entry(page), from, to)) {
        PageFailure.offlineBad(extent, page, extent.entry(page));
      }
    }
  }
}
