package io.github.cordonfs.bench.measure;

import java.util.ArrayList;
import java.util.List;

/** A table whose first column is text and whose others are figures. */
public final class MarkdownTable {

  private final StringBuilder text = new StringBuilder();

  /** Begins a table with its head. */
  public MarkdownTable(List<String> heads) {
    row(heads);
    List<String> rule = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      rule.add(i == 0 ? "---" : "---:");
    }
    row(rule);
  }

  /** Adds a row. */
  public MarkdownTable row(List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
