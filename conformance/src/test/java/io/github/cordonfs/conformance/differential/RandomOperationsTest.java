package io.github.cordonfs.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Cordon against the default file system on a tmpfs. {@code -Dcordon.operations=10000000} does
 * more, {@code -Dcordon.threads} in several threads, each with file systems of its own, {@code
 * -Dcordon.seed} with others; a failure prints the seed of its episode.
 */
class RandomOperationsTest {

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void cordonDoesWhatTmpfsDoes() throws IOException, InterruptedException {
    long start = System.nanoTime();
    long operations = Long.getLong("cordon.operations", 300_000);
    long seed = Long.getLong("cordon.seed", 1);
    Campaign campaign = new Campaign(seed, operations, Integer.getInteger("cordon.threads", 1));
    campaign.run();
    System.out.printf("%s, %.1f s%n", campaign.summary(), (System.nanoTime() - start) / 1e9);
    assertThat(campaign.findings()).isEmpty();
  }
}
