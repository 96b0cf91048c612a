package io.github.cordonfs.cli.doctor;

import io.github.cordonfs.Diagnosis;
import io.github.cordonfs.Finding;
import io.github.cordonfs.Severity;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints findings for people: a line for each, and one for all. */
final class FindingLines {

  private final PrintWriter out;
  private final boolean verbose;

  FindingLines(PrintWriter out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  void print(Diagnosis diagnosis) {
    int width = diagnosis.findings().stream().mapToInt(each -> each.id().length()).max().orElse(0);
    for (Finding finding : diagnosis.findings()) {
      out.printf(
          Locale.ROOT,
          "%-7s  %-" + Math.max(width, 1) + "s  %s%n",
          name(finding.severity()),
          finding.id(),
          text(finding));
    }
    out.println();
    out.println(verdict(diagnosis));
    out.flush();
  }

  /** The worst is in capitals: it is what people look for. */
  private static String name(Severity severity) {
    return severity == Severity.DEFEATS
        ? severity.name()
        : severity.name().toLowerCase(Locale.ROOT);
  }

  private String text(Finding finding) {
    if (finding.severity() == Severity.OK && !verbose) {
      return finding.found();
    }
    String change = finding.change();
    return finding.found()
        + ". "
        + finding.meaning()
        + (change.isEmpty() ? "" : " What to do: " + change);
  }

  private static String verdict(Diagnosis diagnosis) {
    List<Finding> defeats = diagnosis.findings(Severity.DEFEATS);
    if (!defeats.isEmpty()) {
      return "FAIL: "
          + defeats.stream().map(Finding::id).collect(Collectors.joining(", "))
          + (defeats.size() == 1 ? " defeats" : " defeat")
          + " Cordon on this machine ("
          + diagnosis.summary()
          + ").";
    }
    return (diagnosis.findings(Severity.UNKNOWN).isEmpty()
            ? "PASS: nothing defeats Cordon on this machine ("
            : "PASS: nothing is known to defeat Cordon on this machine (")
        + diagnosis.summary()
        + ").";
  }
}
