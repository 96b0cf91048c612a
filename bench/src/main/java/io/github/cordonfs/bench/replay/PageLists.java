package io.github.cordonfs.bench.replay;

import java.util.Arrays;

/** Lists of pages, from the newest to the oldest; a page is in one of them or in none. */
final class PageLists {

  /** No page, and no list. */
  static final int NONE = -1;

  private final int[] newer;
  private final int[] older;
  private final byte[] list;
  private final int[] newest;
  private final int[] oldest;
  private final int[] size;

  PageLists(int pages, int lists) {
    newer = new int[pages];
    older = new int[pages];
    list = new byte[pages];
    Arrays.fill(list, (byte) NONE);
    newest = new int[lists];
    oldest = new int[lists];
    size = new int[lists];
    Arrays.fill(newest, NONE);
    Arrays.fill(oldest, NONE);
  }

  /** The list a page is in, or {@link #NONE}. */
  int of(int page) {
    return list[page];
  }

  int size(int list) {
    return size[list];
  }

  /** The page that has been in a list longest, or {@link #NONE}. */
  int oldest(int list) {
    return oldest[list];
  }

  /** Puts a page into a list as the newest, wherever it was. */
  void put(int page, int to) {
    remove(page);
    newer[page] = NONE;
    older[page] = newest[to];
    if (newest[to] == NONE) {
      oldest[to] = page;
    } else {
      newer[newest[to]] = page;
    }
    newest[to] = page;
    list[page] = (byte) to;
    size[to]++;
  }

  /** Takes a page out of the list it is in, if it is in one. */
  void remove(int page) {
    int from = list[page];
    if (from == NONE) {
      return;
    }
    if (newer[page] == NONE) {
      newest[from] = older[page];
    } else {
      older[newer[page]] = older[page];
    }
    if (older[page] == NONE) {
      oldest[from] = newer[page];
    } else {
      newer[older[page]] = newer[page];
    }
    list[page] = NONE;
    size[from]--;
  }
}
