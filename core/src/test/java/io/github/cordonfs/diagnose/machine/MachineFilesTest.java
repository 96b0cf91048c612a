package io.github.cordonfs.diagnose.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("S106")
class MachineFilesTest {

  @TempDir private Path root;

  private MachineFiles files() {
    return new MachineFiles(root);
  }

  @Test
  void aTextIsReadWithoutItsLineEnd() {
    new FakeMachine(root).file("/proc/sys/vm/max_map_count", "65530\n");
    FileText text = files().read("/proc/sys/vm/max_map_count");
    assertThat(text.text()).isEqualTo("65530");
    assertThat(text.number()).hasValue(65530);
    assertThat(text.shown()).isEqualTo("/proc/sys/vm/max_map_count says \"65530\"");
  }

  @Test
  void whatIsMissingOrCannotBeReadIsAnAnswer() {
    new FakeMachine(root).directory("/proc/masked");
    FileText missing = files().read("/proc/none");
    assertThat(missing.text()).isNull();
    assertThat(missing.exists()).isFalse();
    assertThat(missing.number()).isEmpty();
    assertThat(missing.number("Key")).isEmpty();
    assertThat(missing.shown()).isEqualTo("/proc/none does not exist");
    FileText masked = files().read("/proc/masked");
    assertThat(masked.text()).isNull();
    assertThat(masked.exists()).isTrue();
    assertThat(masked.shown()).isEqualTo("/proc/masked cannot be read");
    assertThat(files().names("/proc/none")).isEmpty();
  }

  @Test
  void aTextThatIsNoNumberIsShownInOneShortLine() {
    new FakeMachine(root).file("/odd", "one\ntwo\u0007" + "x".repeat(100));
    FileText odd = files().read("/odd");
    assertThat(odd.number()).isEmpty();
    assertThat(odd.shown())
        .startsWith("/odd says \"one\\u000atwo\\u0007xxx")
        .endsWith("x...\"")
        .hasLineCount(1)
        .hasSizeLessThan(100);
  }

  @Test
  void aNumberIsFoundByItsKey() {
    new FakeMachine(root).file("/f", "A: 12 kB\nAB:\t7\nC: none\nD 9\n");
    FileText text = files().read("/f");
    assertThat(text.number("A")).hasValue(12);
    assertThat(text.number("AB")).hasValue(7);
    assertThat(text.number("C")).isEmpty();
    assertThat(text.number("D")).isEmpty();
  }

  @Test
  void whatIsCompressedIsReadAndWhatIsNotIsAnAnswer() {
    new FakeMachine(root).compressed("/good.gz", "CONFIG_A=y\n").file("/bad.gz", "CONFIG_A=y\n");
    assertThat(files().readCompressed("/good.gz").text()).isEqualTo("CONFIG_A=y");
    assertThat(files().readCompressed("/bad.gz").shown()).isEqualTo("/bad.gz cannot be read");
  }

  @Test
  void allChecksSeeTheSameText() throws Exception {
    FakeMachine machine = new FakeMachine(root).file("/f", "1");
    MachineFiles files = files();
    assertThat(files.read("/f").text()).isEqualTo("1");
    machine.file("/f", "2");
    assertThat(files.read("/f").text()).isEqualTo("1");
    Files.delete(root.resolve("f"));
    assertThat(files.read("/f").text()).isEqualTo("1");
  }

  @Test
  void anInterruptedThreadReadsAsAnyOther() {
    new FakeMachine(root).file("/f", "1");
    Thread.currentThread().interrupt();
    try {
      assertThat(files().read("/f").text()).isEqualTo("1");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
