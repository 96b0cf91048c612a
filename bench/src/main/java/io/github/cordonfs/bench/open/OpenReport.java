package io.github.cordonfs.bench.open;

import io.github.cordonfs.bench.measure.Chart;
import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.MarkdownTable;
import io.github.cordonfs.bench.measure.ReportText;
import io.github.cordonfs.bench.measure.Results;
import io.github.cordonfs.bench.measure.Spread;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What a campaign found. */
public final class OpenReport {

  private OpenReport() {}

  /**
   * Returns the report.
   *
   * @param outcome what was found
   * @param machine lines that say where
   * @param date when
   */
  public static ReportText of(OpenCampaign.Outcome outcome, List<String> machine, LocalDate date) {
    OpenPlan plan = outcome.plan();
    Results<OpenCell, FileSystemTarget> results = outcome.results();
    ReportText text = new ReportText("Cordon beside others: opening a file system");
    text.source(machine, plan.name(), outcome.rounds(), plan.pace(), outcome.elapsed(), date);
    text.section(
        "Times",
        "The median of the rounds, and their range in brackets. Less is better.",
        times(plan, results),
        chart(plan, results));
    List<Goal> goals = goals(plan, results);
    if (!goals.isEmpty()) {
      text.section("Goals", "Taken within each round; the median.", Goal.table(goals));
    }
    List<String> notes = new ArrayList<>(outcome.notes());
    notes.add(
        "openWriteClose opens a file system of 16 MiB, makes a directory, writes a file of 1 KiB and"
            + " closes the file system, in a warm JVM. On tmpfs it makes and deletes a directory.");
    notes.add(
        "firstUse is the time from the start of a JVM until it has written and read a byte; the"
            + " median of %d JVMs, one after the other.".formatted(plan.starts()));
    text.notes(notes);
    return text;
  }

  private static MarkdownTable times(OpenPlan plan, Results<OpenCell, FileSystemTarget> results) {
    List<String> heads = new ArrayList<>(List.of("time"));
    plan.targets().forEach(target -> heads.add(target.toString()));
    MarkdownTable table = new MarkdownTable(heads);
    for (OpenCell cell : plan.cells()) {
      List<String> row = new ArrayList<>(List.of(cell + ", " + cell.unit()));
      plan.targets().forEach(target -> row.add(results.throughput(cell, target).formatWithRange()));
      table.row(row);
    }
    return table;
  }

  private static Chart chart(OpenPlan plan, Results<OpenCell, FileSystemTarget> results) {
    return new Chart(
        plan.cells().stream()
            .map(cell ->
                new Chart.Row(
                    cell.toString(),
                    cell.unit(),
                    plan.targets().stream()
                        .map(target -> bar(target, results.throughput(cell, target)))
                        .filter(bar -> bar.figure().count() > 0)
                        .toList()))
            .toList());
  }

  private static Chart.Bar bar(FileSystemTarget target, Spread time) {
    boolean subject = target == FileSystemTarget.CORDON;
    return new Chart.Bar(target.toString(), subject, time, Spread.of());
  }

  /** Returns the goals of what was measured on both sides. */
  static List<Goal> goals(OpenPlan plan, Results<OpenCell, FileSystemTarget> results) {
    List<Goal> goals = new ArrayList<>();
    FileSystemTarget subject = FileSystemTarget.CORDON;
    FileSystemTarget peer = FileSystemTarget.JIMFS;
    for (OpenCell cell : plan.cells()) {
      Spread measured =
          switch (cell) {
            case OPEN_WRITE_CLOSE -> results.ratio(cell, subject, peer);
            case FIRST_USE -> results.difference(cell, subject, peer);
          };
      if (measured.count() > 0) {
        goals.add(
            switch (cell) {
              case OPEN_WRITE_CLOSE ->
                  new Goal(cell + ": cordon / jimfs", false, 1.5, measured.median());
              case FIRST_USE ->
                  new Goal(cell + ", ms: cordon - jimfs", false, 150, measured.median());
            });
      }
    }
    return goals;
  }
}
