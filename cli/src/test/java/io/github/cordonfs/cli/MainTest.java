package io.github.cordonfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

  @Test
  void versionAndHelpAreAnswered() {
    assertThat(CommandRun.of("--version").out()).startsWith("cordon ").contains("Java ");
    assertThat(CommandRun.of("--version").exitCode()).isZero();
    assertThat(CommandRun.of("--help").out()).contains("drill", "generate-completion");
    assertThat(CommandRun.of("drill", "--help").out()).contains("--strikes", "Exit codes:");
    assertThat(CommandRun.of("drill", "--help").exitCode()).isZero();
  }

  @Test
  void withoutACommandItPrintsHelp() {
    CommandRun none = CommandRun.of();
    assertThat(none).isEqualTo(CommandRun.of("--help"));
    assertThat(none.exitCode()).isZero();
    assertThat(none.err()).isEmpty();
    assertThat(none.out())
        .contains(
            "  drill ", "  run ", "  doctor ", "  lost ", "  bench ", "  designs ", "  help ");
  }

  @Test
  void helpExplainsACommand() {
    assertThat(CommandRun.of("help")).isEqualTo(CommandRun.of("--help"));
    assertThat(CommandRun.of("help", "drill")).isEqualTo(CommandRun.of("drill", "--help"));
    assertThat(CommandRun.of("help", "nothing").exitCode()).isEqualTo(2);
  }

  @Test
  void completionForTheShellIsGenerated() {
    CommandRun run = CommandRun.of("generate-completion");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("bash", "--strikes");
  }

  @Test
  void theBenchmarksAreElsewhere() {
    CommandRun run = CommandRun.of("bench", "--metadata", "more");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).endsWith("run: ./cordon bench --metadata more\n").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "dril, drill",
    "dirll, drill",
    "Drill, drill",
    "benchmark, bench",
    "docter, doctor",
    "ehlp, help",
    "--versoin, --version"
  })
  void aWordThatIsLikeACommandIsAskedBack(String typed, String meant) {
    CommandRun run = CommandRun.of(typed);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("cordon: unknown ")
        .contains("'" + typed + "'; did you mean '" + meant + "'? (see: cordon --help)")
        .hasLineCount(1);
  }

  @Test
  void aWordThatIsLikeNoneIsOnlyRefused() {
    assertThat(CommandRun.of("xyzzy").err())
        .isEqualTo("cordon: unknown command 'xyzzy' (see: cordon --help)\n");
    assertThat(CommandRun.of("x").exitCode()).isEqualTo(2);
  }
}
