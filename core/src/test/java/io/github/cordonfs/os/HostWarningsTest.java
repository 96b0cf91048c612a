package io.github.cordonfs.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostWarningsTest {

  private static final int LATE = 0;
  private static final int EARLY = 1;
  private static final int DEFAULT = 2;
  private static final int UNKNOWN = -1;

  private static final Runtime.Version GOOD = Runtime.Version.parse("25.0.3+9-LTS");

  @Test
  void aGoodMachineIsNotWarnedOf() {
    assertThat(HostWarnings.warnings("0\n", DEFAULT, GOOD)).isEmpty();
    assertThat(HostWarnings.warnings("", DEFAULT, Runtime.Version.parse("26"))).isEmpty();
  }

  @Test
  void earlyKillIsWarnedOf() {
    assertThat(HostWarnings.warnings("1\n", DEFAULT, GOOD))
        .singleElement()
        .asString()
        .contains("vm.memory_failure_early_kill")
        .contains("./cordon run -- java");
  }

  /** The kernel asks the process first (docs/observed-linux.md, h03). */
  @Test
  void aPolicyOfTheProcessGoesBeforeTheSetting() {
    assertThat(HostWarnings.warnings("1\n", LATE, GOOD)).isEmpty();
    assertThat(HostWarnings.warnings("0\n", EARLY, GOOD))
        .singleElement()
        .asString()
        .contains("PR_MCE_KILL_EARLY")
        .contains("./cordon run -- java");
    assertThat(HostWarnings.warnings("1\n", EARLY, GOOD)).hasSize(1);
    assertThat(HostWarnings.warnings("1\n", UNKNOWN, GOOD)).hasSize(1);
  }

  @Test
  void aJdkThatCorruptsDataIsWarnedOf() {
    assertThat(HostWarnings.warnings("0\n", DEFAULT, Runtime.Version.parse("25.0.2+10")))
        .singleElement()
        .asString()
        .contains("25.0.2")
        .contains("G1");
  }
}
