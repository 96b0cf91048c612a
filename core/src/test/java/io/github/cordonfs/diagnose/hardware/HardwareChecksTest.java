package io.github.cordonfs.diagnose.hardware;

import static io.github.cordonfs.Severity.DEFEATS;
import static io.github.cordonfs.Severity.NOTE;
import static io.github.cordonfs.Severity.OK;
import static io.github.cordonfs.Severity.UNKNOWN;
import static io.github.cordonfs.Severity.WARNING;

import io.github.cordonfs.diagnose.machine.FakeMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("S106")
class HardwareChecksTest {

  private static final String MC = "/sys/devices/system/edac/mc/";

  @TempDir private Path root;
  private FakeMachine machine;

  @BeforeEach
  void create() {
    machine = new FakeMachine(root);
  }

  private void controller(int number, long corrected, long uncorrected) {
    machine
        .file(MC + "mc" + number + "/mc_name", "Skylake Socket#" + number + " IMC#0\n")
        .file(MC + "mc" + number + "/ce_count", corrected + "\n")
        .file(MC + "mc" + number + "/ue_count", uncorrected + "\n");
  }

  @Test
  void errorCorrectionIsWhatTheDriversSay() {
    machine.finds(new Ecc(), UNKNOWN, "no driver", "dmidecode");
    machine.file(MC + "mc0/dimm0/dimm_edac_mode", "SECDED\n");
    machine.finds(new Ecc(), OK, "SECDED");
    machine.file(MC + "mc1/rank3/dimm_edac_mode", "S4ECD4ED\n");
    machine.finds(new Ecc(), OK, "S4ECD4ED, SECDED");
    machine.file(MC + "mc1/dimm1/dimm_edac_mode", "None\n");
    machine.finds(new Ecc(), DEFEATS, "some memory without ECC");
  }

  @Test
  void memoryWithoutErrorCorrectionDefeats() {
    machine.file(MC + "mc0/csrow0/edac_mode", "None\n");
    machine.finds(new Ecc(), DEFEATS, "memory without ECC", "wrong bytes");
  }

  @Test
  void driversThatDoNotKnowSayNothing() {
    machine.file(MC + "mc0/dimm0/dimm_edac_mode", "Unknown\n").directory(MC + "mc0/dimm1");
    machine.finds(new Ecc(), UNKNOWN, "do not say");
    machine.file(MC + "mc0/dimm2/dimm_edac_mode", "SECDED\n");
    machine.finds(new Ecc(), OK, "SECDED");
  }

  @Test
  void errorsAreSummedOverAllControllers() {
    controller(0, 0, 0);
    controller(1, 0, 0);
    machine.finds(
        new EdacDrivers(), OK, "Skylake Socket#0 IMC#0, Skylake Socket#1 IMC#0", "0 corrected");
    controller(1, 5, 0);
    machine.finds(new EdacDrivers(), NOTE, "5 corrected errors, 0 uncorrected");
    controller(0, 2, 1);
    machine.finds(new EdacDrivers(), WARNING, "7 corrected errors, 1 uncorrected", "replaced");
  }

  @Test
  void aCounterThatIsNoneIsNotKnown() {
    controller(0, 0, 0);
    machine.file(MC + "mc0/ue_count", "n/a");
    machine.finds(new EdacDrivers(), UNKNOWN, "counters cannot be read");
  }

  @Test
  void withoutAControllerNobodyCounts() {
    machine.finds(new EdacDrivers(), UNKNOWN, "/sys/devices/system");
    machine.directory("/sys/devices/system");
    machine.finds(new EdacDrivers(), NOTE, "no driver of EDAC", "load the driver");
    machine.directory("/sys/module/ghes_edac").directory("/sys/module/ext4");
    machine.finds(new EdacDrivers(), NOTE, "ghes_edac, and no memory controller");
  }

  @Test
  void theDaemonIsLookedForAmongTheProcesses() {
    machine.finds(new ErrorDaemon(), UNKNOWN, "cannot be seen");
    machine.file("/proc/2/comm", "nginx\n");
    machine.finds(new ErrorDaemon(), UNKNOWN, "cannot be seen");
    machine.file("/proc/2/comm", "kthreadd\n").file("/proc/self/comm", "rasdaemon\n");
    machine.finds(new ErrorDaemon(), NOTE, "neither rasdaemon nor mcelog", "install");
    machine.file("/proc/812/comm", "rasdaemon\n");
    machine.finds(new ErrorDaemon(), OK, "rasdaemon runs");
  }

  @Test
  void anOlderDaemonWillDo() {
    machine.file("/proc/77/comm", "mcelog\n");
    machine.finds(new ErrorDaemon(), OK, "mcelog runs");
  }

  @Test
  void aVirtualMachineHearsWhatItsHostPassesOn() {
    machine.finds(new Hypervisor(), UNKNOWN, "/proc/cpuinfo does not exist");
    machine.file("/proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu mca mce\n");
    machine.finds(new Hypervisor(), OK);
    machine.file("/proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu mce hypervisor lahf_lm\n");
    machine.finds(new Hypervisor(), NOTE, "a virtual machine", "host");
    machine.file("/proc/cpuinfo", "processor\t: 0\nFeatures\t: fp asimd\n");
    machine.finds(new Hypervisor(), UNKNOWN, "has no flags");
  }
}
