package io.github.cordonfs.cache.extent;

import io.github.cordonfs.frame.Frames;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entry of a page: a frame that is good, HOLE, or less than that for a poisoned page, with the
 * frame that failed or without one; and tables of such entries by page, which are as long as the
 * last page needs.
 */
public final class PageEntry {

  /** Entry of a page that has no frame. Entries below it are poisoned pages. */
  public static final int HOLE = Frames.NONE;

  /** Entry of a page that another process lost: poisoned, and there is no frame that failed. */
  static final int LOST_BEFORE = Integer.MIN_VALUE;

  /** For reads that have to stay short. */
  static final VarHandle ENTRIES = MethodHandles.arrayElementVarHandle(int[].class);

  private PageEntry() {}

  /** The entry of a page whose frame failed. */
  public static int poisonedEntry(int frame) {
    return -2 - frame;
  }

  /** The frame of a poisoned entry; NONE if there is none that failed. */
  public static int poisonedFrame(int entry) {
    return entry == LOST_BEFORE ? Frames.NONE : -2 - entry;
  }

  /** Returns whether an entry is that of a page whose frame failed. */
  public static boolean isPoisoned(int entry) {
    return entry < HOLE;
  }

  /** Returns the entry of a page that the table has. */
  static int get(int[] table, int page) {
    return (int) ENTRIES.getAcquire(table, page);
  }

  /** Sets the entry of a page that the table has, after the content of the page. */
  static void set(int @Nullable [] table, int page, int entry) {
    ENTRIES.setRelease(table, page, entry);
  }

  /**
   * Returns whether a table has such a length: a file that grows gets powers of two, a small one
   * pays for what it has.
   */
  static boolean isTableLength(int length) {
    return Integer.bitCount(length) == 1;
  }

  /** Returns a copy of a table that has room for more entries. */
  static int[] grown(int @Nullable [] table, int length) {
    int have = table == null ? 0 : table.length;
    int grown = isTableLength(length) ? length : Integer.highestOneBit(length) << 1;
    int[] larger = new int[grown];
    if (table != null) {
      System.arraycopy(table, 0, larger, 0, have);
    }
    Arrays.fill(larger, have, grown, HOLE);
    return larger;
  }

  /** Returns how many pages have a frame. */
  static int held(int @Nullable [] table) {
    int held = 0;
    for (int i = 0; table != null && i < table.length; i++) {
      held += table[i] == HOLE ? 0 : 1;
    }
    return held;
  }

  /**
   * Returns whether all pages are holes, but for some that are not looked at. What follows them
   * comes first: pages that go one by one mostly go in order.
   */
  static boolean isEmptyBut(int[] table, int from, int to) {
    return isEmpty(table, to, table.length) && isEmpty(table, 0, Math.min(from, table.length));
  }

  private static boolean isEmpty(int[] table, int from, int to) {
    for (int page = from; page < to; page++) {
      if (table[page] != HOLE) {
        return false;
      }
    }
    return true;
  }
}
