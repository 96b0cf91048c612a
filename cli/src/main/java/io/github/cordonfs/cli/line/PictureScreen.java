package io.github.cordonfs.cli.line;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Draws a picture above a progress bar, over what it has drawn before, and leaves nothing behind.
 * For the one thread that updates the bar.
 */
final class PictureScreen implements ProgressBarConsumer {

  private static final String CLEAR_LINE = "\033[K";
  private static final String CLEAR_BELOW = "\033[J";

  private final PrintStream out;
  private final Picture picture;
  private final Supplier<Optional<Terminal>> terminal;
  private final int width;

  /** Lines above that of the cursor. */
  private int above;

  /**
   * Makes one.
   *
   * @param terminal asked before each picture, as windows change their size
   * @param width of the bar
   */
  PictureScreen(
      PrintStream out, Picture picture, Supplier<Optional<Terminal>> terminal, int width) {
    this.out = out;
    this.picture = picture;
    this.terminal = terminal;
    this.width = width;
  }

  @Override
  public int getMaxRenderedLength() {
    return terminal.get().map(now -> Math.min(width, now.columns() - 1)).orElse(width);
  }

  @Override
  public void accept(String bar) {
    List<String> lines = terminal.get().map(picture::lines).orElse(List.of());
    StringBuilder text = begin();
    for (String line : lines) {
      text.append(line).append(CLEAR_LINE).append('\n');
    }
    text.append(bar).append(CLEAR_BELOW);
    // At once: half a picture would be seen.
    out.print(text);
    out.flush();
    above = lines.size();
  }

  private StringBuilder begin() {
    StringBuilder text = new StringBuilder("\r");
    if (above > 0) {
      text.append("\033[").append(above).append('A');
    }
    return text;
  }

  @Override
  public void clear() {
    out.print(begin().append(CLEAR_BELOW));
    out.flush();
    above = 0;
  }

  @Override
  public void close() {
    // The stream is that of the program.
  }
}
