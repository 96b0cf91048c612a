package io.github.cordonfs.bench.files;

import io.github.cordonfs.bench.measure.Comparison;
import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.ReportText;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What a campaign found. */
public final class FilesReport {

  private FilesReport() {}

  /**
   * Returns the report.
   *
   * @param outcome what was found
   * @param machine lines that say where
   * @param date when
   */
  public static ReportText of(FilesCampaign.Outcome outcome, List<String> machine, LocalDate date) {
    FilesPlan plan = outcome.plan();
    ReportText text = new ReportText("Cordon beside others: everyday calls");
    text.source(machine, plan.name(), outcome.rounds(), plan.pace(), outcome.elapsed(), date);
    if (!plan.cells().isEmpty()) {
      text.section(
          "Ratios",
          "Above 1 Cordon is faster. Taken within each round; the median, and the range in brackets.",
          compare(outcome, plan.cells()).ratios());
    }
    throughputs(
        text, outcome, "Calls", "In thousands a second, by one thread.", FilesRun.THOUSANDS);
    throughputs(
        text, outcome, "Mapping", "Maps and unmaps a second, by one thread.", FilesRun.CALLS);
    throughputs(
        text,
        outcome,
        "First write",
        "Of a new file in a new file system, 1 MiB a call; 1 GB is 10⁹ bytes.",
        FilesRun.BYTES);
    List<Goal> goals = FilesGoals.of(outcome);
    if (!goals.isEmpty()) {
      text.section("Goals", "", Goal.table(goals));
    }
    text.notes(notes(outcome));
    return text;
  }

  private static void throughputs(
      ReportText text, FilesCampaign.Outcome outcome, String title, String lead, String unit) {
    List<FilesCell> cells =
        outcome.plan().cells().stream().filter(cell -> FilesRun.unitOf(cell).equals(unit)).toList();
    if (!cells.isEmpty()) {
      Comparison<FilesCell, FileSystemTarget> comparison = compare(outcome, cells);
      text.section(title, lead, comparison.throughputs(unit), comparison.chart(unit));
    }
  }

  private static Comparison<FilesCell, FileSystemTarget> compare(
      FilesCampaign.Outcome outcome, List<FilesCell> cells) {
    return new Comparison<>(
        cells, outcome.plan().targets(), FileSystemTarget.CORDON, outcome.results());
  }

  private static List<String> notes(FilesCampaign.Outcome outcome) {
    List<String> notes = new ArrayList<>(outcome.notes());
    notes.add(
        "write, copy, newOutputStream and transferTo go over a file of the same size that exists;"
            + " streams take and give 8 KiB a call; transferTo is between channels that stay open,"
            + " the other calls open and close. At most 64 MiB in at most 256 files, in turn.");
    notes.add(
        "createAndDelete makes a file with `Files.write` of 100 bytes and deletes it with"
            + " `Files.delete`.");
    notes.add(
        "map is `FileChannel.map(READ_ONLY, …)` into a confined arena, and closing that; mapHuge is"
            + " of a file in huge folios of Cordon, and loads a byte; mapScattered is of a file no"
            + " two pages of which are neighbours in Cordon's memory, and has no goal.");
    notes.add(
        "Jimfs and memoryfilesystem map no files; memoryfilesystem refuses files over 16 MB.");
    notes.add(
        "All options of all file systems but their size have their defaults, except: "
            + "mapHuge with huge=always, mapScattered with huge=never and collapseRate=0.");
    return notes;
  }
}
