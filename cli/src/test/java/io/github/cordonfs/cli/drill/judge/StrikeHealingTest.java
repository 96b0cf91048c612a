package io.github.cordonfs.cli.drill.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StrikeHealingTest {

  private final StrikeHealing healing = new StrikeHealing(3);

  @Test
  void aReadThatBeganAfterTheStrikeHealsIt() {
    healing.struck(1);
    healing.readWell(1, healing.beforeRead(1));
    assertThat(healing.healed()).isEqualTo(1);
    assertThat(healing.unhealed(0, 3)).isZero();
  }

  @Test
  void aReadThatBeganBeforeTheStrikeProvesNothing() {
    int before = healing.beforeRead(1);
    healing.struck(1);
    healing.readWell(1, before);
    assertThat(healing.healed()).isZero();
    assertThat(healing.unhealed(1, 1)).isEqualTo(1);
    assertThat(healing.unhealed(2, 1)).isZero();
  }

  @Test
  void twoReadersCountAStrikeOnce() {
    healing.struck(0);
    healing.struck(0);
    int one = healing.beforeRead(0);
    int other = healing.beforeRead(0);
    healing.readWell(0, one);
    healing.struck(0);
    healing.readWell(0, other);
    assertThat(healing.strikes()).isEqualTo(3);
    assertThat(healing.healed()).isEqualTo(2);
    assertThat(healing.unhealed(0, 1)).isEqualTo(1);
  }
}
