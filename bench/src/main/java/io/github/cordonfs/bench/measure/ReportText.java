package io.github.cordonfs.bench.measure;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A report, in Markdown or as a page; it begins with where, how and when it was measured. */
public final class ReportText {

  /**
   * A part of a report.
   *
   * @param lead what the figures are, in Markdown; may be empty
   * @param table the figures
   * @param chart the same as bars, on the page; null if there are none
   */
  record Section(String title, String lead, MarkdownTable table, @Nullable Chart chart) {}

  private final String title;
  private final List<String> source = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Begins a report. */
  public ReportText(String title) {
    this.title = title;
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
    source.addAll(machine);
    source.add(
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
    source.add("Date: " + date);
  }

  /** Adds a section. */
  public void section(String head, String lead, MarkdownTable table) {
    sections.add(new Section(head, lead, table, null));
  }

  /** Adds a section whose figures the page shows as bars, too. */
  public void section(String head, String lead, MarkdownTable table, Chart chart) {
    sections.add(new Section(head, lead, table, chart));
  }

  /** Adds the notes at the end. */
  public void notes(List<String> lines) {
    notes.addAll(lines);
  }

  String title() {
    return title;
  }

  List<String> source() {
    return source;
  }

  List<Section> sections() {
    return sections;
  }

  List<String> notes() {
    return notes;
  }

  /** Returns the report as a page of HTML that needs nothing else. */
  public String page() {
    return ReportPage.of(this);
  }

  /** Returns the report in Markdown. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("# " + title + "\n\n");
    source.forEach(line -> item(text, line));
    for (Section section : sections) {
      head(text, section.title());
      if (!section.lead().isEmpty()) {
        text.append(section.lead()).append("\n\n");
      }
      text.append(section.table());
    }
    head(text, "Notes");
    notes.forEach(line -> item(text, line));
    return text.toString();
  }

  private static void head(StringBuilder text, String title) {
    text.append("\n## ").append(title).append("\n\n");
  }

  private static void item(StringBuilder text, String line) {
    text.append("- ").append(line).append('\n');
  }
}
