package io.github.cordonfs.cli.designs;

import io.github.cordonfs.cli.designs.callers.CallSite;
import io.github.cordonfs.cli.designs.model.Design;
import io.github.cordonfs.cli.designs.model.ModelFile.Kind;
import io.github.cordonfs.cli.designs.trial.CollapseRace;
import io.github.cordonfs.cli.designs.trial.Comparison;
import io.github.cordonfs.cli.designs.trial.Outcome;
import io.github.cordonfs.cli.designs.trial.Outcome.Verdict;
import io.github.cordonfs.cli.designs.trial.RevertedCaller;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Prints results for people to read, at most 100 columns wide. */
final class DesignsTable {

  private static final String WORDS =
      """
      One page of a file has lost its memory. What is each user of the page cache told?
        ok, EIO, SIGBUS, left: as it should be     signal: told when the memory failed
        zeros! old! garbage! lost!: wrong, and nobody is told
        ENOMEM? ECHILD? EIO?: an error that misleads, or that was not needed
      """;

  private final PrintWriter out;
  private final boolean verbose;

  DesignsTable(PrintWriter out, boolean verbose) {
    this.out = out;
    this.verbose = verbose;
  }

  void print(Results results) {
    Comparison comparison = results.comparison();
    out.println("The designs (docs/thread.md tells where they come from):");
    comparison
        .designs()
        .forEach(each ->
            out.printf(Locale.ROOT, "  %s %-8s %s%n", each.id(), each.word(), each.title()));
    out.println();
    out.print(WORDS);
    grid(comparison, "All callers changed:", Comparison.Case::adapted);
    grid(comparison, "A caller not changed:", Comparison.Case::asItWas);
    summary(results);
    races(results);
    reverted();
    if (verbose) {
      comparison.designs().forEach(each -> details(comparison, each));
    }
    out.flush();
  }

  private void grid(Comparison comparison, String title, Function<Comparison.Case, Outcome> which) {
    out.println();
    row(title, comparison.designs(), Design::word);
    for (Kind kind : List.of(Kind.MEMORY, Kind.DIRTY)) {
      row(
          kind == Kind.MEMORY ? " file in memory" : " file on a disk, page dirty",
          comparison.designs(),
          each -> kind == Kind.MEMORY ? each.id() : "");
      for (CallSite site : CallSite.values()) {
        if (site.isFor(kind)) {
          row(
              "  " + site.title(),
              comparison.designs(),
              each -> which.apply(comparison.of(each, kind, site)).cell());
        }
      }
    }
  }

  private void summary(Results results) {
    Comparison c = results.comparison();
    out.println();
    out.printf(Locale.ROOT, "Of %d callers%n", CallSite.values().length);
    counts(c, "  have to change", c::mustChange);
    counts(c, "    of these just to ask", c::onlyAsk);
    counts(c, "  forgotten: silently wrong", each -> c.forgotten(each, Verdict.SILENT));
    counts(c, "  forgotten: crash", each -> c.forgotten(each, Verdict.CRASH));
    counts(c, "  forgotten: refused needlessly", each -> c.forgotten(each, Verdict.REFUSED));
    counts(c, "  all changed: silently wrong", each -> c.stillThen(each, Verdict.SILENT));
    counts(c, "  all changed: misled", each -> c.stillThen(each, Verdict.MISLEADING));
    out.println("Signals at once, huge page");
    row(
        "  uses the failed page",
        c.designs(),
        each -> String.valueOf(results.signals(each).usesThePage()));
    row(
        "  uses other pages of it",
        c.designs(),
        each -> String.valueOf(results.signals(each).usesOthers()));
  }

  private void counts(
      Comparison comparison, String title, Function<Design, Collection<CallSite>> which) {
    row(title, comparison.designs(), each -> String.valueOf(which.apply(each).size()));
  }

  private void races(Results results) {
    out.println();
    out.println(
        "khugepaged while memory fails under the page, in all orders of the steps of both:");
    out.printf(Locale.ROOT, "  %-38s%8s%8s%10s%10s%n", "", "orders", "left", "good", "garbage!");
    results.races().forEach((collapser, result) -> race(collapser.title(), result));
  }

  private void race(String title, CollapseRace.Result result) {
    out.printf(
        Locale.ROOT,
        "  %-38s%8d%8d%10d%10d%n",
        title,
        result.orders(),
        result.leftAlone(),
        result.joinedGood(),
        result.joinedBad());
  }

  private void reverted() {
    out.println();
    out.println("A driver asks for a page of a file in memory (the patch of 2021 under D1):");
    out.printf(Locale.ROOT, "  %-38s%8s%16s%18s%n", "", "good", "memory failed", "out of memory");
    for (RevertedCaller each : RevertedCaller.values()) {
      out.printf(
          Locale.ROOT,
          "  %-38s%8s%16s%18s%n",
          each.title(),
          each.withAGoodPage(),
          each.withALostPage(),
          each.withoutMemory());
    }
  }

  private void details(Comparison comparison, Design design) {
    out.println();
    out.println(design.id() + " " + design.word() + ": " + design.title());
    for (Comparison.Case each : comparison.cases(design)) {
      Outcome was = each.asItWas();
      out.printf(
          Locale.ROOT,
          "  %s, %s (%s)%n",
          was.site().title(),
          was.kind() == Kind.MEMORY ? "file in memory" : "file on a disk",
          was.site().action());
      out.println("    as it was:  " + sentence(was));
      if (each.mustChange()) {
        out.println(
            "    "
                + (each.onlyAsks() ? "if it asks: " : "changed:    ")
                + sentence(each.adapted()));
      }
    }
  }

  private static String sentence(Outcome outcome) {
    return outcome.sentence()
        + (outcome.storesIntoBadMemory() > 0 ? " (and stores into the failed memory)" : "");
  }

  private void row(String title, Collection<Design> designs, Function<Design, String> cell) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-32s", title));
    designs.forEach(each -> line.append(String.format(Locale.ROOT, "%-9s", cell.apply(each))));
    out.println(line.toString().stripTrailing());
  }
}
