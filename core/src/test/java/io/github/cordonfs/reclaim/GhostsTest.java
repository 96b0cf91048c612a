package io.github.cordonfs.reclaim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GhostsTest {

  @Test
  void growthLosesNoGhost() {
    Ghosts ghosts = new Ghosts(1 << 16);
    Random random = new Random(1);
    int[] fingerprints = random.ints(2000).map(f -> f | 1).distinct().toArray();
    // With room for eight times as many, hardly a bucket is full.
    while (ghosts.capacity() < 8 * fingerprints.length) {
      ghosts.growTowards(1 << 16);
    }
    for (int i = 0; i < fingerprints.length; i++) {
      assertThat(ghosts.remember(fingerprints[i], i, 2000)).isFalse();
    }
    while (ghosts.capacity() < 1 << 16) {
      int before = ghosts.capacity();
      ghosts.growTowards(1 << 16);
      assertThat(ghosts.capacity()).isEqualTo(before + 8);
    }
    assertThat(ghosts.count()).isEqualTo(fingerprints.length);
    for (int i = 0; i < fingerprints.length; i++) {
      int slot = ghosts.find(fingerprints[i]);
      assertThat(slot).isNotEqualTo(Ghosts.NONE);
      assertThat(ghosts.time(slot)).isEqualTo(i);
      ghosts.forget(slot);
      assertThat(ghosts.find(fingerprints[i])).isEqualTo(Ghosts.NONE);
    }
    assertThat(ghosts.count()).isZero();
  }

  @Test
  void oldestOfAFullBucketIsForgotten() {
    Ghosts ghosts = new Ghosts(8);
    // Across the wrap of times, which have 16 bits.
    for (int i = 1; i <= 8; i++) {
      assertThat(ghosts.remember(i, (char) (0xFFFA + i), 5)).isFalse();
    }
    assertThat(ghosts.remember(9, 4, 5)).isTrue();
    assertThat(ghosts.find(1)).isEqualTo(Ghosts.NONE);
    for (int i = 2; i <= 9; i++) {
      assertThat(ghosts.find(i)).isNotEqualTo(Ghosts.NONE);
    }
    assertThat(ghosts.count()).isEqualTo(8);
  }

  @Test
  void boundHoldsHoweverManyCome() {
    Ghosts ghosts = new Ghosts(1001);
    for (int i = 1; i < 100_000; i++) {
      ghosts.growTowards(Long.MAX_VALUE);
      ghosts.remember(i * 0x9E3779B9, i, i);
    }
    assertThat(ghosts.capacity()).isEqualTo(1008);
    assertThat(ghosts.count()).isEqualTo(1008);
  }

  @Test
  void pageThatIsKnownIsNotRememberedTwice() {
    Ghosts ghosts = new Ghosts(8);
    ghosts.remember(7, 1, 1);
    ghosts.remember(7, 2, 2);
    assertThat(ghosts.count()).isEqualTo(1);
    assertThat(ghosts.time(ghosts.find(7))).isEqualTo(2);
  }

  @Test
  void noKeyHasTheFingerprintOfAnEmptySlot() {
    assertThat(Ghosts.fingerprint(0)).isNotZero();
    assertThat(Ghosts.fingerprint(0x0000_0005_0000_0005L)).isNotZero();
  }
}
