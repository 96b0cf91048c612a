package io.github.cordonfs.cli.drill.live;

import io.github.cordonfs.PageState;
import io.github.cordonfs.cli.line.Terminal;

/** How a block of frames looks: a letter or a box, in a colour of the 256 of terminals or none. */
final class Palette {

  private static final String PLAIN = "\033[0m";

  /** From a quarter of the frames in use to all. */
  private static final String BOXES = "░▒▓█";

  private static final int ORANGE = 166;
  private static final int BLACK = 16;

  private final boolean colored;
  private final boolean boxes;
  private String current = PLAIN;

  /** Makes the one of a terminal. Boxes are told apart by their colours alone. */
  Palette(Terminal terminal) {
    colored = terminal.colored();
    boxes = terminal.blocks() && terminal.colored();
  }

  /** Returns the letter of a state, as on the page of the monitor. */
  static char letter(PageState state) {
    return switch (state) {
      case FREE -> '.';
      case SMALL -> 's';
      case HUGE -> 'h';
      case CLEAN -> 'c';
      case MAPPED -> 'm';
      case DIRTY -> 'd';
      case SOFT_OFFLINED -> 'o';
      case QUARANTINED -> 'q';
      case POISONED -> 'x';
    };
  }

  private static int color(PageState state) {
    return switch (state) {
      case FREE -> 244;
      case SMALL -> 74;
      case HUGE -> 25;
      case CLEAN -> 36;
      case MAPPED -> 175;
      case DIRTY -> 227;
      case SOFT_OFFLINED -> 250;
      case QUARANTINED -> 137;
      case POISONED -> ORANGE;
    };
  }

  /**
   * Appends a block in which nothing is lost.
   *
   * @param state of most of its frames, or of one that is out of service
   * @param share of its frames that are in files, from 0 to 1
   */
  void block(StringBuilder text, PageState state, double share) {
    boolean box = boxes && state.isInFile();
    char sign = box ? BOXES.charAt(Math.clamp((int) (4 * share), 0, 3)) : letter(state);
    style(text, "\033[0;38;5;%dm".formatted(color(state)));
    text.append(sign);
  }

  /** Appends a block in which pages are lost: how many, up to 9. */
  void lost(StringBuilder text, int pages) {
    style(text, "\033[48;5;%d;38;5;%dm".formatted(ORANGE, BLACK));
    text.append((char) ('0' + Math.min(9, pages)));
  }

  /** Appends text in the terminal's own colours. Each line ends so. */
  void plain(StringBuilder text, String plain) {
    style(text, PLAIN);
    text.append(plain);
  }

  /** Neighbours mostly look alike. */
  private void style(StringBuilder text, String wanted) {
    if (colored && !wanted.equals(current)) {
      text.append(wanted);
      current = wanted;
    }
  }
}
