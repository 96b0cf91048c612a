package io.github.cordonfs.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that Linux refuses for their arguments, each after a file of two pages with two names. */
class SystemCallTest {

  private static final String FILES =
      """
      # trace seed=7 tmpfs huge=never kernel=6.12
      create a => ok
      create b => ok
      pwrite a 0 8192 1 => 8192
      link a c => ok
      """;

  @TempDir private Path directory;

  private Tally replay(String line) throws IOException {
    Path file = Files.writeString(directory.resolve("refused.trace"), FILES + line + "\n");
    TraceReplayer replayer = new TraceReplayer();
    for (Trace trace : TraceFile.read(file)) {
      replayer.replay(trace);
    }
    return replayer.tally();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "punch a 0 0 => EINVAL",
        "punch d 0 0 => ENOENT",
        "allocate a 5 0 keepsize => EINVAL",
        "allocate a 9000 0 extend => EINVAL",
        "allocate d 0 0 extend => ENOENT",
      })
  void anEmptyRangeIsRefused(String line) throws IOException {
    assertThat(replay(line).differences()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy a 0 a 0 1 => EINVAL",
        "copy a 0 a 4095 4096 => EINVAL",
        "copy a 4095 a 0 4096 => EINVAL",
        "copy a 0 c 100 4096 => EINVAL",
        "copy a 8191 a 8190 100 => 1",
        "copy a 8191 a 8192 100 => 1",
        "copy a 0 a 4096 4096 => 4096",
        "copy a 4096 a 0 4096 => 4096",
        "copy a 0 b 0 4096 => 4096",
        "copy a 0 a 0 0 => 0",
        "copy a 8192 a 8192 1 => 0",
        "copy a 9000 c 8999 10 => 0",
        "copy a 0 d 0 1 => ENOENT",
      })
  void aCopyOfAFileOverItselfIsRefused(String line) throws IOException {
    assertThat(replay(line).differences()).isEmpty();
  }

  @Test
  void aRefusedCopyChangesNothing() throws IOException {
    Tally tally = replay("copy a 0 a 1 8191 => EINVAL\nstat a => size=8192 nlink=2 blocks=16");
    assertThat(tally).hasToString("traces: 6 lines, 6 equal, 0 deliberate, 0 different");
  }
}
