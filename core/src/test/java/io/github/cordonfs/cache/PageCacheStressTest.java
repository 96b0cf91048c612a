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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Readers, writers, truncates, punches, unlinks, mappings, soft offline, what makes pages good
 * again, and strikes, all at once, on files whose bytes say where they belong. {@code
 * -Dcordon.seed} repeats the choices of each thread; {@code -Dcordon.stress=true} makes it long.
 */
@Tag("H8")
class PageCacheStressTest {

  private static final int ROUNDS =
      Integer.getInteger("cordon.rounds", Boolean.getBoolean("cordon.stress") ? 400 : 2);
  private static final int STRIKES = 400;

  /** Strikes of the campaign: {@code -Dcordon.strikes=N}. */
  private static final long CAMPAIGN =
      Long.getLong("cordon.strikes", Boolean.getBoolean("cordon.stress") ? 1_000_000 : 3_000);

  private static final long STRIKES_OF_A_CAMPAIGN_ROUND = 20_000;

  /** Strikes between which nobody else is let run on purpose: a campaign would take days. */
  private static final int AT_ONCE = 50;

  @ParameterizedTest
  @EnumSource(names = {"NEVER", "WITHIN_SIZE", "ALWAYS"})
  void nobodyReadsWrongBytesAndOnlyReportedPagesAreErrors(HugePolicy huge) throws Exception {
    long seed = Long.getLong("cordon.seed", System.nanoTime());
    System.out.println("PageCacheStressTest " + huge + ": -Dcordon.seed=" + seed);
    StressTally tally = new StressTally();
    for (int i = 0; i < ROUNDS; i++) {
      run(new StressRound(huge, false, tally), STRIKES, 1, new SplittableRandom(seed + i));
    }
    System.out.println(tally);
    assertThat(tally.wordsRead.sum()).isPositive();
    assertThat(tally.retries.sum()).isPositive();
    assertThat(tally.strikesWhileWriting.sum()).isPositive();
    assertThat(tally.splits.sum() > 0 || huge == HugePolicy.NEVER).isTrue();
    assertThat(tally.loads.sum()).isPositive();
  }

  /** As many strikes as wanted in one run; nobody is told wrong bytes, and no frame is lost. */
  @Test
  void aCampaignOfStrikesLosesNothingButThePagesItHits() throws Exception {
    long seed = Long.getLong("cordon.seed", System.nanoTime());
    System.out.println("Campaign: -Dcordon.seed=" + seed + " -Dcordon.strikes=" + CAMPAIGN);
    StressTally tally = new StressTally();
    HugePolicy[] policies = {HugePolicy.NEVER, HugePolicy.WITHIN_SIZE, HugePolicy.ALWAYS};
    long started = System.nanoTime();
    for (int i = 0; tally.strikes.sum() < CAMPAIGN; i++) {
      HugePolicy huge = policies[i % policies.length];
      int strikes = (int) Math.min(STRIKES_OF_A_CAMPAIGN_ROUND, CAMPAIGN);
      run(
          new StressRound(huge, i % 2 == 0, tally),
          strikes,
          AT_ONCE,
          new SplittableRandom(seed + i));
    }
    System.out.printf(
        "%s%n0 wrong words, 0 bystanders, 0 of %,d frames lost, %d s%n",
        tally, tally.frames.sum(), (System.nanoTime() - started) / 1_000_000_000);
    assertThat(tally.strikes.sum()).isGreaterThanOrEqualTo(CAMPAIGN);
  }

  /**
   * The striker has a number of strikes; the others go on until it is done.
   *
   * @param atOnce strikes after which it lets others run
   */
  private static void run(StressRound round, int strikes, int atOnce, SplittableRandom random)
      throws Exception {
    try (round) {
      runOpen(round, strikes, atOnce, random);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // not relied on: it only makes races more likely
  private static void runOpen(StressRound round, int strikes, int atOnce, SplittableRandom random)
      throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Consumer<RandomGenerator>> workers =
          List.of(
              round::read,
              round::read,
              round::write,
              round::write,
              round::change,
              round::map,
              round::tend);
      for (Consumer<RandomGenerator> worker : workers) {
        RandomGenerator own = random.split();
        all.add(threads.submit(() -> repeat(worker, own, done)));
      }
      RandomGenerator own = random.split();
      all.add(
          threads.submit(() -> {
            try {
              for (int i = 0; i < strikes; i++) {
                round.strike(own);
                if (i % STRIKES == STRIKES - 1) {
                  round.heal(own);
                }
                if (i % atOnce == 0) {
                  Thread.yield();
                }
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
