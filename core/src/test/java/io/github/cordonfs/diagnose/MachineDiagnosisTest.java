package io.github.cordonfs.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.Diagnosis;
import io.github.cordonfs.Finding;
import io.github.cordonfs.Severity;
import io.github.cordonfs.diagnose.machine.FakeMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("S106")
class MachineDiagnosisTest {

  private static final List<String> ON_LINUX =
      List.of(
          "jdk",
          "operating-system",
          "kernel",
          "memory-failure",
          "memory-failure-recovery",
          "machine-check",
          "early-kill",
          "soft-offline",
          "failed-memory",
          "native-access",
          "page-size",
          "memfd",
          "memfd-noexec",
          "process-vm-readv",
          "madv-populate-read",
          "memory-limit",
          "swap",
          "max-map-count",
          "thp-shmem-enabled",
          "thp-enabled",
          "thp-defrag",
          "numa",
          "ecc",
          "edac",
          "rasdaemon",
          "virtual-machine");

  @TempDir private Path root;

  /** As a server should be. */
  private FakeMachine good() {
    return new FakeMachine(root)
        .file("/boot/config-6.12.1", "CONFIG_MEMORY_FAILURE=y\nCONFIG_X86_MCE=y\n")
        .file("/proc/cmdline", "quiet")
        .file("/proc/cpuinfo", "flags\t: fpu mce\n")
        .file(
            "/proc/meminfo",
            "MemTotal: 1000000000 kB\nMemAvailable: 900000000 kB\nHardwareCorrupted: 0 kB\n")
        .file("/proc/swaps", "Filename\n")
        .file("/proc/812/comm", "rasdaemon\n")
        .file("/proc/sys/kernel/osrelease", "6.12.1\n")
        .file("/proc/sys/vm/enable_soft_offline", "1\n")
        .file("/proc/sys/vm/max_map_count", "65530\n")
        .file("/proc/sys/vm/memfd_noexec", "0\n")
        .file("/proc/sys/vm/memory_failure_early_kill", "0\n")
        .file("/proc/sys/vm/memory_failure_recovery", "1\n")
        .file("/sys/devices/system/edac/mc/mc0/ce_count", "0\n")
        .file("/sys/devices/system/edac/mc/mc0/dimm0/dimm_edac_mode", "SECDED\n")
        .file("/sys/devices/system/edac/mc/mc0/mc_name", "i10nm\n")
        .file("/sys/devices/system/edac/mc/mc0/ue_count", "0\n")
        .file("/sys/devices/system/node/has_memory", "0\n")
        .file("/sys/kernel/mm/transparent_hugepage/defrag", "[madvise] never\n")
        .file("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n")
        .file("/sys/kernel/mm/transparent_hugepage/shmem_enabled", "always [never] deny\n");
  }

  @Test
  void onAGoodMachineAllIsOk() {
    Diagnosis diagnosis = MachineDiagnosis.of(good().machine());
    assertThat(diagnosis.findings()).extracting(Finding::id).containsExactlyElementsOf(ON_LINUX);
    assertThat(diagnosis.toString()).isEmpty();
    assertThat(diagnosis.isSafe()).isTrue();
    assertThat(diagnosis.summary()).isEqualTo("26 ok");
  }

  @Test
  void oneSettingIsEnoughToDefeat() {
    Diagnosis diagnosis =
        MachineDiagnosis.of(good().file("/proc/sys/vm/memory_failure_early_kill", "1\n").machine());
    assertThat(diagnosis.isSafe()).isFalse();
    assertThat(diagnosis.toString()).startsWith("DEFEATS early-kill: ").hasLineCount(1);
    assertThat(diagnosis.summary()).isEqualTo("25 ok, 1 defeats");
  }

  @Test
  void aContainerThatHidesEverythingIsFullOfUnknowns() {
    Diagnosis diagnosis = MachineDiagnosis.of(new FakeMachine(root).machine());
    assertThat(diagnosis.findings()).extracting(Finding::id).containsExactlyElementsOf(ON_LINUX);
    assertThat(diagnosis.findings(Severity.UNKNOWN)).hasSize(18);
    assertThat(diagnosis.isSafe()).isTrue();
  }

  /** Directories in the place of all files: they are there, and cannot be read. */
  @Test
  void whatCannotBeReadIsNoError() throws Exception {
    FakeMachine machine = good();
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
        Files.createDirectory(file);
      }
    }
    Diagnosis diagnosis = MachineDiagnosis.of(machine.machine());
    assertThat(diagnosis.findings()).hasSize(ON_LINUX.size());
    assertThat(diagnosis.findings(Severity.DEFEATS)).isEmpty();
    assertThat(diagnosis.findings(Severity.UNKNOWN)).hasSizeGreaterThan(15);
  }

  @Test
  void elsewhereThanOnLinuxThereIsNothingToSayBeyondThat() {
    Diagnosis diagnosis =
        MachineDiagnosis.of(good().system("Mac OS X", "aarch64", "15.1").machine());
    assertThat(diagnosis.findings())
        .extracting(Finding::id)
        .containsExactly("jdk", "operating-system");
    assertThat(diagnosis.isSafe()).isFalse();
  }

  /** Whatever machine this is: what the tests need is there, and nothing is thrown. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void thisMachineIsDiagnosed() {
    Diagnosis diagnosis = Cordon.diagnose();
    assertThat(diagnosis.findings()).extracting(Finding::id).containsExactlyElementsOf(ON_LINUX);
    assertThat(diagnosis.findings())
        .filteredOn(each ->
            List.of("native-access", "page-size", "memfd", "process-vm-readv").contains(each.id()))
        .hasSize(4)
        .allMatch(each -> each.severity() == Severity.OK);
    assertThat(diagnosis.findings())
        .allSatisfy(each -> {
          assertThat(each.toString()).hasLineCount(1);
          assertThat(each.found()).isNotBlank();
          assertThat(each.meaning()).endsWith(".");
          assertThat(each.severity() == Severity.OK && !each.change().isEmpty()).isFalse();
        });
  }

  /** What the kernel shows here is what the findings say. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsFoundHereIsWhatTheKernelShows() throws Exception {
    Diagnosis diagnosis = Cordon.diagnose();
    String limit = Files.readString(Path.of("/proc/sys/vm/max_map_count")).strip();
    assertThat(found(diagnosis, "max-map-count")).startsWith("vm.max_map_count is " + limit);
    assertThat(found(diagnosis, "kernel"))
        .isEqualTo("Linux " + Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    assertThat(found(diagnosis, "jdk")).startsWith(Runtime.version().toString());
  }

  private static String found(Diagnosis diagnosis, String id) {
    return diagnosis.findings().stream()
        .filter(each -> each.id().equals(id))
        .map(Finding::found)
        .findFirst()
        .orElseThrow();
  }
}
