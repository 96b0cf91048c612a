package io.github.cordonfs.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code cordon drill --backing DIR --writable}. */
@Tag("H10")
@Tag("B7")
class WritableCommandTest {

  @TempDir Path temp;

  private CommandRun drill(String... more) {
    List<String> args =
        new ArrayList<>(List.of("drill", "--backing=" + temp, "--writable", "--threads=2"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private void assertEmptyAgain() throws IOException {
    try (var entries = Files.list(temp)) {
      assertThat(entries).isEmpty();
    }
  }

  @Test
  void everyLostPageIsToldAndTheDiskIsRight() throws IOException {
    CommandRun run = drill("--strikes=300", "--duration=500ms", "--seed=7", "--json=-");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("PASS: every lost page was told, and the disk has what was written.")
        .containsPattern("pages failed +300 \\(seed 7\\)")
        .containsPattern("pages on the disk +8,192 compared, 0 wrong");
    assertThat(run.out())
        .contains(
            "\"strikes\": 300",
            "\"silentWrongBytes\": 0",
            "\"pagesWrongOnDisk\": 0",
            "\"journalDifferences\": 0",
            "\"verdict\": \"pass\"")
        .containsPattern("\"strikesOnDirty\": 1[0-9]{2},");
    assertEmptyAgain();
  }

  /** As systems once did it: old content, and no error. The drill has to notice. */
  @Test
  @Tag("H12")
  void pagesThatAreDroppedShowOldContent() throws IOException {
    CommandRun run = drill("--strikes=500", "--duration=500ms", "--poison=drop");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).containsPattern("FAIL: [0-9,]+ wrong bytes read silently");
    assertThat(run.out()).contains("instead of");
    assertEmptyAgain();
  }

  @Test
  void whatMakesNoSenseIsRefused() throws IOException {
    assertRefused(
        CommandRun.of("drill", "--writable"), "--writable means nothing without --backing");
    assertRefused(drill("--huge=never"), "--huge means nothing with --backing");
    assertRefused(drill("file"), "leave out file");
    assertRefused(drill("--size=1m"), "--size must be at least 16.0 MiB");
    assertRefused(
        CommandRun.of("drill", "--writable", "--backing=" + temp.resolve("none")),
        "no such file or directory");
  }

  private static void assertRefused(CommandRun run, String text) {
    assertThat(run.err()).contains(text).hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(2);
  }
}
