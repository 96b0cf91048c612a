package io.github.cordonfs.cli.drill.report;

import static io.github.cordonfs.cli.drill.report.TableReport.count;
import static io.github.cordonfs.cli.drill.report.TableReport.number;
import static io.github.cordonfs.cli.drill.report.TableReport.reason;
import static io.github.cordonfs.cli.drill.report.TableReport.times;

import io.github.cordonfs.cli.line.ByteSizes;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints the report of a drill over a mounted directory for people to read. */
public final class BackedTable {

  private final PrintWriter out;
  private final boolean verbose;

  /**
   * Creates a printer.
   *
   * @param verbose whether to print, too, what helps to find out why something went wrong
   */
  public BackedTable(PrintWriter out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  public void print(BackedReport report) {
    row("directory", report.directory());
    row(
        "files in it",
        number(report.files())
            + " ("
            + ByteSizes.format(report.bytes())
            + ", "
            + count(report.pages(), "page", "pages")
            + ")");
    row("cache", ByteSizes.format(report.cacheBytes()));
    row("pages failed", number(report.strikes()) + " (seed " + report.seed() + ")");
    row("read again, and right", number(report.healed()));
    row("never read again", number(report.neverRead()));
    row("reads of the disk", number(report.storeReads()));
    row("wrong bytes read silently", number(report.silentWrongBytes()));
    row("errors", number(report.errors()));
    if (report.reportMismatches() != 0) {
      row("differences in reports", number(report.reportMismatches()));
    }
    if (report.filesChanged() != 0) {
      row("changed by others", count(report.filesChanged(), "file", "files") + ", not judged");
    }
    row("bytes checked", ByteSizes.format(report.bytesVerified()));
    row("memory out of service", ByteSizes.format(report.outOfServiceBytes()));
    row("time of a strike", times(report.strikeNanos()));
    row("", "(the whole call; a page that is not in memory is read first)");
    row(
        "read a second",
        ByteSizes.format(report.before().read())
            + " before, "
            + ByteSizes.format(report.during().read())
            + " while pages failed");
    if (verbose) {
      out.println();
      row("strikes on free memory", number(report.strikesOnFreed()));
    }
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

  private static String verdict(BackedReport report) {
    return switch (report.verdict()) {
      case PASS -> "PASS: every lost page was read again, and nothing failed.";
      case INTERRUPTED -> "INTERRUPTED: nothing wrong so far; the final checks were not made.";
      case BROKEN_OFF -> "BROKEN OFF: by an unexpected error; nothing wrong was read until then.";
      case FAIL -> {
        List<String> reasons = new ArrayList<>();
        reason(reasons, report.silentWrongBytes(), "wrong byte", "wrong bytes", " read silently");
        reason(reasons, report.errors(), "error", "errors", " though the disk works");
        reason(reasons, report.reportMismatches(), "difference", "differences", " in reports");
        yield "FAIL: " + String.join(", ", reasons) + ".";
      }
    };
  }
}
