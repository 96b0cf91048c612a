package io.github.cordonfs.conformance.exerciser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files under all operations on content, and strikes, against an oracle. {@code
 * -Dcordon.operations} says how many in all, {@code -Dcordon.threads} how many threads share a
 * file, {@code -Dcordon.seed} which; a failure prints the seed of its episode.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class ExerciserTest {

  /** Of each of the two. */
  private static final long OPERATIONS =
      Long.getLong("cordon.operations", Boolean.getBoolean("cordon.stress") ? 2_000_000 : 100_000)
          / 2;

  private static final long SEED = Long.getLong("cordon.seed", 1);
  private static final int THREADS = Math.max(2, Integer.getInteger("cordon.threads", 2));

  /** Makes the episode of a seed; returns what is wrong, or null. */
  private interface Episode {
    @Nullable String run(long seed) throws IOException, InterruptedException;
  }

  @Test
  @Tag("A2")
  @Tag("A4")
  @Tag("F0")
  @Tag("S91")
  void filesAreWhatTheOracleSays() throws IOException, InterruptedException {
    run("alone", Exerciser::alone);
  }

  @Test
  @Tag("H8")
  @Tag("H5")
  void nobodyNoticesWhatIsDoneInOtherPartsOfAFile() throws IOException, InterruptedException {
    run("together", seed -> Exerciser.together(seed, THREADS));
  }

  private static void run(String what, Episode episode) throws IOException, InterruptedException {
    long start = System.nanoTime();
    long seed = SEED;
    for (; (seed - SEED) * Exerciser.EPISODE < OPERATIONS; seed++) {
      assertThat(episode.run(seed)).isNull();
    }
    System.out.printf(
        "exerciser, %s: %d operations, seeds %d to %d of %d each, %.1f s%n",
        what,
        (seed - SEED) * Exerciser.EPISODE,
        SEED,
        seed - 1,
        Exerciser.EPISODE,
        (System.nanoTime() - start) / 1e9);
  }
}
