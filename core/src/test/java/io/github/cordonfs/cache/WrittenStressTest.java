package io.github.cordonfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A file larger than the cache that is written, read, forced and struck at once. */
class WrittenStressTest {

  private static final long MILLIS =
      Long.getLong("cordon.millis", Boolean.getBoolean("cordon.stress") ? 60_000 : 2_000);

  /** One who does something over and over. */
  private interface Part {
    void run(RandomGenerator random) throws Exception;
  }

  @Test
  @Tag("B1")
  @Tag("H9")
  @Tag("H10")
  void whatWasWrittenIsReadOrAnErrorAndNeverOlder() throws Exception {
    long seed = Long.getLong("cordon.seed", System.nanoTime());
    System.out.println("WrittenStressTest: -Dcordon.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    try (WrittenRound round = new WrittenRound()) {
      List<Part> parts =
          List.of(
              r -> round.write(r, 0),
              r -> round.write(r, 1),
              round::read,
              round::read,
              round::strike,
              round::force,
              round::reclaim);
      long end = System.nanoTime() + MILLIS * 1_000_000;
      // On a busy machine it takes longer until everything has happened.
      long latest = end + TimeUnit.SECONDS.toNanos(30);
      List<Future<?>> all = new ArrayList<>();
      try (ExecutorService threads = Executors.newCachedThreadPool()) {
        for (Part part : parts) {
          RandomGenerator own = random.split();
          all.add(
              threads.submit(() -> {
                while (System.nanoTime() < end
                    || (!round.isEnough() && System.nanoTime() < latest)) {
                  part.run(own);
                }
                return true;
              }));
        }
        for (Future<?> each : all) {
          each.get(MILLIS + 60_000, TimeUnit.MILLISECONDS);
        }
      }
      round.checkAll();
      System.out.println(round);
      assertThat(round.isEnough()).as("%s", round).isTrue();
    }
  }
}
