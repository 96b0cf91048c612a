package io.github.cordonfs.bench.measure;

import java.util.ArrayList;
import java.util.List;

/** A table whose first column is text and whose others are figures. */
public final class MarkdownTable {

  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  /** Begins a table with its head. */
  public MarkdownTable(List<String> heads) {
    this.heads = List.copyOf(heads);
  }

  /** Adds a row. */
  public MarkdownTable row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  List<String> heads() {
    return heads;
  }

  List<List<String>> rows() {
    return rows;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    append(text, heads);
    List<String> rule = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      rule.add(i == 0 ? "---" : "---:");
    }
    append(text, rule);
    rows.forEach(row -> append(text, row));
    return text.toString();
  }

  private static void append(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
