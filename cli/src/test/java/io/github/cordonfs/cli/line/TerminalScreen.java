package io.github.cordonfs.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody would see on a terminal that gets some output. */
public final class TerminalScreen {

  private static final Pattern PIECE = Pattern.compile("\033\\[([0-9;]*)([A-Za-z])|\r|\n|(.)");

  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;

  /** Writes to it. */
  public TerminalScreen write(String text) {
    Matcher pieces = PIECE.matcher(text);
    while (pieces.find()) {
      if (pieces.group(3) != null) {
        put(pieces.group(3).charAt(0));
      } else if (pieces.group(2) != null) {
        control(pieces.group(1), pieces.group(2).charAt(0));
      } else if (pieces.group().equals("\r")) {
        column = 0;
      } else {
        row++;
        if (row == lines.size()) {
          lines.add(new StringBuilder());
        }
      }
    }
    return this;
  }

  private void put(char c) {
    StringBuilder line = lines.get(row);
    while (line.length() <= column) {
      line.append(' ');
    }
    line.setCharAt(column++, c);
  }

  private void control(String number, char command) {
    switch (command) {
      case 'A' -> row = Math.max(0, row - Integer.parseInt(number));
      case 'K' -> lines.get(row).setLength(Math.min(column, lines.get(row).length()));
      case 'J' -> {
        control("", 'K');
        lines.subList(row + 1, lines.size()).clear();
      }
      case 'm' -> {}
      default -> throw new IllegalArgumentException("not understood: " + number + command);
    }
  }

  /** Returns its lines, without spaces at their ends. */
  public List<String> lines() {
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }
}
