package io.github.cordonfs.bench.replay;

/** Evicts the page that was not read for longest. */
final class Lru implements Simulator {

  private final PageLists lists;
  private final int pages;

  Lru(int pages, int footprint) {
    this.pages = pages;
    lists = new PageLists(footprint, 1);
  }

  @Override
  public boolean read(int page) {
    boolean hit = lists.of(page) == 0;
    if (!hit && lists.size(0) == pages) {
      lists.remove(lists.oldest(0));
    }
    lists.put(page, 0);
    return hit;
  }
}
