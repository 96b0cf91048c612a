package io.github.cordonfs.bench.measure;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** A report in Markdown that begins with where, how and when it was measured. */
public final class ReportText {

  private final StringBuilder text = new StringBuilder();

  /** Begins a report. */
  public ReportText(String title) {
    text.append("# ").append(title).append("\n\n");
  }

  /**
   * Says where the figures are from, and how they were obtained.
   *
   * @param machine lines that say where
   * @param form name of what was measured
   * @param rounds how often
   * @param pace how long each figure took
   * @param elapsed how long all took
   * @param date when
   */
  public void source(
      List<String> machine, String form, int rounds, Pace pace, Duration elapsed, LocalDate date) {
    machine.forEach(this::item);
    item(
        ("Form: %s, rounds: %d, in each a fork for every figure: %d × %d ms of warm-up, the median"
                + " of %d × %d ms; %d s in all")
            .formatted(
                form,
                rounds,
                pace.warmups(),
                pace.warmup().toMillis(),
                pace.iterations(),
                pace.iteration().toMillis(),
                elapsed.toSeconds()));
    item("Date: " + date);
  }

  /** Adds a section. */
  public void section(String title, String lead, MarkdownTable table) {
    head(title);
    if (!lead.isEmpty()) {
      text.append(lead).append("\n\n");
    }
    text.append(table);
  }

  /** Adds the notes at the end. */
  public void notes(List<String> notes) {
    head("Notes");
    notes.forEach(this::item);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void head(String title) {
    text.append("\n## ").append(title).append("\n\n");
  }

  private void item(String line) {
    text.append("- ").append(line).append('\n');
  }
}
