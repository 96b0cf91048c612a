package io.github.cordonfs.bench.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Which loads to replay, with caches of which sizes. */
final class ReplayPlan {

  private static final double EXPONENT = 0.9;
  private static final int READS_PER_PAGE = 20;
  private static final int READS_PER_PAGE_AND_SCAN = 3;

  private static final List<Integer> PERCENT = List.of(5, 10, 25);

  /** The last two for loops of twice and of 1.2 times as many pages as there are in the cache. */
  private static final List<Integer> PERCENT_OF_LOOP = List.of(5, 10, 25, 50, 83);

  private ReplayPlan() {}

  /** Replays made-up loads of so many pages. */
  static List<HitRates> replayMadeUp(int footprint) {
    int reads = READS_PER_PAGE * footprint;
    int scanEvery = READS_PER_PAGE_AND_SCAN * footprint;
    List<HitRates> all = new ArrayList<>();
    all.addAll(replay(Load.zipf(EXPONENT, footprint, reads, 1), PERCENT));
    all.addAll(replay(Load.zipfWithScans(EXPONENT, footprint, reads, scanEvery, 2), PERCENT));
    all.addAll(replay(Load.zipfThatDrifts(EXPONENT, footprint, reads, 3), PERCENT));
    all.addAll(replay(Load.loop(footprint, READS_PER_PAGE), PERCENT_OF_LOOP));
    return all;
  }

  /**
   * Replays the reads of a trace as they are and one sector up, where those of a partition that
   * begins one sector before a page are aligned.
   */
  static List<HitRates> replay(DiskTrace trace) {
    List<HitRates> all = new ArrayList<>(replay(trace.load("trace", 0), PERCENT));
    all.addAll(replay(trace.load("trace, one sector up", 1), PERCENT));
    return all;
  }

  /** As {@link #replay(DiskTrace)}, with what a mounted file has in memory beside it. */
  static List<HitRates> replayMounted(DiskTrace trace, Consumer<String> progress)
      throws IOException, InterruptedException {
    List<HitRates> all = replay(trace);
    List<HitRates> mounted = new ArrayList<>();
    try (MountedReplay replay = new MountedReplay(trace)) {
      for (int i = 0; i < all.size(); i++) {
        int sectorsUp = i / PERCENT.size();
        HitRates each =
            all.get(i).with(pages -> replay.hitRates(sectorsUp, (long) pages * DiskTrace.PAGE));
        mounted.add(each);
        progress.accept(
            "%s, cache of %d %%: %.1f %% hits on a mounted file"
                .formatted(each.load().name(), each.percent(), each.mounted().all()));
      }
    }
    return mounted;
  }

  private static List<HitRates> replay(Load load, List<Integer> percent) {
    return percent.stream().map(each -> HitRates.of(load, each)).toList();
  }
}
