package io.github.cordonfs.cli.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A picture above a bar. */
class PictureScreenTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private List<String> picture = List.of();
  private Optional<Terminal> terminal = Optional.of(new Terminal(80, 24, true, true));
  private final PictureScreen screen =
      new PictureScreen(new PrintStream(written, true, UTF_8), _ -> picture, () -> terminal, 78);

  /** What is seen, from a terminal's raw output: a line feed begins a line there. */
  private List<String> seen() {
    return new TerminalScreen()
        .write("before\r\n" + written.toString(UTF_8).replace("\n", "\r\n"))
        .lines();
  }

  @Test
  void aPictureReplacesTheOneBefore() {
    picture = List.of("one", "two, long", "three");
    screen.accept("bar 10%");
    assertThat(seen()).containsExactly("before", "one", "two, long", "three", "bar 10%");
    picture = List.of("uno", "due");
    screen.accept("bar 9%");
    assertThat(seen()).containsExactly("before", "uno", "due", "bar 9%");
    picture = List.of("a", "b", "c", "d");
    screen.accept("bar 100%");
    assertThat(seen()).containsExactly("before", "a", "b", "c", "d", "bar 100%");
  }

  @Test
  void nothingOfItIsLeftBehind() {
    picture = List.of("one", "two");
    screen.accept("bar");
    screen.clear();
    screen.close();
    assertThat(seen()).containsExactly("before", "");
  }

  @Test
  void theBarIsNoWiderThanTheTerminal() {
    assertThat(screen.getMaxRenderedLength()).isEqualTo(78);
    terminal = Optional.of(new Terminal(40, 24, true, true));
    assertThat(screen.getMaxRenderedLength()).isEqualTo(39);
    terminal = Optional.empty();
    screen.accept("bar");
    assertThat(seen()).containsExactly("before", "bar");
  }
}
