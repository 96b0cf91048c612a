package io.github.cordonfs.diagnose.kernel;

import static io.github.cordonfs.Severity.DEFEATS;
import static io.github.cordonfs.Severity.NOTE;
import static io.github.cordonfs.Severity.OK;
import static io.github.cordonfs.Severity.UNKNOWN;
import static io.github.cordonfs.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Finding;
import io.github.cordonfs.Severity;
import io.github.cordonfs.diagnose.machine.Check;
import io.github.cordonfs.diagnose.machine.FakeMachine;
import io.github.cordonfs.diagnose.machine.SystemCalls.KillPolicy;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S106")
class KernelChecksTest {

  private static final String RELEASE = "/proc/sys/kernel/osrelease";
  private static final String CONFIG = "/boot/config-6.12.1";
  private static final String EARLY_KILL = "/proc/sys/vm/memory_failure_early_kill";
  private static final String RECOVERY = "/proc/sys/vm/memory_failure_recovery";
  private static final String SOFT_OFFLINE = "/proc/sys/vm/enable_soft_offline";
  private static final String SOFT_OFFLINE_PAGE = "/sys/devices/system/memory/soft_offline_page";
  private static final String MEMINFO = "/proc/meminfo";

  @TempDir private Path root;
  private FakeMachine machine;

  @BeforeEach
  void create() {
    machine = new FakeMachine(root);
  }

  @ParameterizedTest
  @CsvSource({
    "6.12.107+deb13-amd64, OK",
    "6.1.0-56-amd64, OK",
    "5.17.0, OK",
    "5.16.20, UNKNOWN",
    "5.15.0-130-generic, UNKNOWN",
    "5.14.0-503.el9.x86_64, UNKNOWN",
    "5.13.19, DEFEATS",
    "5.10.0-32-amd64, DEFEATS",
    "4.18.0-553.el8_10.x86_64, DEFEATS"
  })
  void theReleaseSaysWhetherAFailedPageIsKept(String release, Severity severity) {
    machine.file(RELEASE, release + "\n");
    Finding finding = machine.finds(new KernelRelease(), severity, "Linux " + release);
    if (severity != OK) {
      assertThat(finding.meaning()).contains("zeros");
      assertThat(finding.change()).contains("5.17");
    }
  }

  @Test
  void aReleaseThatIsNoneIsShown() {
    machine.file(RELEASE, "custom");
    machine.finds(new KernelRelease(), UNKNOWN, "\"custom\"");
  }

