package io.github.cordonfs.diagnose.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** System calls that a real kernel refuses a real JVM. */
@EnabledOnOs(OS.LINUX)
@Tag("S106")
class RefusedCallsTest {

  @TempDir private Path temp;

  private String diagnosisWithout(String... calls) throws IOException, InterruptedException {
    Path out = temp.resolve("out");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RefusedCallsChild.class.getName()));
    command.addAll(List.of(calls));
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(child.waitFor(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    String text = Files.readString(out);
    assertThat(child.exitValue()).as(text).isZero();
    return text;
  }

  @Test
  void aFilterThatRefusesMemoryFilesDefeats() throws IOException, InterruptedException {
    assertThat(diagnosisWithout("memfd_create"))
        .contains(
            "DEFEATS memfd: memfd_create or fallocate is refused: EPERM (a seccomp filter is"
                + " active). ")
        .contains("OK process-vm-readv: ", "OK madv-populate-read: ");
  }

  @Test
  void oneWayToFindBadMemoryIsEnough() throws IOException, InterruptedException {
    assertThat(diagnosisWithout("process_vm_readv"))
        .contains("NOTE process-vm-readv: process_vm_readv is refused: EPERM (a seccomp filter")
        .contains("OK madv-populate-read: ", "OK memfd: ");
    assertThat(diagnosisWithout("MADV_POPULATE_READ"))
        .contains("WARNING madv-populate-read: MADV_POPULATE_READ is refused: EINVAL")
        .contains("OK process-vm-readv: ", "OK memfd: ");
  }

  @Test
  void noWayToFindBadMemoryDefeats() throws IOException, InterruptedException {
    assertThat(diagnosisWithout("process_vm_readv", "MADV_POPULATE_READ"))
        .contains("DEFEATS process-vm-readv: process_vm_readv is refused: EPERM")
        .contains("WARNING madv-populate-read: ");
  }

  @Test
  void withoutAFilterNothingIsRefused() throws IOException, InterruptedException {
    assertThat(diagnosisWithout()).contains("OK memfd: ", "OK process-vm-readv: ");
  }
}
