package io.github.cordonfs.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a campaign found, as Markdown. */
final class Report {

  private Report() {}

  /**
   * Returns the report.
   *
   * @param outcome what was found
   * @param machine lines that say where
   * @param date when
   */
  static String of(Campaign.Outcome outcome, List<String> machine, LocalDate date) {
    Plan plan = outcome.plan();
    StringBuilder text = new StringBuilder("# Cordon beside others\n\n");
    machine.forEach(line -> text.append("- ").append(line).append('\n'));
    text.append("- ").append(method(outcome)).append('\n');
    text.append("- Date: ").append(date).append('\n');

    if (!plan.cells().isEmpty()) {
      ThroughputTables tables = new ThroughputTables(plan, outcome.results());
      section(
          text,
          "Ratios",
          "Above 1 Cordon is faster. Taken within each round; the median, and the range in brackets.",
          tables.ratios());
      section(
          text,
          "Throughput",
          "Of all threads together, on one file of %s; 1 GB is 10⁹ bytes."
              .formatted(Sizes.format(Caller.FILE)),
          tables.throughputs());
      if (!tables.severalThreads().isEmpty()) {
        section(
            text,
            "Gain by a second thread",
            "Throughput of two threads on one file, by that of one.",
            tables.gains());
      }
    }
    if (!outcome.strikes().classes().isEmpty()) {
      section(
          text,
          "Latency of a strike",
          "`MemoryFailures.strike(path, offset)`. A strike of a huge folio splits it;"
              + " a small one is of a folio that was split before.",
          StrikeTable.of(outcome.strikes()));
    }
    List<Goals.Goal> goals = Goals.of(outcome);
    if (!goals.isEmpty()) {
      section(text, "Goals", "", table(goals));
    }
    text.append("\n## Notes\n\n");
    notes(outcome).forEach(note -> text.append("- ").append(note).append('\n'));
    return text.toString();
  }

  private static String method(Campaign.Outcome outcome) {
    Pace pace = outcome.plan().pace();
    return ("Form: %s, rounds: %d, in each a fork for every figure: %d × %d ms of warm-up, the median"
            + " of %d × %d ms; %d s in all")
        .formatted(
            outcome.plan().name(),
            outcome.rounds(),
            pace.warmups(),
            pace.warmup().toMillis(),
            pace.iterations(),
            pace.iteration().toMillis(),
            outcome.elapsed().toSeconds());
  }

  private static void section(StringBuilder text, String title, String lead, MarkdownTable table) {
    text.append("\n## ").append(title).append("\n\n");
    if (!lead.isEmpty()) {
      text.append(lead).append("\n\n");
    }
    text.append(table);
  }

  private static MarkdownTable table(List<Goals.Goal> goals) {
    MarkdownTable table = new MarkdownTable(List.of("goal", "asked", "measured", "met"));
    for (Goals.Goal goal : goals) {
      table.row(
          List.of(
              goal.text(),
              String.format(Locale.ROOT, "%s %.2f", goal.atLeast() ? "≥" : "≤", goal.bound()),
              String.format(Locale.ROOT, "%.2f", goal.measured()),
              goal.isMet() ? "yes" : "no"));
    }
    return table;
  }

  private static List<String> notes(Campaign.Outcome outcome) {
    List<String> notes = new ArrayList<>(outcome.notes());
    notes.add(
        "bare is `MemorySegment.copy` between the same buffer and native memory of the same size.");
    notes.add(
        "Direct buffers and bare memory begin at a page, heap buffers where the heap has room.");
    if (outcome.plan().targets().contains(Target.CORDON_HUGE)) {
      notes.add("cordon has default options, cordon-huge huge folios wherever data is written.");
    }
    notes.add("memoryfilesystem is left out: it refuses files over 16 MB.");
    return notes;
  }
}