  @Test
  void theConfigurationSaysWhetherFailuresAreHandled() {
    machine.compressed("/proc/config.gz", "CONFIG_A=y\nCONFIG_MEMORY_FAILURE=y\n");
    machine.finds(new FailureHandling(), OK, "CONFIG_MEMORY_FAILURE=y in /proc/config.gz");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONFIG_A=y\n# CONFIG_MEMORY_FAILURE is not set\n",
        "CONFIG_A=y\n",
        "CONFIG_A=y\nCONFIG_MEMORY_FAILURE_X=y\n"
      })
  void aConfigurationWithoutItDefeats(String config) {
    machine.file(CONFIG, config).file(RECOVERY, "1");
    machine.finds(
        new FailureHandling(), DEFEATS, "no CONFIG_MEMORY_FAILURE in " + CONFIG, "Boot a kernel");
  }

  @Test
  void theConfigurationOfAnotherReleaseSaysNothing() {
    machine.file("/boot/config-6.12.2", "CONFIG_A=y\n");
    machine.finds(new FailureHandling(), UNKNOWN, "no configuration");
    machine.file("/lib/modules/6.12.1/config", "CONFIG_MEMORY_FAILURE=y\n");
    machine.finds(new FailureHandling(), OK, "/lib/modules/6.12.1/config");
  }

  @Test
  void aConfigurationThatCannotBeUnderstoodIsPassedOver() {
    machine.file("/proc/config.gz", "not compressed").file(CONFIG, "nothing of the kind");
    machine.finds(new FailureHandling(), UNKNOWN);
    machine.file(RECOVERY, "1");
    machine.finds(new FailureHandling(), OK, RECOVERY + " exists");
  }

  @Test
  void withoutAConfigurationAnySignWillDo() {
    machine.file(MEMINFO, "MemTotal: 1 kB\nHardwareCorrupted:     0 kB\n");
    machine.finds(new FailureHandling(), OK, "HardwareCorrupted");
    machine.file(MEMINFO, "MemTotal: 1 kB\n");
    machine.finds(new FailureHandling(), UNKNOWN);
    machine.file("/proc/sys/vm/max_map_count", "65530");
    machine.finds(new FailureHandling(), DEFEATS, "nor HardwareCorrupted");
    machine.file(SOFT_OFFLINE_PAGE, "");
    machine.finds(new FailureHandling(), OK, SOFT_OFFLINE_PAGE);
  }

  @Test
  void aKernelThatPanicsDefeats() {
    machine.file(RECOVERY, "1\n");
    machine.finds(new FailureRecovery(), OK, "is 1");
    machine.file(RECOVERY, "0\n");
    machine.finds(new FailureRecovery(), DEFEATS, "panics", "sysctl vm.memory_failure_recovery=1");
    machine.file(RECOVERY, "maybe\n");
    machine.finds(new FailureRecovery(), UNKNOWN, "\"maybe\"");
  }

  @Test
  void aMissingSettingIsExplainedByAKernelWithoutHandling() {
    for (Check check : new Check[] {new FailureRecovery(), new EarlyKill(), new SoftOfflining()}) {
      machine.finds(check, UNKNOWN, "does not exist");
    }
    machine.finds(new FailedMemory(), UNKNOWN, "/proc/meminfo does not exist");
    machine.file(CONFIG, "CONFIG_A=y\n");
    for (Check check : new Check[] {new FailureRecovery(), new EarlyKill(), new SoftOfflining()}) {
      machine.finds(check, NOTE, "does not exist", "handles no memory failure");
    }
    machine.finds(new FailedMemory(), NOTE, "memory-failure");
  }

  @Test
  void aSettingThatIsThereIsNotExplainedAway() {
    machine.file(CONFIG, "CONFIG_A=y\n").file(RECOVERY, "odd").directory(EARLY_KILL);
    machine.finds(new FailureRecovery(), UNKNOWN, "\"odd\"");
    machine.finds(new EarlyKill(), UNKNOWN, "cannot be read");
  }

  @Test
  void aKernelBuiltOrBootedWithoutMachineChecksDefeats() {
    machine.finds(new MachineCheckBoot(), UNKNOWN, "/proc/cmdline does not exist");
    machine.file("/proc/cmdline", "root=/dev/sda1 quiet\n");
    machine.finds(new MachineCheckBoot(), OK);
    machine.file("/proc/cmdline", "quiet mce=off");
    machine.finds(new MachineCheckBoot(), DEFEATS, "mce=off", "command line");
    machine.file("/proc/cmdline", "nomce quiet");
    machine.finds(new MachineCheckBoot(), DEFEATS, "nomce");
    machine.file("/proc/cmdline", "quiet mce=ignore_ce");
    machine.finds(new MachineCheckBoot(), NOTE, "mce=ignore_ce");
    machine.file("/proc/cmdline", "name=nomce2 xmce=off");
    machine.finds(new MachineCheckBoot(), OK);
    machine.file(CONFIG, "CONFIG_A=y\n");
    machine.finds(new MachineCheckBoot(), DEFEATS, "no CONFIG_X86_MCE in " + CONFIG);
    machine.system("Linux", "aarch64", "6.12.1");
    machine.finds(new MachineCheckBoot(), OK);
    machine.system("Linux", "amd64", "6.12.1").file(CONFIG, "CONFIG_X86_MCE=y\n");
    machine.finds(new MachineCheckBoot(), OK);
  }

  @Test
  @Tag("S97")
  void aKernelThatKillsEarlyDefeatsUnlessThisProcessIsSpared() {
    machine.file(EARLY_KILL, "0\n");
    machine.finds(new EarlyKill(), OK, "is 0");
    machine.file(EARLY_KILL, "1\n");
    machine.finds(new EarlyKill(), DEFEATS, "is 1", "kills this JVM", "cordon run -- java");
    machine.killPolicy(KillPolicy.UNKNOWN);
    machine.finds(new EarlyKill(), DEFEATS);
    machine.killPolicy(KillPolicy.LATE);
    machine.finds(new EarlyKill(), OK, "PR_MCE_KILL_LATE");
    machine.file(EARLY_KILL, "2?");
    machine.finds(new EarlyKill(), OK, "PR_MCE_KILL_LATE");
    machine.killPolicy(KillPolicy.DEFAULT);
    machine.finds(new EarlyKill(), UNKNOWN, "\"2?\"");
    machine.file(EARLY_KILL, "0\n").killPolicy(KillPolicy.EARLY);
    machine.finds(new EarlyKill(), DEFEATS, "PR_MCE_KILL_EARLY");
  }

  @Test
  void withoutNativeAccessTheSettingAloneCounts() {
    machine.file(EARLY_KILL, "1\n").killPolicy(KillPolicy.LATE).noCalls("denied");
    machine.finds(new EarlyKill(), DEFEATS);
    machine.file(EARLY_KILL, "0\n");
    machine.finds(new EarlyKill(), OK);
  }

  @Test
  void softOffliningIsASettingSinceLinux611() {
    machine.file(SOFT_OFFLINE, "1\n");
    machine.finds(new SoftOfflining(), OK, "is 1");
    machine.file(SOFT_OFFLINE, "0\n");
    machine.finds(new SoftOfflining(), NOTE, "stays in use", "sysctl vm.enable_soft_offline=1");
    machine.file(SOFT_OFFLINE, "7\n");
    machine.finds(new SoftOfflining(), UNKNOWN, "\"7\"");
  }

  @Test
  void beforeLinux611SoftOffliningIsAlwaysOn() {
    machine.file(SOFT_OFFLINE_PAGE, "").file(RELEASE, "6.1.0-56-amd64");
    machine.finds(new SoftOfflining(), OK, SOFT_OFFLINE_PAGE);
    machine.file(RELEASE, "6.11.0");
    machine.finds(new SoftOfflining(), UNKNOWN, "enable_soft_offline does not exist");
  }

  @Test
  void memoryThatHasFailedIsAWarning() {
    machine.file(MEMINFO, "MemTotal:  100 kB\nHardwareCorrupted:     0 kB\n");
    machine.finds(new FailedMemory(), OK, "0 kB");
    machine.file(MEMINFO, "MemTotal:  100 kB\nHardwareCorrupted:    12 kB\n");
    machine.finds(new FailedMemory(), WARNING, "12 kB", "replaced");
    machine.file(MEMINFO, "HardwareCorrupted:    many kB\n");
    machine.finds(new FailedMemory(), UNKNOWN, "no number");
    machine.file(CONFIG, "CONFIG_A=y\n");
    machine.finds(new FailedMemory(), NOTE, "does not count");
  }
}
