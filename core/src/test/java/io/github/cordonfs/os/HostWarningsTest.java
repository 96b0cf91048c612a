package io.github.cordonfs.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostWarningsTest {

  private static final Runtime.Version GOOD = Runtime.Version.parse("25.0.3+9-LTS");

  @Test
  void aGoodMachineIsNotWarnedOf() {
    assertThat(HostWarnings.warnings("0\n", GOOD)).isEmpty();
    assertThat(HostWarnings.warnings("", Runtime.Version.parse("26"))).isEmpty();
  }

  @Test
  void earlyKillIsWarnedOf() {
    assertThat(HostWarnings.warnings("1\n", GOOD))
        .singleElement()
        .asString()
        .contains("vm.memory_failure_early_kill")
        .contains("./cordon run -- java");
  }

  @Test
  void aJdkThatCorruptsDataIsWarnedOf() {
    assertThat(HostWarnings.warnings("0\n", Runtime.Version.parse("25.0.2+10")))
        .singleElement()
        .asString()
        .contains("25.0.2")
        .contains("G1");
  }
}
