package io.github.cordonfs.bench.replay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * W-TinyLFU: Einziger, Friedman and Manes, "TinyLFU: A Highly Efficient Cache Admission Policy",
 * ACM Transactions on Storage 2017, as its authors have it in Caffeine.
 */
final class TinyLfu implements Simulator {

  private final Cache<Integer, Boolean> cache;

  TinyLfu(int pages) {
    cache =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .initialCapacity(pages)
            .maximumSize(pages)
            .build();
  }

  @Override
  public boolean read(int page) {
    boolean hit = cache.getIfPresent(page) != null;
    if (!hit) {
      cache.put(page, true);
    }
    return hit;
  }
}
