package io.github.cordonfs.bench.replay;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * What part of the reads of a load each policy had in memory.
 *
 * @param load the reads
 * @param percent the size of the cache, of the footprint of the load
 * @param rates of each policy, from 0 to 100
 * @param mounted those of a mounted file with a cache of that size, if they were measured
 */
record HitRates(Load load, int percent, Map<Policy, Double> rates, MountedReplay.Rates mounted) {

  /** How a load is replayed on a mounted file. */
  interface Mounted {
    /**
     * Returns the hit rates.
     *
     * @param pages that there is memory for
     */
    MountedReplay.Rates hitRates(int pages) throws IOException, InterruptedException;
  }

  /** Replays a load with each policy. */
  static HitRates of(Load load, int percent) {
    int pages = pages(load, percent);
    Map<Policy, Double> rates = new EnumMap<>(Policy.class);
    for (Policy policy : Policy.values()) {
      rates.put(policy, rate(policy.cache(pages, load.footprint()), load.reads()));
    }
    return new HitRates(load, percent, rates, MountedReplay.Rates.NONE);
  }

  /** Returns the same with what a mounted file has in memory. */
  HitRates with(Mounted replay) throws IOException, InterruptedException {
    return new HitRates(load, percent, rates, replay.hitRates(pages(load, percent)));
  }

  private static int pages(Load load, int percent) {
    return (int) Math.max(1, (long) load.footprint() * percent / 100);
  }

  private static double rate(Simulator cache, int[] reads) {
    int hits = 0;
    for (int page : reads) {
      hits += cache.read(page) ? 1 : 0;
    }
    return 100.0 * hits / reads.length;
  }

  double rate(Policy policy) {
    return rates.getOrDefault(policy, Double.NaN);
  }

  /** By how many points Cordon's rate is above that of the best other policy; mostly below 0. */
  double lead() {
    double best = 0;
    for (Policy policy : Policy.values()) {
      if (policy != Policy.CORDON) {
        best = Math.max(best, rate(policy));
      }
    }
    return rate(Policy.CORDON) - best;
  }
}
