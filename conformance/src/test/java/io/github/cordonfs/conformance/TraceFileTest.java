package io.github.cordonfs.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.HugePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces from elsewhere are read as they are, or refused with the place that is wrong. */
class TraceFileTest {

  private static final String HEADER = "# trace seed=7 tmpfs huge=always kernel=6.12\n";

  @TempDir private Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void tracesAreReadInOrderOfFilesAndLines() throws IOException {
    file("b.trace", HEADER + "dropcaches => ok\n# trace seed=8 tmpfs huge=never\n");
    file("a.trace", HEADER + "create a => ok\npread a 5 6 => 0 00000000\n");
    file("c.txt", "not a trace");
    var traces = Traces.in(directory);
    assertThat(traces).extracting(Trace::file).containsExactly("a.trace", "b.trace", "b.trace");
    assertThat(traces).extracting(Trace::seed).containsExactly(7L, 7L, 8L);
    assertThat(traces.getLast().huge()).isEqualTo(HugePolicy.NEVER);
    TraceLine line = traces.getFirst().lines().getLast();
    assertThat(line.number()).isEqualTo(3);
    assertThat(line.operation()).isEqualTo(Operation.PREAD);
    assertThat(line.value(2)).isEqualTo(6);
    assertThat(line.recorded()).isEqualTo("0 00000000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "create a",
        "create a =>",
        "create a b => ok",
        "create ../a => ok",
        "create a => 5",
        "create  a => ok",
        "pread a x 5 => 0 00000000",
        "pread a 99999999999999999999 5 => 0 00000000",
        "pread a -1 5 => EINVAL",
        "pread a 0 5 => 0 xyz",
        "allocate a 0 5 maybe => ok",
        "load a 5 => SIGBUS",
        "stat a => size=5",
        "mkdir a => ok",
        "# comment",
        "# trace seed=x tmpfs huge=never",
        "# trace seed=1 tmpfs huge=sometimes",
      })
  void aLineThatCannotBeParsedIsNamed(String line) throws IOException {
    Path file = file("bad.trace", HEADER + "create a => ok\n" + line + "\n");
    assertThatThrownBy(() -> Traces.in(directory))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageStartingWith(file + ":3: ")
        .hasMessageEndingWith(": " + line);
  }

  @Test
  void anOperationBeforeTheFirstHeaderIsNamed() throws IOException {
    Path file = file("bad.trace", "create a => ok\n");
    assertThatThrownBy(() -> TraceFile.read(file)).hasMessageStartingWith(file + ":1: ");
  }

  @Test
  void aFileThatIsNotTextIsNamed() throws IOException {
    Path file = Files.write(directory.resolve("x.trace"), new byte[] {(byte) 0xff, 0, 10, 1});
    assertThatThrownBy(() -> TraceFile.read(file)).hasMessageStartingWith(file + ":1: ");
  }

  @Test
  void aFileOrDirectoryWithoutTracesIsRefused() throws IOException {
    assertThatThrownBy(() -> Traces.in(directory))
        .hasMessageContaining("no file *.trace")
        .hasMessageContaining(directory.toString());
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> Traces.in(missing)).hasMessageContaining("no directory " + missing);
    assertThatThrownBy(() -> Traces.in(Path.of("relative")))
        .hasMessageContaining("not an absolute path: relative");
    Path empty = file("empty.trace", "");
    assertThatThrownBy(() -> Traces.in(directory)).hasMessageContaining(empty.toString());
  }
}
