package io.github.cordonfs.diagnose.process;

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
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("S106")
class ProcessChecksTest {

  private static final int EPERM = 1;
  private static final int EINVAL = 22;
  private static final int ENOSYS = 38;

  private static final String NOEXEC = "/proc/sys/vm/memfd_noexec";

  @TempDir private Path root;
  private FakeMachine machine;

  @BeforeEach
  void create() {
    machine = new FakeMachine(root);
  }

  @ParameterizedTest
  @CsvSource({
    "25, OpenJDK 64-Bit Server VM, WARNING",
    "25.0.2+10, Java HotSpot(TM) 64-Bit Server VM, WARNING",
    "25.0.3+9, OpenJDK 64-Bit Server VM, OK",
    "25.0.3+9, Java HotSpot(TM) 64-Bit Server VM, OK",
    "26-ea+1, OpenJDK 64-Bit Server VM, OK",
    "25.0.3+9, Eclipse OpenJ9 VM, UNKNOWN"
  })
  void theUpdateOfTheJdkMatters(String version, String vmName, Severity severity) {
    machine.jdk(version, vmName);
    machine.finds(new Jdk(), severity, version, vmName);
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, OK",
    "Linux, aarch64, OK",
    "Linux, ppc64le, UNKNOWN",
    "Mac OS X, aarch64, DEFEATS",
    "Windows 11, amd64, DEFEATS"
  })
  void onlyLinuxTellsWhichPageFailed(String name, String arch, Severity severity) {
    machine.system(name, arch, "");
    machine.finds(new OperatingSystem(), severity, name);
  }

  @Test
  void withoutNativeAccessNothingIsProtected() {
    machine.finds(new NativeAccess(), OK);
    machine.withoutNativeAccessFlag();
    machine.finds(new NativeAccess(), NOTE, "--enable-native-access=ALL-UNNAMED");
    machine.noCalls("Illegal native access");
    machine.finds(
        new NativeAccess(), DEFEATS, "Illegal native access", "--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void withoutNativeAccessNoCallIsMade() {
    machine.noCalls("denied");
    Check[] checks = {
      new PageSize(), new MemoryFile(), new ProcessMemoryRead(), new PopulateRead()
    };
    for (Check check : checks) {
      machine.finds(check, UNKNOWN, "no system call can be made", "native-access");
    }
  }

  @Test
  void framesArePagesOf4KiB() {
    machine.finds(new PageSize(), OK, "4096");
    machine.pageBytes(65536);
    machine.finds(new PageSize(), DEFEATS, "pages of 65536 bytes", "plain memory");
  }

  @Test
  void withoutAMemoryFileNoFileSystemOpens() {
    machine.finds(new MemoryFile(), OK);
    machine.memfd(EPERM);
    Finding refused = machine.finds(new MemoryFile(), DEFEATS, "EPERM", "no file system opens");
    assertThat(refused.found()).doesNotContain("seccomp");
    machine.file("/proc/thread-self/status", "Name:\tjava\nSeccomp:\t2\n");
    machine.finds(new MemoryFile(), DEFEATS, "a seccomp filter is active");
    machine.file("/proc/thread-self/status", "Name:\tjava\nSeccomp:\t0\n");
    assertThat(machine.finds(new MemoryFile(), DEFEATS).found()).doesNotContain("seccomp");
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void memoryFilesOfCordonAreNeverExecutable(String value) {
    machine.file(NOEXEC, value + "\n");
    machine.finds(new MemoryFileNoexec(), OK, "vm.memfd_noexec is " + value);
  }

  @Test
  void anUnknownLimitForMemoryFilesIsShown() {
    machine.finds(new MemoryFileNoexec(), UNKNOWN, "does not exist");
    machine.directory("/proc/sys/vm");
    machine.finds(new MemoryFileNoexec(), OK, "before Linux 6.3");
    machine.file(NOEXEC, "3");
    machine.finds(new MemoryFileNoexec(), UNKNOWN, "\"3\"");
  }

  @Test
  void badMemoryIsFoundInOneOfTwoWays() {
    machine.finds(new ProcessMemoryRead(), OK);
    machine.finds(new PopulateRead(), OK);
    machine.processVmReadv(EPERM);
    machine.finds(new ProcessMemoryRead(), NOTE, "EPERM", "MADV_POPULATE_READ instead");
    machine.populateRead(EINVAL);
    machine.finds(new ProcessMemoryRead(), DEFEATS, "no page is marked");
    machine.finds(new PopulateRead(), WARNING, "EINVAL", "5.14");
    machine.processVmReadv(0);
    machine.finds(new ProcessMemoryRead(), OK);
    machine.populateRead(ENOSYS);
    machine.finds(new PopulateRead(), WARNING, "ENOSYS");
  }
}
