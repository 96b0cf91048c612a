package io.github.cordonfs.bench.replay;

/**
 * S3-FIFO: Yang, Zhang, Qiu, Yue and Rashmi, "FIFO queues are all you need for cache eviction",
 * SOSP 2023.
 */
final class S3Fifo implements Simulator {

  private static final int SMALL = 0;
  private static final int MAIN = 1;
  private static final int GHOST = 2;

  private final PageLists lists;
  private final byte[] reads;
  private final int pages;
  private final int small;

  S3Fifo(int pages, int footprint) {
    this.pages = pages;
    small = Math.max(1, pages / 10);
    lists = new PageLists(footprint, 3);
    reads = new byte[footprint];
  }

  @Override
  public boolean read(int page) {
    int list = lists.of(page);
    if (list == SMALL || list == MAIN) {
      reads[page] = (byte) Math.min(3, reads[page] + 1);
      return true;
    }
    boolean ghost = list == GHOST;
    lists.remove(page);
    while (lists.size(SMALL) + lists.size(MAIN) >= pages) {
      evict();
    }
    reads[page] = 0;
    lists.put(page, ghost ? MAIN : SMALL);
    return false;
  }

  private void evict() {
    if (lists.size(SMALL) >= small || lists.size(MAIN) == 0) {
      int page = lists.oldest(SMALL);
      if (reads[page] > 1) {
        reads[page] = 0;
        lists.put(page, MAIN);
      } else {
        lists.put(page, GHOST);
        if (lists.size(GHOST) > pages - small) {
          lists.remove(lists.oldest(GHOST));
        }
      }
    } else {
      int page = lists.oldest(MAIN);
      if (reads[page] > 0) {
        reads[page]--;
        lists.put(page, MAIN);
      } else {
        lists.remove(page);
      }
    }
  }
}
