package io.github.cordonfs.diagnose.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.diagnose.machine.SystemCalls.KillPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The kernel that the tests run on: they need what is asked for here in any case. */
@EnabledOnOs(OS.LINUX)
@Tag("S106")
class LinuxCallsTest {

  private final SystemCalls calls = new LinuxCalls();

  @Test
  void theCallsThatCordonMakesWorkHere() {
    assertThat(calls.problem()).isNull();
    assertThat(calls.pageBytes()).isEqualTo(4096);
    assertThat(calls.memfd()).isZero();
    assertThat(calls.processVmReadv()).isZero();
    assertThat(calls.populateRead()).isZero();
  }

  @Test
  void thePolicyIsThatOfTheProcess() {
    // What "cordon run" makes of it is for RunCommandTest.
    assertThat(calls.killPolicy()).isIn(KillPolicy.DEFAULT, KillPolicy.LATE);
  }
}
