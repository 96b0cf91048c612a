package io.github.cordonfs.cli.drill.report;

import io.github.cordonfs.Outcome;
import io.github.cordonfs.cli.line.ByteSizes;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints a report for people to read. */
public final class TableReport {

  private final PrintWriter out;
  private final boolean verbose;

  /**
   * Creates a printer.
   *
   * @param verbose whether to print, too, what helps to find out why something went wrong
   */
  public TableReport(PrintWriter out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  public void print(Report report) {
    row(
        "files loaded",
        number(report.files())
            + " ("
            + ByteSizes.format(report.bytes())
            + ", "
            + count(report.pages(), "page", "pages")
            + ")");
    row(
        "pages failed",
        number(report.strikes())
            + " of loaded files (seed "
            + report.seed()
            + "), "
            + number(report.strikesOnWriters())
            + " of files being written");
    row(
        "errors reported",
        number(report.errorsReported())
            + " by channels, "
            + number(report.mapped().faults())
            + " by mappings");
    row("wrong bytes read silently", number(report.silentWrongBytes()));
    row("errors in intact pages", number(report.bystandersHurt()));
    if (report.pagesNotTold() != 0) {
      row("losses not reported", number(report.pagesNotTold()));
    }
    if (report.reportMismatches() != 0) {
      row("differences in reports", number(report.reportMismatches()));
    }
    row(
        "bytes checked",
        ByteSizes.format(report.bytesVerified())
            + "; "
            + ByteSizes.format(report.mapped().bytes())
            + " went through mappings");
    row("pages restored", number(report.restored()));
    row("memory out of service", ByteSizes.format(report.outOfServiceBytes()));
    row("time of a strike", times(report.strikeNanos()));
    row("", "(the whole call, with waiting for locks and for a processor)");
    throughput("read", report.before().read(), report.during().read());
    throughput("written", report.before().written(), report.during().written());
    if (verbose) {
      printDiagnosis(report);
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

  private void printDiagnosis(Report report) {
    out.println();
    row("strikes by outcome", counts(contained(report.outcomes())));
    row("strikes on free memory", number(report.strikesOnFreed()));
    row("strikes on other files", number(report.strikesAstray()));
    row(
        "huge folios",
        number(report.hugeFoliosBefore())
            + " before, "
            + number(report.hugeFoliosAfter())
            + " after (huge="
            + report.huge().name().toLowerCase(Locale.ROOT)
            + ")");
    row("mappings made", number(report.mapped().mappings()));
    row("soft offline", counts(named(report.softOfflines())));
    row(
        "2 MiB ranges joined",
        number(report.joins().joined())
            + " on request, "
            + number(report.joins().inBackground())
            + " in the background");
    row("looked at, not joined", counts(named(report.joins().notJoined())));
  }

  private void row(String label, String value) {
    row(out, label, value);
  }

  public static void row(PrintWriter out, String label, String value) {
    out.printf("%-26s %s%n", label, value);
  }

  private void throughput(String what, long before, long during) {
    row(
        what + " a second",
        ByteSizes.format(before) + " before, " + ByteSizes.format(during) + " while pages failed");
  }

  /** Returns the counts with the words of the drill for the kernel's. */
  private static Map<String, Long> contained(Map<Outcome, Long> outcomes) {
    Map<String, Long> counts = new LinkedHashMap<>();
    outcomes.forEach((outcome, count) ->
        counts.put(
            switch (outcome) {
              case RECOVERED -> "contained";
              case IGNORED -> "not handled";
              case FAILED -> "not contained";
              case DELAYED -> "contained later";
            },
            count));
    return counts;
  }

  private static <E extends Enum<E>> Map<String, Long> named(Map<E, Long> counts) {
    Map<String, Long> named = new LinkedHashMap<>();
    counts.forEach((what, count) -> named.put(words(what.name()), count));
    return named;
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String counts(Map<String, Long> counts) {
    List<String> parts = new ArrayList<>();
    counts.forEach((what, count) -> {
      if (count > 0) {
        parts.add(number(count) + " " + what);
      }
    });
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }

  private static String verdict(Report report) {
    return switch (report.verdict()) {
      case PASS -> "PASS: every lost page was reported, and nothing else failed.";
      case INTERRUPTED -> "INTERRUPTED: nothing wrong so far; the final checks were not made.";
      case BROKEN_OFF -> "BROKEN OFF: by an unexpected error; nothing wrong was read until then.";
      case FAIL -> {
        List<String> reasons = new ArrayList<>();
        reason(reasons, report.silentWrongBytes(), "wrong byte", "wrong bytes", " read silently");
        reason(reasons, report.bystandersHurt(), "error", "errors", " in intact pages");
        reason(reasons, report.pagesNotTold(), "loss", "losses", " not reported");
        reason(reasons, report.reportMismatches(), "difference", "differences", " in reports");
        yield "FAIL: " + String.join(", ", reasons) + ".";
      }
    };
  }

  public static void reason(
      List<String> reasons, long count, String one, String several, String what) {
    if (count > 0) {
      reasons.add(count(count, one, several) + what);
    }
  }

  public static String count(long count, String one, String several) {
    return number(count) + " " + (count == 1 ? one : several);
  }

  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  public static String times(StrikeTimes.Summary times) {
    return "median "
        + time(times.p50())
        + ", 99% within "
        + time(times.p99())
        + ", longest "
        + time(times.max());
  }

  /** Returns a time with a unit that leaves few digits. */
  static String time(long nanos) {
    if (nanos < 1_000_000) {
      return String.format(Locale.ROOT, "%.0f us", nanos / 1e3);
    }
    return nanos < 1_000_000_000
        ? String.format(Locale.ROOT, "%.0f ms", nanos / 1e6)
        : String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }
}
