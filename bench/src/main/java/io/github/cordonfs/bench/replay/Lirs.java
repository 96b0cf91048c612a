package io.github.cordonfs.bench.replay;

/**
 * LIRS: Jiang and Zhang, "LIRS: An Efficient Low Inter-reference Recency Set Replacement Policy",
 * SIGMETRICS 2002. One page in a hundred is for pages of high recency, as there; it remembers twice
 * as many evicted pages as it holds pages.
 */
final class Lirs implements Simulator {

  private final PageLists stack;
  private final PageLists resident;
  private final PageLists evicted;
  private final boolean[] low;
  private final int lowLimit;
  private final int highLimit;
  private final int evictedLimit;
  private int lows;

  Lirs(int pages, int footprint) {
    stack = new PageLists(footprint, 1);
    resident = new PageLists(footprint, 1);
    evicted = new PageLists(footprint, 1);
    low = new boolean[footprint];
    highLimit = Math.max(1, pages / 100);
    lowLimit = pages - highLimit;
    evictedLimit = 2 * pages;
  }

  @Override
  public boolean read(int page) {
    if (low[page]) {
      stack.put(page, 0);
      prune();
      return true;
    }
    boolean hit = resident.of(page) == 0;
    boolean known = stack.of(page) == 0;
    if (!hit && lows < lowLimit && resident.size(0) == 0) {
      low[page] = true;
      lows++;
      stack.put(page, 0);
      return false;
    }
    if (!hit && resident.size(0) >= highLimit) {
      evict();
    }
    evicted.remove(page);
    stack.put(page, 0);
    if (known) {
      resident.remove(page);
      low[page] = true;
      lows++;
      demote();
    } else {
      resident.put(page, 0);
    }
    return hit;
  }

  private void evict() {
    int victim = resident.oldest(0);
    resident.remove(victim);
    if (stack.of(victim) == 0) {
      evicted.put(victim, 0);
      if (evicted.size(0) > evictedLimit) {
        int forgotten = evicted.oldest(0);
        evicted.remove(forgotten);
        stack.remove(forgotten);
      }
    }
  }

  private void demote() {
    if (lows > lowLimit) {
      int oldest = stack.oldest(0);
      low[oldest] = false;
      lows--;
      stack.remove(oldest);
      resident.put(oldest, 0);
      prune();
    }
  }

  /** The oldest of the stack is always one of low recency. */
  private void prune() {
    for (int oldest = stack.oldest(0); oldest != PageLists.NONE && !low[oldest]; ) {
      stack.remove(oldest);
      evicted.remove(oldest);
      oldest = stack.oldest(0);
    }
  }
}
