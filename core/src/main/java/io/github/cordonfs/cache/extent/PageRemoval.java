package io.github.cordonfs.cache.extent;

import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.cache.pool.Patience;
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
public final class PageRemoval {

  private PageRemoval() {}

  /**
   * Makes bytes a hole: whole pages lose their frames, poisoned or not; bytes of pages that are
   * covered in part are cleared, those of a poisoned page left alone.
   *
   * @param from first byte in the extent
   * @param to just past the last
   */
  public static void punch(Extent extent, int from, int to, FreedFrames freed) {
    prepare(extent, from, to).punch(freed);
  }

  /** Does all of a punch that may fail for want of heap. */
  public static Prepared prepare(Extent extent, int from, int to) {
    int firstWhole = (from + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
    int endWhole = to >>> Frames.FRAME_SHIFT;
    return new Prepared(extent, from, to, firstWhole, endWhole, room(extent, firstWhole, endWhole));
  }

  /** What it takes to remove a part of a huge folio. */
  static final class Room {
    /** For a split; null if the folio is never split. */
    private final @Nullable SplitTables tables;

    /** Bits that are all set, for the pages that have data then, if it is never split. */
    private final long @Nullable [] data;

    private Room(boolean split) {
      tables = split ? new SplitTables() : null;
      data = split ? null : PageBits.all();
    }
  }

  /** A punch that only has to be carried out. */
  public record Prepared(
      Extent extent, int from, int to, int firstWhole, int endWhole, @Nullable Room room) {

    /** Carries it out. */
    public void punch(FreedFrames freed) {
      extent.file.memory.barrier();
      long stamp = extent.lock.writeLock();
      try {
        if (firstWhole > endWhole) {
          clear(extent, from, to);
          return;
        }
        clear(extent, from, firstWhole << Frames.FRAME_SHIFT);
        clear(extent, endWhole << Frames.FRAME_SHIFT, to);
        if (isStorable(extent, firstWhole, endWhole)) {
          removeUnmapped(extent, firstWhole, endWhole, room, freed);
        } else {
          remove(extent, firstWhole, endWhole, room, freed);
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
  public static void remove(Extent extent, long[] pages, FreedFrames freed) {
    extent.file.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      int page = 0;
      while (page < Frames.HUGE_FRAMES) {
        int end = page;
        while (end < Frames.HUGE_FRAMES && PageBits.bit(pages, end)) {
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
  public static void removeAll(Extent extent) {
    FileExtents file = extent.file;
    int[] table;
    long[] bad;
    int huge;
    long stamp = extent.lock.writeLock();
    try {
      huge = extent.folio();
      bad = extent.poisonedPages() == 0 ? null : extent.marks();
      table = extent.table();
      extent.removeAll();
    } finally {
      extent.lock.unlockWrite(stamp);
    }
    if (huge >= 0) {
      FreedFrames.releaseHuge(file.pool, huge, bad);
    } else if (table != null) {
      FreedFrames.release(file.pool, table);
    }
  }

  /** Returns how many frames an extent may give back at once. With the address space's lock. */
  public static int room(Extent extent) {
    int[] table = extent.table();
    return extent.folio() < 0 && table != null ? table.length : Frames.HUGE_FRAMES;
  }

  /** Removes the poisoned pages among some; returns a bit for each. */
  public static long[] removePoisoned(Extent extent, int from, int to, FreedFrames freed) {
    long[] removed = PageBits.none();
    Room room = room(extent, 0, 1);
    extent.file.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      for (int page = from; page < to; page++) {
        if (PageEntry.isPoisoned(extent.entry(page))) {
          remove(extent, page, page + 1, room, freed);
          PageBits.setBit(removed, page, true);
        }
      }
    } finally {
      extent.lock.unlockWrite(stamp);
    }
    return removed;
  }

  /** Allocates what it takes if a part of a folio will be removed. */
  private static @Nullable Room room(Extent extent, int from, int to) {
    boolean part = from < to && (to - from < Frames.HUGE_FRAMES || isStorable(extent, from, to));
    if (!part || extent.folio() < 0) {
      return null;
    }
    return new Room(!extent.file.pool.unsplittable);
  }

  /** Returns whether stores through a mapping are possible to one of some pages. */
  private static boolean isStorable(Extent extent, int from, int to) {
    FileExtents file = extent.file;
    long end = (file.shownEnd() + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
    long first = extent.firstPage();
    return !file.mappings.isEmpty()
        && file.mappings.overlapsWritable(first + from, Math.min(first + to, end));
  }

  /**
   * Row M1: a page that a mapping can store to is no hole; it is cleared where it is. A poisoned
   * one goes like the others, and gets another frame afterwards.
   */
  private static void removeUnmapped(
      Extent extent, int from, int to, @Nullable Room room, FreedFrames freed) {
    for (int page = from; page < to; page++) {
      if (isStorable(extent, page, page + 1) && !PageEntry.isPoisoned(extent.entry(page))) {
        clear(extent, page << Frames.FRAME_SHIFT, (page + 1) << Frames.FRAME_SHIFT);
      } else {
        remove(extent, page, page + 1, room, freed);
      }
    }
  }

  /** Removes whole pages, of a huge folio all of them. Under the extent's lock in write mode. */
  public static void removeLocked(Extent extent, int from, int to, FreedFrames freed) {
    remove(extent, from, to, null, freed);
  }

  private static void remove(
      Extent extent, int from, int to, @Nullable Room room, FreedFrames freed) {
    if (from >= to) {
      return;
    }
    if (extent.folio() >= 0) {
      if (to - from == Frames.HUGE_FRAMES) {
        extent.removeFolio(freed);
        return;
      }
      // Only this thread, which has the address space's lock, makes folios huge.
      SplitTables tables = Objects.requireNonNull(room).tables;
      if (tables == null) {
        forget(extent, from, to, room);
        return;
      }
      extent.split(tables);
    }
    extent.remove(from, to, freed);
  }

  /** Row F10: the memory stays in the folio; what is poisoned stays, too, but is never shown. */
  private static void forget(Extent extent, int from, int to, Room room) {
    for (int page = from; extent.isCutOff() && page < to; page++) {
      int entry = extent.entry(page);
      if (PageEntry.isPoisoned(entry)) {
        int start = page << Frames.FRAME_SHIFT;
        clearKept(extent, PageEntry.poisonedFrame(entry), start, start + Frames.FRAME_BYTES);
      }
    }
    extent.forget(from, to, room.data);
  }

  /**
   * Row U3: clears bytes of a page whose failure was injected and left it its content, to which it
   * may come back: with what was there when it failed it would show again what was taken away.
   */
  private static void clearKept(Extent extent, int frame, int from, int to) {
    FramePool pool = extent.file.pool;
    if (frame == Frames.NONE) {
      return; // another process lost it
    }
    if (pool.table.cause(frame) == Cause.INJECTED_KEPT && !tryZero(pool.memory, frame, from, to)) {
      PageOffline.isBad(pool, frame); // It cannot come back.
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
    if (from < to && PageEntry.isPoisoned(extent.entry(page))) {
      clearKept(extent, PageEntry.poisonedFrame(extent.entry(page)), from, to);
    } else if (from < to && extent.hasData(page)) {
      // Row R3: a page that is bad need not be cleared, but it must not be read any more either.
      if (!tryZero(extent.file.memory, extent.entry(page), from, to)) {
        PageOffline.offlineBad(extent, page, extent.entry(page));
      }
    }
  }
}
