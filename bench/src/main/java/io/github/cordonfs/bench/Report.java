package io.github.cordonfs.bench;

import io.github.cordonfs.bench.measure.Comparison;
import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.ReportText;
import io.github.cordonfs.bench.measure.Sizes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What a campaign found. */
final class Report {

  private Report() {}

  /**
   * Returns the report.
   *
   * @param outcome what was found
   * @param machine lines that say where
   * @param date when
   */
  static ReportText of(Campaign.Outcome outcome, List<String> machine, LocalDate date) {
    Plan plan = outcome.plan();
    ReportText text = new ReportText("Cordon beside others");
    text.source(machine, plan.name(), outcome.rounds(), plan.pace(), outcome.elapsed(), date);
    if (!plan.cells().isEmpty()) {
      Comparison<Cell, Target> comparison =
          new Comparison<>(plan.cells(), plan.targets(), Target.CORDON, outcome.results());
      text.section(
          "Ratios",
          "Above 1 Cordon is faster. Taken within each round; the median, and the range in brackets.",
          comparison.ratios());
      text.section(
          "Throughput",
          "Of all threads together, on one file of %s; 1 GB is 10⁹ bytes."
              .formatted(Sizes.format(Caller.FILE)),
          comparison.throughputs("GB/s"),
          comparison.chart("GB/s"));
      if (!comparison.severalThreads().isEmpty()) {
        text.section(
            "Gain by a second thread",
            "Throughput of two threads on one file, by that of one.",
            comparison.gains(List.of(Target.BARE)));
      }
    }
    if (!outcome.strikes().classes().isEmpty()) {
      text.section(
          "Latency of a strike",
          "`MemoryFailures.strike(path, offset)`. A strike of a huge folio splits it;"
              + " a small one is of a folio that was split before.",
          StrikeTable.of(outcome.strikes()));
    }
    List<Goal> goals = Goals.of(outcome);
    if (!goals.isEmpty()) {
      text.section("Goals", "", Goal.table(goals));
    }
    text.notes(notes(outcome));
    return text;
  }

  private static List<String> notes(Campaign.Outcome outcome) {
    List<String> notes = new ArrayList<>(outcome.notes());
    notes.add(
        "bare is `MemorySegment.copy` between the same buffer and native memory of the same size.");
    notes.add(
        "Direct buffers and bare memory begin at a page, heap buffers where the heap has room.");
    notes.add(
        "segment is `CordonFileChannel.read` into a `MemorySegment`; as there is no such write, the"
            + " segment is made a buffer for each, which has no goal.");
    notes.add(
        "random reads know where the next one goes, and the processor has several under way at once;"
            + " where a dependent one goes comes from the bytes read before.");
    if (outcome.plan().targets().contains(Target.CORDON_HUGE)) {
      notes.add("cordon has default options, cordon-huge huge folios wherever data is written.");
    }
    notes.add("memoryfilesystem is left out: it refuses files over 16 MB.");
    return notes;
  }
}
