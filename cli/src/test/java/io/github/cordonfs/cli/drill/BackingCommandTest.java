package io.github.cordonfs.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.cordonfs.cli.CommandRun;
import io.github.cordonfs.cli.drill.load.SampleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of {@code cordon drill --backing}. */
class BackingCommandTest {

  @TempDir Path temp;
  private Path data;

  @BeforeEach
  void createFiles() throws IOException {
    data = temp.resolve("data");
    SampleFiles.create(data);
  }

  private static CommandRun drill(Path directory, String... more) {
    List<String> args =
        new ArrayList<>(List.of("drill", "--backing=" + directory, "--threads=2", "--seed=7"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static void assertRefused(CommandRun run, String text) {
    assertThat(run.err()).contains(text).hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void theReportSaysWhatHealed() throws IOException {
    Path json = temp.resolve("out.json");
    CommandRun run = drill(data, "--strikes=100", "--duration=200ms", "--json=" + json);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("PASS: every lost page was read again, and nothing failed.")
        .containsPattern("pages failed +100 \\(seed 7\\)")
        .containsPattern("read again, and right +100\n")
        .containsPattern("never read again +0\n")
        .containsPattern("reads of the disk +[1-9]")
        .containsPattern("wrong bytes read silently +0\n")
        .doesNotContain("changed by others");
    assertThat(Files.readString(json))
        .contains(
            "\"strikes\": 100",
            "\"healed\": 100",
            "\"neverReadAgain\": 0",
            "\"storeReads\": ",
            "\"silentWrongBytes\": 0",
            "\"errors\": 0",
            "\"verdict\": \"pass\"");
  }

  @Test
  void jsonMayGoToStandardOutput() {
    CommandRun run = drill(data, "--strikes=5", "--duration=50ms", "--json=-");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("{").doesNotContain("PASS");
    assertThat(run.err()).contains("PASS");
  }

  @Test
  void aDirectoryThatCannotBeUsedIsRefused() throws IOException {
    Path missing = temp.resolve("missing");
    assertRefused(drill(missing), "cannot read " + missing + ": no such file or directory");
    Path file = data.resolve("middle");
    assertRefused(drill(file), "--backing: not a directory: " + file);
    Path empty = Files.createDirectory(temp.resolve("nothing"));
    assertRefused(drill(empty), "the directory is empty: " + empty);
    Files.createFile(empty.resolve("file"));
    assertRefused(drill(empty), "no readable file with content in " + empty);
  }

  @Test
  void aDirectoryThatMayNotBeReadIsRefused() throws IOException {
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("---------"));
    try {
      assumeFalse(Files.isReadable(data), "root may read everything");
      assertRefused(drill(data), "cannot read " + data + ": permission denied");
    } finally {
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--mapped-readers=1",
        "--mapped-writers=0",
        "--soft-offlines=3",
        "--no-collapse",
        "--huge=never",
        "--poison=drop"
      })
  void whatMeansNothingHereIsRefused(String option) {
    assertRefused(drill(data, option), option.split("=", 2)[0] + " means nothing with --backing");
  }

  @Test
  void pathsToLoadAreRefused() {
    assertRefused(drill(data, "other"), "leave out other");
  }

  @Test
  void aCacheTooSmallIsRefused() {
    assertRefused(drill(data, "--size=15m"), "--size must be at least 16.0 MiB with --backing");
  }
}
