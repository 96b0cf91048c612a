package io.github.cordonfs.cli.line;

import java.util.List;

/** Lines above a progress bar that change with it. */
@FunctionalInterface
public interface Picture {

  /**
   * Returns the lines as they are now: at least three fewer than the terminal has rows, and each
   * shorter than it is wide. Called by one thread.
   */
  List<String> lines(Terminal terminal);
}
