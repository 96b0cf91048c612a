package io.github.cordonfs.bench.backed;

import io.github.cordonfs.bench.measure.Comparison;
import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.MarkdownTable;
import io.github.cordonfs.bench.measure.ReportText;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a campaign found. */
public final class BackedReport {

  private BackedReport() {}

  /**
   * Measures, and returns the report.
   *
   * @param machine lines that say where
   * @param date when
   * @throws IOException if the files to read cannot be made
   */
  public static ReportText of(BackedCampaign campaign, List<String> machine, LocalDate date)
      throws IOException, InterruptedException {
    return of(campaign.run(), machine, date);
  }

  static ReportText of(BackedCampaign.Outcome outcome, List<String> machine, LocalDate date) {
    BackedPlan plan = outcome.plan();
    ReportText text = new ReportText("Mounted files beside others");
    text.source(machine, plan.name(), outcome.rounds(), plan.pace(), outcome.elapsed(), date);
    if (!plan.cells().isEmpty()) {
      Comparison<BackedCell, BackedTarget> comparison =
          new Comparison<>(plan.cells(), plan.targets(), BackedTarget.MOUNT, outcome.results());
      text.section(
          "Ratios",
          "Above 1 the mounted file is faster. Taken within each round; the median, and the range in"
              + " brackets.",
          comparison.ratios());
      text.section(
          "Throughput",
          "Of all threads together, in GB/s.",
          comparison.throughputs("GB/s"),
          comparison.chart("GB/s"));
    }
    if (!outcome.singles().isEmpty()) {
      MarkdownTable table = new MarkdownTable(List.of("measured once", "figure"));
      outcome
          .singles()
          .forEach((single, figure) ->
              table.row(List.of(single.toString(), String.format(Locale.ROOT, "%.2f", figure))));
      text.section("Others", "", table);
    }
    List<Goal> goals = BackedGoals.of(outcome);
    if (!goals.isEmpty()) {
      text.section("Goals", "", Goal.table(goals));
    }
    List<String> notes = new ArrayList<>(outcome.notes());
    notes.add(
        "mount is a file of a mounted directory, memory a file of Cordon in memory, plain a"
            + " FileChannel of the JDK through the kernel's cache, direct one past it"
            + " (ExtendedOpenOption.DIRECT).");
    notes.add(
        "Hits: everything was read before. Cold: the kernel was told to forget the file"
            + " (posix_fadvise), and the mount is new; the code is warm. What the disk itself, or a"
            + " host below it, has in memory nobody can say.");
    notes.add(
        "Random over 4 times the cache: the mount reads through the kernel's cache, which may have"
            + " the file; direct never does.");
    notes.add(
        "Writes: a new file that was written once before. Random writes go into a cache of 8 times the"
            + " file, and nothing waits for the disk; the file that is rewritten is 4 times the cache.");
    text.notes(notes);
    return text;
  }
}
