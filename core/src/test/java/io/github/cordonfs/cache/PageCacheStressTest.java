package io.github.cordonfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Readers, writers, truncates, punches, unlinks and strikes at once, on files whose bytes say where
 * they belong. {@code -Dcordon.seed} repeats the choices of each thread; {@code
 * -Dcordon.stress=true} makes it long.
 */
@Tag("H8")
class PageCacheStressTest {

  private static final int ROUNDS =
      Integer.getInteger("cordon.rounds", Boolean.getBoolean("cordon.stress") ? 400 : 2);
  private static final int STRIKES = 400;

  @ParameterizedTest
  @EnumSource(names = {"NEVER", "WITHIN_SIZE", "ALWAYS"})
  void nobodyReadsWrongBytesAndOnlyReportedPagesAreErrors(HugePolicy huge) throws Exception {
    long seed = Long.getLong("cordon.seed", System.nanoTime());
    System.out.println("PageCacheStressTest " + huge + ": -Dcordon.seed=" + seed);
    long retries = 0;
    long splits = 0;
    long strikesWhileWriting = 0;
    long words = 0;
    for (int i = 0; i < ROUNDS; i++) {
      try (StressRound round = new StressRound(huge)) {
        run(round, new SplittableRandom(seed + i));
        retries += round.retries.sum();
        splits += round.splits.sum();
        strikesWhileWriting += round.strikesWhileWriting.sum();
        words += round.wordsRead.sum();
      }
    }
    System.out.printf(
        "  %d words read, %d reads tried again, %d splits, %d strikes while writing%n",
        words, retries, splits, strikesWhileWriting);
    assertThat(words).isPositive();
    assertThat(retries).isPositive();
    assertThat(strikesWhileWriting).isPositive();
    assertThat(splits > 0).isEqualTo(huge != HugePolicy.NEVER);
  }

  /** The striker has a number of strikes; the others go on until it is done. */
  @SuppressWarnings("ThreadPriorityCheck") // not relied on: it only makes races more likely
  private static void run(StressRound round, SplittableRandom random) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Consumer<RandomGenerator>> workers =
          List.of(round::read, round::read, round::write, round::write, round::change);
      for (Consumer<RandomGenerator> worker : workers) {
        RandomGenerator own = random.split();
        all.add(threads.submit(() -> repeat(worker, own, done)));
      }
      RandomGenerator own = random.split();
      all.add(
          threads.submit(() -> {
            try {
              for (int i = 0; i < STRIKES; i++) {
                round.strike(own);
                Thread.yield();
              }
            } finally {
              done.set(true);
            }
          }));
    }
    for (Future<?> each : all) {
      each.get();
    }
  }

  private static void repeat(
      Consumer<RandomGenerator> worker, RandomGenerator random, AtomicBoolean done) {
    try {
      while (!done.get()) {
        worker.accept(random);
      }
    } finally {
      done.set(true);
    }
  }
}
