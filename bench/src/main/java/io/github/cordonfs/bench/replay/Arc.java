package io.github.cordonfs.bench.replay;

/**
 * ARC: Megiddo and Modha, "ARC: A Self-Tuning, Low Overhead Replacement Cache", FAST 2003, figure
 * 4.
 */
final class Arc implements Simulator {

  /** Cached and read once, cached and read more often, and what was evicted from each. */
  private static final int T1 = 0;

  private static final int T2 = 1;
  private static final int B1 = 2;
  private static final int B2 = 3;

  private final PageLists lists;
  private final int pages;
  private double target;

  Arc(int pages, int footprint) {
    this.pages = pages;
    lists = new PageLists(footprint, 4);
  }

  @Override
  public boolean read(int page) {
    switch (lists.of(page)) {
      case T1, T2 -> {
        lists.put(page, T2);
        return true;
      }
      case B1 -> {
        double step = Math.max(1, (double) lists.size(B2) / lists.size(B1));
        target = Math.min(pages, target + step);
        replace(false);
        lists.put(page, T2);
      }
      case B2 -> {
        double step = Math.max(1, (double) lists.size(B1) / lists.size(B2));
        target = Math.max(0, target - step);
        replace(true);
        lists.put(page, T2);
      }
      default -> {
        makeRoom();
        lists.put(page, T1);
      }
    }
    return false;
  }

  private void makeRoom() {
    int once = lists.size(T1) + lists.size(B1);
    int all = once + lists.size(T2) + lists.size(B2);
    if (once == pages) {
      if (lists.size(T1) < pages) {
        lists.remove(lists.oldest(B1));
        replace(false);
      } else {
        lists.remove(lists.oldest(T1));
      }
    } else if (all >= pages) {
      if (all == 2 * pages) {
        lists.remove(lists.oldest(B2));
      }
      replace(false);
    }
  }

  private void replace(boolean foundInB2) {
    int size = lists.size(T1);
    if (size > 0 && (size > target || (foundInB2 && size == (int) target))) {
      lists.put(lists.oldest(T1), B1);
    } else {
      lists.put(lists.oldest(T2), B2);
    }
  }
}
