package io.github.cordonfs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
  void completionForTheShellIsGenerated() {
    CommandRun run = CommandRun.of("generate-completion");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("bash", "--strikes");
  }

  @Test
  void noCommandOrAnUnknownOneIsAMistake() {
    CommandRun none = CommandRun.of();
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).isEqualTo("cordon: Missing command (see: cordon --help)\n");
    assertThat(CommandRun.of("dril").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("dril").err().lines()).hasSize(1);
  }
}
