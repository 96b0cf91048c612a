package io.github.cordonfs.cli;

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
            + strays(report.strikesOnFreed(), report.strikesAstray()));
    row("strikes by outcome", counts(report.outcomes()));
    row(
        "time of a strike",
        "p50 "
            + micros(report.strikeNanos().p50())
            + ", p99 "
            + micros(report.strikeNanos().p99())
            + ", max "
            + micros(report.strikeNanos().max()));
    row(
        "errors reported",
        number(report.errorsReported())
            + " by channels, "
            + number(report.mapped().faults())
            + " as faults of mappings");
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
    row(
        "through mappings",
        ByteSizes.format(report.mapped().bytes())
            + " ("
            + number(report.mapped().mappings())
            + " mappings)");
    row("soft offlines", counts(report.softOfflines()));
    row(
        "2 MiB ranges joined",
        number(report.joins().joined())
            + " on request, "
            + number(report.joins().inBackground())
            + " in the background");
    row("not joined", counts(report.joins().notJoined()));
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

  private static String strays(long freed, long astray) {
    List<String> parts = new ArrayList<>();
    if (freed != 0) {
      parts.add(number(freed) + " on memory just freed");
    }
    if (astray != 0) {
      parts.add(number(astray) + " astray");
    }
    return parts.isEmpty() ? "" : " (and " + String.join(", ", parts) + ")";
  }

  private static <E extends Enum<E>> String counts(Map<E, Long> counts) {
    List<String> parts = new ArrayList<>();
    counts.forEach((what, count) -> {
      if (count > 0) {
        parts.add(what.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + number(count));
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
