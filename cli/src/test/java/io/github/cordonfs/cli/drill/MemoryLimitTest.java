package io.github.cordonfs.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryLimitTest {

  private static final long GIB = 1L << 30;

  @Test
  void aControlGroupIsNamedWhereItIsTheLimit() {
    assertThat(MemoryLimit.of(GIB / 2, 16 * GIB).leaves(100 << 20))
        .isEqualTo(
            "the control group (container) of this process allows 512.0 MiB, of which 100.0 MiB"
                + " are left");
  }

  @Test
  void elsewhereTheMachineIsTheLimit() {
    assertThat(MemoryLimit.of(16 * GIB, 16 * GIB).leaves(2 * GIB))
        .isEqualTo("this machine has 2.0 GiB of 16.0 GiB to spare");
  }

  @Test
  void thisProcessHasALimit() {
    assertThat(MemoryLimit.ofThisProcess().bytes()).isPositive();
  }
}
