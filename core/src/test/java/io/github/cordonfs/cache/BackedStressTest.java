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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file several times as large as the cache, and everything that can happen to it at once. */
class BackedStressTest {

  private static final long MILLIS =
      Long.getLong("cordon.millis", Boolean.getBoolean("cordon.stress") ? 60_000 : 1_500);

  /** One who does something over and over. */
  private interface Part {
    void run(RandomGenerator random) throws Exception;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("H9")
  @Tag("O3")
  @Tag("B8")
  @Tag("B10")
  @Tag("B11")
  @Tag("B12")
  void nobodyReadsAnotherByteThanTheStores(boolean direct) throws Exception {
    long seed = Long.getLong("cordon.seed", System.nanoTime());
    System.out.println("BackedStressTest, direct " + direct + ": -Dcordon.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    try (BackedRound round = new BackedRound(direct)) {
      List<Part> parts =
          List.of(
              round::read,
              round::read,
              round::readInOrder,
              round::strike,
              round::change,
              round::map,
              round::press,
              round::trouble);
      long end = System.nanoTime() + MILLIS * 1_000_000;
      List<Future<?>> all = new ArrayList<>();
      try (ExecutorService threads = Executors.newCachedThreadPool()) {
        for (Part part : parts) {
          RandomGenerator own = random.split();
          all.add(
              threads.submit(() -> {
                while (System.nanoTime() < end) {
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
