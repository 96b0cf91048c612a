package io.github.cordonfs.cli.drill.written;

import io.github.cordonfs.cli.drill.report.TableReport;
import io.github.cordonfs.cli.line.ByteSizes;
import io.github.cordonfs.cli.line.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the report of a drill over a directory that is written: for people, and for programs. */
public final class WrittenTable {

  private final PrintWriter out;

  /** Creates a printer. */
  public WrittenTable(PrintWriter out) {
    this.out = out;
  }

  public void print(WrittenReport report) {
    row("directory", report.directory());
    row(
        "files written there",
        TableReport.number(report.files())
            + " ("
            + TableReport.count(report.pages(), "page", "pages")
            + "), removed at the end");
    row("cache", ByteSizes.format(report.cacheBytes()));
    row("pages failed", TableReport.number(report.strikes()) + " (seed " + report.seed() + ")");
    row("  not on the disk yet", TableReport.number(report.strikesOnDirty()));
    row("errors told", TableReport.number(report.errors()));
    row(
        "forces",
        TableReport.number(report.forces())
            + ", "
            + TableReport.number(report.forcesRefused())
            + " of which told of a loss");
    row(
        "lost pages made good",
        TableReport.number(report.mended())
            + " restored, "
            + TableReport.number(report.accepted())
            + " as the disk has them");
    row("lost at the end", TableReport.number(report.lostAtEnd()) + ", all in the journal");
    row("wrong bytes read silently", TableReport.number(report.silentWrongBytes()));
    row("unexpected errors", TableReport.number(report.unexpectedErrors()));
    if (report.reportMismatches() != 0) {
      row("differences in reports", TableReport.number(report.reportMismatches()));
    }
    row(
        "pages on the disk",
        TableReport.number(report.pagesCompared())
            + " compared, "
            + TableReport.number(report.pagesWrongOnDisk())
            + " wrong");
    row("differences in the journal", TableReport.number(report.journalDiffers()));
    row("bytes written", ByteSizes.format(report.bytesWritten()));
    row("bytes checked", ByteSizes.format(report.bytesVerified()));
    row("time of a strike", TableReport.times(report.strikeNanos()));
    row("", "(of a page that is lost: with the journal on the disk)");
    for (String example : report.examples()) {
      row("found", example);
    }
    if (report.failure() != null) {
      row("broken off by", report.failure().toString());
    }
    out.println();
    out.println(verdict(report));
    out.flush();
  }

  private void row(String label, String value) {
    TableReport.row(out, label, value);
  }

  private static String verdict(WrittenReport report) {
    return switch (report.verdict()) {
      case PASS -> "PASS: every lost page was told, and the disk has what was written.";
      case INTERRUPTED -> "INTERRUPTED: nothing wrong so far; the final checks were not made.";
      case BROKEN_OFF -> "BROKEN OFF: by an unexpected error; nothing wrong was read until then.";
      case FAIL -> {
        List<String> reasons = new ArrayList<>();
        TableReport.reason(
            reasons, report.silentWrongBytes(), "wrong byte", "wrong bytes", " read silently");
        TableReport.reason(
            reasons, report.unexpectedErrors(), "error", "errors", " for pages that are good");
        TableReport.reason(
            reasons, report.reportMismatches(), "difference", "differences", " in reports");
        TableReport.reason(
            reasons, report.pagesWrongOnDisk(), "page", "pages", " wrong on the disk");
        TableReport.reason(
            reasons, report.journalDiffers(), "difference", "differences", " in the journal");
        yield "FAIL: " + String.join(", ", reasons) + ".";
      }
    };
  }

  /** Returns the report for programs. */
  public static String json(WrittenReport report) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("backing", report.directory());
    json.put("writable", true);
    json.put("files", report.files());
    json.put("pages", report.pages());
    json.put("cacheBytes", report.cacheBytes());
    json.put("seed", report.seed());
    json.put("poison", report.poison());
    json.put("strikes", report.strikes());
    json.put("strikesOnDirty", report.strikesOnDirty());
    json.put("bytesWritten", report.bytesWritten());
    json.put("bytesVerified", report.bytesVerified());
    json.put("errorsReported", report.errors());
    json.put("forces", report.forces());
    json.put("forcesRefused", report.forcesRefused());
    json.put("restored", report.mended());
    json.put("accepted", report.accepted());
    json.put("lostAtEnd", report.lostAtEnd());
    json.put("silentWrongBytes", report.silentWrongBytes());
    json.put("errors", report.unexpectedErrors());
    json.put("reportMismatches", report.reportMismatches());
    json.put("pagesCompared", report.pagesCompared());
    json.put("pagesWrongOnDisk", report.pagesWrongOnDisk());
    json.put("journalDifferences", report.journalDiffers());
    json.put("examples", report.examples());
    json.put("failure", report.failure() == null ? null : report.failure().toString());
    json.put("verdict", report.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return Json.text(json);
  }
}
