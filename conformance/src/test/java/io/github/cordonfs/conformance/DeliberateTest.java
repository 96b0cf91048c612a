package io.github.cordonfs.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deliberate differences one by one, in small traces as Linux 6.12 would record them. */
class DeliberateTest {

  @TempDir private Path directory;

  private Tally replay(String... lines) throws IOException {
    Path file = directory.resolve("small.trace");
    String header = "# trace seed=7 tmpfs huge=never\n";
    Files.writeString(file, header + String.join("\n", lines) + "\n");
    TraceReplayer replayer = new TraceReplayer();
    for (Trace trace : TraceFile.read(file)) {
      replayer.replay(trace);
    }
    return replayer.tally();
  }

  @Test
  @Tag("M2")
  @Tag("F0")
  void whatWasStoredBehindTheEndDoesNotShowInCordon() throws IOException {
    Tally tally =
        replay(
            "create a => ok",
            "pwrite a 0 10 65 => 10",
            "store a 100 7 => ok",
            "store a 101 8 => ok",
            "load a 100 => 7",
            "truncate a 101 => ok",
            "pread a 100 1 => 1 4c667a2e",
            "stat a => size=101 nlink=1 blocks=8",
            "punch a 101 1 => ok",
            "truncate a 200 => ok",
            "pread a 101 1 => 1 d202ef8d");
    assertThat(tally.differences()).isEmpty();
    // Two stores, a load, and the truncate that shows the first of the bytes; the other is punched.
    assertThat(tally).hasToString("traces: 11 lines, 7 equal, 4 deliberate, 0 different");
  }

  @Test
  @Tag("M1")
  void aHoleThatWasLoadedKeepsItsPageInCordon() throws IOException {
    Tally tally =
        replay(
            "create a => ok",
            "truncate a 12288 => ok",
            "load a 4096 => 0",
            "load a 0 => 0",
            "store a 1 1 => ok",
            "seekdata a 4096 => 4096",
            "stat a => size=12288 nlink=1 blocks=16",
            "dropcaches => ok",
            "seekdata a 4096 => ENXIO",
            "stat a => size=12288 nlink=1 blocks=8",
            "dropcaches => ok");
    assertThat(tally.differences()).isEmpty();
    assertThat(tally).hasToString("traces: 11 lines, 10 equal, 1 deliberate, 0 different");
  }

  @Test
  @Tag("M1")
  void aLoadedHoleIsNotWrittenByWritingNothing() throws IOException {
    Tally tally =
        replay(
            "create a => ok",
            "create b => ok",
            "truncate a 4096 => ok",
            "load a 0 => 0",
            "pwrite a 10 0 1 => 0",
            "copy b 0 a 20 30 => 0",
            "stat a => size=4096 nlink=1 blocks=8",
            "dropcaches => ok",
            "stat a => size=4096 nlink=1 blocks=0");
    assertThat(tally.differences()).isEmpty();
    assertThat(tally).hasToString("traces: 9 lines, 8 equal, 1 deliberate, 0 different");
  }

  @Test
  @Tag("S13")
  void whatIsAllocatedAndNotWrittenIsNoDataInCordon() throws IOException {
    Tally tally =
        replay(
            "create a => ok",
            "allocate a 0 8192 extend => ok",
            "seekdata a 0 => ENXIO",
            "allocate a 4096 4096 keepsize => ok",
            "seekdata a 0 => 4096",
            "allocate a 16384 4096 keepsize => ok",
            "allocate a 16384 4096 keepsize => ok",
            "truncate a 20480 => ok",
            "seekdata a 8192 => 16384",
            "softoffline a 0 => ok",
            "seekhole a 0 => 8192");
    assertThat(tally.differences()).isEmpty();
    assertThat(tally).hasToString("traces: 11 lines, 9 equal, 2 deliberate, 0 different");
  }

  @Test
  @Tag("O1")
  void aPageThatLinuxFindsBusyIsMovedAndNothingElseIsForgiven() throws IOException {
    Tally tally =
        replay(
            "create a => ok",
            "pwrite a 0 4096 7 => 4096",
            "softoffline a 0 => EBUSY",
            "softoffline a 0 => ok",
            "softoffline a 0 => EFAULT",
            "create a => EBUSY");
    assertThat(tally).hasToString("traces: 6 lines, 3 equal, 1 deliberate, 2 different");
    assertThat(tally.differences())
        .containsExactly(
            "small.trace:6: seed 7: softoffline a 0: recorded EFAULT, got ok",
            "small.trace:7: seed 7: create a: recorded EBUSY, got EEXIST");
  }

  @Test
  void anyOtherDifferenceIsNamedWithItsPlace() throws IOException {
    Tally tally = replay("create a => ok", "create a => ok", "dropcaches => ok");
    assertThat(tally).hasToString("traces: 3 lines, 2 equal, 0 deliberate, 1 different");
    assertThat(tally.differences())
        .containsExactly("small.trace:3: seed 7: create a: recorded ok, got EEXIST");
  }
}
