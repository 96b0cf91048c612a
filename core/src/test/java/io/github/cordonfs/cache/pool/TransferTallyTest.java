package io.github.cordonfs.cache.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ReadCounts;
import io.github.cordonfs.TransferCounts;
import io.github.cordonfs.os.Stripe;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S107")
class TransferTallyTest {

  private final TransferTally tally = new TransferTally();

  @Test
  void eachKindIsCountedByItself() {
    tally.read(5);
    tally.hit(70);
    tally.miss();
    tally.miss();
    tally.written(Integer.MAX_VALUE);
    tally.written(Integer.MAX_VALUE);
    assertThat(tally.transfers()).isEqualTo(new TransferCounts(75, 2L * Integer.MAX_VALUE));
    assertThat(tally.reads()).isEqualTo(new ReadCounts(1, 2));
  }

  @Test
  void threadsOfDifferentStripesCountAsIfAlone() throws InterruptedException {
    int rounds = 100_000;
    Set<Integer> stripes = new HashSet<>();
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      do {
        threads[i] =
            new Thread(() -> {
              for (int round = 0; round < rounds; round++) {
                tally.hit(3);
                tally.written(7);
              }
            });
      } while (!stripes.add((int) threads[i].threadId() % Stripe.COUNT));
    }
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(tally.transfers()).isEqualTo(new TransferCounts(12L * rounds, 28L * rounds));
    assertThat(tally.reads()).isEqualTo(new ReadCounts(4L * rounds, 0));
  }

  @Test
  void thereAreMoreStripesThanProcessors() {
    assertThat(TransferTally.stripes(1)).isEqualTo(16);
    assertThat(TransferTally.stripes(4)).isEqualTo(16);
    assertThat(TransferTally.stripes(5)).isEqualTo(32);
    assertThat(TransferTally.stripes(64)).isEqualTo(256);
    assertThat(TransferTally.stripes(65)).isEqualTo(512);
    assertThat(TransferTally.stripes(10_000)).isEqualTo(1024);
  }

  /** As by a thread that was put aside while it counted, and stores what it had found long ago. */
  @Test
  void whatIsTakenBackIsNotSeen() {
    tally.hit(100);
    tally.written(100);
    TransferCounts told = tally.transfers();
    tally.read(-60);
    tally.written(-60);
    assertThat(tally.transfers()).isEqualTo(told).isEqualTo(new TransferCounts(100, 100));
    tally.read(70);
    tally.written(50);
    assertThat(tally.transfers()).isEqualTo(new TransferCounts(110, 100));
  }
}
