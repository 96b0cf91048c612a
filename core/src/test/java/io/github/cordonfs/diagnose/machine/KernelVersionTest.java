package io.github.cordonfs.diagnose.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S106")
class KernelVersionTest {

  private static final String FILE = "/proc/sys/kernel/osrelease";

  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource({
    "6.12.107+deb13-amd64, 6, 12",
    "5.10.0-32-amd64, 5, 10",
    "6.18-rc1, 6, 18",
    "7.0, 7, 0",
    "5.14.0-503.el9.x86_64, 5, 14"
  })
  void aReleaseBeginsWithItsVersion(String release, int major, int minor) {
    Machine machine = new FakeMachine(root).file(FILE, release + "\n").machine();
    assertThat(KernelVersion.of(machine)).hasValue(new KernelVersion(major, minor));
    assertThat(KernelVersion.release(machine)).isEqualTo(release);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "6", "6.x", "99999.1", "6.99999"})
  void otherTextHasNone(String release) {
    Machine machine =
        new FakeMachine(root).file(FILE, release).system("Linux", "amd64", "").machine();
    assertThat(KernelVersion.of(machine)).isEmpty();
  }

  @Test
  void withoutTheFileItIsThatOfTheJvm() {
    assertThat(KernelVersion.of(new FakeMachine(root).machine()))
        .hasValue(new KernelVersion(6, 12));
  }

  @Test
  void versionsAreComparedNumberByNumber() {
    assertThat(new KernelVersion(5, 17).isAtLeast(5, 17)).isTrue();
    assertThat(new KernelVersion(6, 1).isAtLeast(5, 17)).isTrue();
    assertThat(new KernelVersion(5, 16).isAtLeast(5, 17)).isFalse();
    assertThat(new KernelVersion(4, 19).isAtLeast(5, 17)).isFalse();
  }
}
