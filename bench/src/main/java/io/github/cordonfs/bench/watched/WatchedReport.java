package io.github.cordonfs.bench.watched;

import io.github.cordonfs.bench.measure.Chart;
import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.MarkdownTable;
import io.github.cordonfs.bench.measure.Pace;
import io.github.cordonfs.bench.measure.ReportText;
import io.github.cordonfs.bench.measure.Spread;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a campaign found. */
public final class WatchedReport {

  /** While somebody looks, in per cent. */
  private static final double MAY_BE_LOST = 1;

  private WatchedReport() {}

  /**
   * Returns the report.
   *
   * @param outcome what was found
   * @param machine lines that say where
   * @param date when
   */
  public static ReportText of(
      WatchedCampaign.Outcome outcome, List<String> machine, LocalDate date) {
    WatchedPlan plan = outcome.plan();
    ReportText text = new ReportText("What the monitor costs while somebody looks");
    Pace pace = new Pace(1, Duration.ofSeconds(2), plan.turns(), Duration.ofMillis(500));
    text.source(machine, plan.name(), plan.rounds(), pace, outcome.elapsed(), date);
    MarkdownTable table =
        new MarkdownTable(List.of("reads", "alone, GB/s", "watched / alone", "control / alone"));
    List<Chart.Row> rows = new ArrayList<>();
    List<Goal> goals = new ArrayList<>();
    outcome
        .slices()
        .forEach((cell, slices) -> {
          Median watched = median(slices, each -> each.watched() / each.alone());
          Median control = median(slices, each -> each.control() / each.alone());
          Spread alone = spread(slices, Slices::alone);
          table.row(List.of(cell.toString(), alone.format(), watched.format(), control.format()));
          rows.add(row(cell, slices, alone));
          double lost = 100 * (1 - watched.value());
          goals.add(new Goal(cell + ": lost while watched, %", false, MAY_BE_LOST, lost));
        });
    text.section(
        "Reads",
        "The median of all turns; in brackets where it is with 95 % confidence. *control* is the same"
            + " with nobody looking in either slice: what it differs by from 1, and the width of its"
            + " brackets, are the machine's noise.",
        table,
        new Chart(rows));
    text.section("Goals", "", Goal.table(goals));
    List<String> notes = new ArrayList<>(outcome.notes());
    notes.add(
        "A turn is three slices of 500 ms in random order, half a second apart, while threads read a"
            + " file of 256 MiB without a pause. For the one that is watched the monitor is started and"
            + " a client asks for the page's picture and listens. The client is in the same JVM: what"
            + " it costs counts.");
    text.notes(notes);
    return text;
  }

  private static Chart.Row row(WatchedCell cell, List<Slices> slices, Spread alone) {
    return new Chart.Row(
        cell.toString(),
        "GB/s",
        List.of(
            new Chart.Bar("watched", true, spread(slices, Slices::watched), Spread.of()),
            new Chart.Bar("alone", false, alone, Spread.of()),
            new Chart.Bar("control", false, spread(slices, Slices::control), Spread.of())));
  }

  private static Median median(List<Slices> slices, ToDoubleFunction<Slices> figure) {
    return Median.of(slices.stream().mapToDouble(figure).toArray());
  }

  private static Spread spread(List<Slices> slices, ToDoubleFunction<Slices> figure) {
    return Spread.of(slices.stream().mapToDouble(figure).toArray());
  }
}
