package io.github.cordonfs.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a user wants of a terminal. */
class TerminalTest {

  @Test
  void coloursAreNotWantedWhereTheEnvironmentSaysSo() {
    assertThat(Terminal.of(100, 30, Map.of("TERM", "xterm"), true))
        .contains(new Terminal(100, 30, true, true));
    assertThat(Terminal.of(100, 30, Map.of("TERM", "xterm", "NO_COLOR", "1"), false))
        .contains(new Terminal(100, 30, false, false));
    // Its own rule: empty is as if it were not set.
    assertThat(Terminal.of(100, 30, Map.of("TERM", "xterm", "NO_COLOR", ""), true))
        .contains(new Terminal(100, 30, true, true));
  }

  @Test
  void aTerminalThatCannotMoveItsCursorIsNone() {
    assertThat(Terminal.of(100, 30, Map.of("TERM", "dumb"), true)).isEmpty();
    assertThat(Terminal.of(100, 30, Map.of(), true)).isEmpty();
  }

  @Test
  void oneThatDoesNotSayItsSizeHasTheUsualOne() {
    assertThat(Terminal.of(0, 0, Map.of("TERM", "xterm"), true))
        .contains(new Terminal(80, 24, true, true));
  }
}
