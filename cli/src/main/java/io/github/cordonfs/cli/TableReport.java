package io.github.cordonfs.cli;

import io.github.cordonfs.Outcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints a report for people to read. */
final class TableReport {

  private final PrintWriter out;

  TableReport(PrintWriter out) {
    this.out = out;
  }

  void print(Report report) {
    row(
        "files loaded",
        number(report.files())
            + " ("
            + ByteSizes.format(report.bytes())
            + ", "
            + number(report.pages())
            + " pages)");
    row(
        "huge folios",
        number(report.hugeFoliosBefore())
            + " before, "
            + number(report.hugeFoliosAfter())
            + " after (huge="
            + report.huge().name().toLowerCase(Locale.ROOT)
            + ")");
    row("strikes on loaded files", number(report.strikes()) + " (seed " + report.seed() + ")");
    row(
        "strikes on writers' files",
        number(report.strikesOnWriters())
            + (report.strikesOnFreed() == 0
                ? ""
                : " (and " + number(report.strikesOnFreed()) + " on memory they had just freed)"));
    row("strikes by outcome", outcomes(report.outcomes()));
    row(
        "time of a strike",
        "p50 "
            + micros(report.strikeNanos().p50())
            + ", p99 "
            + micros(report.strikeNanos().p99())
            + ", max "
            + micros(report.strikeNanos().max()));
    row("errors reported", number(report.errorsReported()));
    row("wrong bytes read silently", number(report.silentWrongBytes()));
    row("bystanders hurt", number(report.bystandersHurt()));
    if (report.pagesNotTold() != 0) {
      row("lost pages not told", number(report.pagesNotTold()));
    }
    row(
        "reports against strikes",
        report.reportMismatches() == 0
            ? "the same"
            : number(report.reportMismatches()) + " differences");
    row("bytes verified by readers", ByteSizes.format(report.bytesVerified()));
    row("pages restored", number(report.restored()));
    row("memory out of service", ByteSizes.format(report.outOfServiceBytes()));
    throughput("read", report.before().read(), report.during().read());
    throughput("write", report.before().written(), report.during().written());
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
    out.printf("%-26s %s%n", label, value);
  }

  private void throughput(String what, long before, long during) {
    row(
        what + " throughput",
        ByteSizes.format(during)
            + "/s in the storm, "
            + ByteSizes.format(before)
            + "/s before"
            + (before > 0 ? String.format(Locale.ROOT, " (%.0f%%)", 100.0 * during / before) : ""));
  }

  private static String outcomes(Map<Outcome, Long> outcomes) {
    List<String> parts = new ArrayList<>();
    outcomes.forEach((outcome, count) -> {
      if (count > 0) {
        parts.add(outcome.name().toLowerCase(Locale.ROOT) + " " + number(count));
      }
    });
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }

  private static String verdict(Report report) {
    return switch (report.verdict()) {
      case PASS -> "PASS: nothing was silently wrong, and no bystander was hurt.";
      case INTERRUPTED -> "INTERRUPTED: nothing was wrong so far; the final checks were not made.";
      case FAIL -> {
        List<String> reasons = new ArrayList<>();
        reason(reasons, report.silentWrongBytes(), "bytes silently wrong");
        reason(reasons, report.bystandersHurt(), "bystanders hurt");
        reason(reasons, report.pagesNotTold(), "lost pages not told");
        reason(reasons, report.reportMismatches(), "differences in the reports");
        if (report.failure() != null) {
          reasons.add("the drill broke off");
        }
        yield "FAIL: " + String.join(", ", reasons) + ".";
      }
    };
  }

  private static void reason(List<String> reasons, long count, String what) {
    if (count > 0) {
      reasons.add(number(count) + " " + what);
    }
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String micros(long nanos) {
    return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
  }
}
