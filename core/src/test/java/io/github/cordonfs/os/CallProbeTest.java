package io.github.cordonfs.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CallProbeTest {

  @Test
  void nothingIsLeftOfWhatIsTried() throws Exception {
    assertThat(CallProbe.memfd()).isZero();
    assertThat(CallProbe.populateRead()).isZero();
    assertThat(CallProbe.processVmReadv()).isZero();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(descriptors.map(CallProbeTest::target)).noneMatch(each -> each.contains("probe"));
    }
    assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain("cordon-probe");
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  @Test
  void aPolicyIsOneOfThree() {
    assertThat(CallProbe.killPolicy()).isBetween(0, 2);
  }

  @Test
  void aCallThatFailsNamesItsErrorNumber() {
    assertThat(Errno.name(1)).isEqualTo("EPERM");
    assertThat(Errno.name(Errno.ENOSYS)).isEqualTo("ENOSYS");
    assertThat(Errno.name(99)).isEqualTo("errno 99");
    assertThatThrownBy(() -> Linux.memfdCreate("x".repeat(300)))
        .isInstanceOfSatisfying(
            IOException.class, e -> assertThat(Errno.of(e)).isEqualTo(Errno.EINVAL))
        .hasMessage("memfd_create: EINVAL");
  }
}
