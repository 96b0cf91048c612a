package io.github.cordonfs.bench.metadata;

import io.github.cordonfs.bench.measure.Comparison;
import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.MarkdownTable;
import io.github.cordonfs.bench.measure.ReportText;
import io.github.cordonfs.bench.place.FileSystemTarget;
import io.github.cordonfs.bench.place.Tree;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a campaign found. */
public final class MetadataReport {

  private MetadataReport() {}

  /**
   * Returns the report.
   *
   * @param outcome what was found
   * @param machine lines that say where
   * @param date when
   */
  public static ReportText of(
      MetadataCampaign.Outcome outcome, List<String> machine, LocalDate date) {
    MetadataPlan plan = outcome.plan();
    ReportText text = new ReportText("Cordon beside others: names and small files");
    text.source(machine, plan.name(), outcome.rounds(), plan.pace(), outcome.elapsed(), date);
    if (!plan.cells().isEmpty()) {
      Comparison<MetadataCell, FileSystemTarget> comparison =
          new Comparison<>(
              plan.cells(), plan.targets(), FileSystemTarget.CORDON, outcome.results());
      text.section(
          "Ratios",
          "Above 1 Cordon is faster. Taken within each round; the median, and the range in brackets.",
          comparison.ratios());
      text.section(
          "Throughput",
          "Of all threads together, in thousands of files a second.",
          comparison.throughputs("1,000 files/s"),
          comparison.chart("1,000 files/s"));
      if (!comparison.severalThreads().isEmpty()) {
        text.section(
            "Gain by a second thread",
            "Throughput of two threads, by that of one.",
            comparison.gains(List.of()));
      }
    }
    if (!outcome.costs().isEmpty()) {
      text.section(
          "Memory",
          "Bytes that each of %,d files of %d bytes takes, in %d directories."
              .formatted(FileCostProbe.FILES, Tree.CONTENT, FileCostProbe.DIRECTORIES),
          costs(outcome.costs()));
    }
    List<Goal> goals = MetadataGoals.of(outcome);
    if (!goals.isEmpty()) {
      text.section("Goals", "", Goal.table(goals));
    }
    text.notes(notes(outcome));
    return text;
  }

  private static MarkdownTable costs(Map<FileSystemTarget, FileCost> costs) {
    MarkdownTable table =
        new MarkdownTable(List.of("bytes a file", "heap", "outside", "together", "by jimfs's"));
    FileCost jimfs = costs.get(FileSystemTarget.JIMFS);
    costs.forEach((target, cost) ->
        table.row(
            List.of(
                target.toString(),
                whole(cost.heap()),
                whole(cost.outside()),
                whole(cost.total()),
                jimfs == null
                    ? "–"
                    : String.format(Locale.ROOT, "%.2f", cost.total() / jimfs.total()))));
    return table;
  }

  private static String whole(double bytes) {
    return String.format(Locale.ROOT, "%.0f", bytes);
  }

  private static List<String> notes(MetadataCampaign.Outcome outcome) {
    List<String> notes = new ArrayList<>(outcome.notes());
    notes.add(
        "create makes a file, writes 100 bytes and closes it; open opens, reads and closes one; stat"
            + " reads the attributes of a file below 12 directories; list lists a directory of"
            + " 10,000 entries; walk walks a tree of 100,000 files; deleteTree deletes one of 1,000"
            + " files in 10 directories.");
    notes.add(
        "Each thread works in a directory of its own, but walk: all walk the same tree. All options"
            + " of all file systems but their size have their defaults.");
    if (!outcome.costs().isEmpty()) {
      notes.add(
          "Bytes: Cordon has files in pages of 4 KiB outside the heap, Jimfs in blocks of 8 KiB in"
              + " the heap. Heap in use after full collections, less what was in use before the file"
              + " system was made.");
    }
    return notes;
  }
}
