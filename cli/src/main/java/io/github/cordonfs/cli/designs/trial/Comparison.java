package io.github.cordonfs.cli.designs.trial;

import io.github.cordonfs.cli.designs.callers.CallSite;
import io.github.cordonfs.cli.designs.callers.Variant;
import io.github.cordonfs.cli.designs.model.Design;
import io.github.cordonfs.cli.designs.model.ModelFile.Kind;
import io.github.cordonfs.cli.designs.trial.Outcome.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Every caller under every design, as it was and as the design has it. */
public final class Comparison {

  /**
   * One caller, for one kind of file, under one design.
   *
   * @param asItWas what came of it when nobody had touched it
   * @param adapted what came of it when it was changed as the design asks, as little as will do;
   *     the same if no change makes it better
   */
  public record Case(Outcome asItWas, Outcome adapted) {

    /** Returns whether the design needs this caller to be changed. */
    public boolean mustChange() {
      return adapted.variant() != Variant.AS_IT_WAS;
    }

    /** Returns whether all that it has to do is ask for the page. */
    public boolean onlyAsks() {
      return adapted.variant() == Variant.ASKS;
    }
  }

  private final Map<Design, List<Case>> cases = new EnumMap<>(Design.class);

  private Comparison() {}

  /** Runs them all, or those under some designs. */
  public static Comparison of(Iterable<Design> designs) {
    Comparison comparison = new Comparison();
    for (Design design : designs) {
      List<Case> ofDesign = new ArrayList<>();
      for (Kind kind : List.of(Kind.MEMORY, Kind.DIRTY)) {
        for (CallSite site : CallSite.values()) {
          if (site.isFor(kind)) {
            ofDesign.add(of(design, site, kind));
          }
        }
      }
      comparison.cases.put(design, ofDesign);
    }
    return comparison;
  }

  private static Case of(Design design, CallSite site, Kind kind) {
    Outcome best = Trial.run(design, site, kind, Variant.AS_IT_WAS);
    Outcome asItWas = best;
    for (Variant variant : variants(design)) {
      Outcome changed = Trial.run(design, site, kind, variant);
      if (changed.verdict().compareTo(best.verdict()) < 0) {
        best = changed;
      }
    }
    return new Case(asItWas, best);
  }

  private static List<Variant> variants(Design design) {
    return design == Design.ASK ? List.of(Variant.ASKS, Variant.CHECKS) : List.of(Variant.CHECKS);
  }

  /** Returns the designs. */
  public Set<Design> designs() {
    return cases.keySet();
  }

  /** Returns the cases of a design, those of files in memory first. */
  public List<Case> cases(Design design) {
    return List.copyOf(cases.getOrDefault(design, List.of()));
  }

  /** Returns the case of a caller that there is for files of that kind. */
  public Case of(Design design, Kind kind, CallSite site) {
    return cases(design).stream()
        .filter(each -> each.asItWas().site() == site && each.asItWas().kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  /** Returns the callers that a design needs to be changed. */
  public Set<CallSite> mustChange(Design design) {
    return sites(design, Case::mustChange);
  }

  /** Returns those of them that only have to ask for the page, whatever the file. */
  public Set<CallSite> onlyAsk(Design design) {
    Set<CallSite> asking = sites(design, Case::onlyAsks);
    asking.removeAll(sites(design, each -> each.mustChange() && !each.onlyAsks()));
    return asking;
  }

  /** Returns the callers of which one that was not changed ends like that. */
  public Set<CallSite> forgotten(Design design, Verdict verdict) {
    return sites(design, each -> each.mustChange() && each.asItWas().verdict() == verdict);
  }

  /** Returns the callers that end like that when all have been changed that can be. */
  public Set<CallSite> stillThen(Design design, Verdict verdict) {
    return sites(design, each -> each.adapted().verdict() == verdict);
  }

  private Set<CallSite> sites(Design design, Predicate<Case> which) {
    Set<CallSite> sites = EnumSet.noneOf(CallSite.class);
    for (Case each : cases(design)) {
      if (which.test(each)) {
        sites.add(each.asItWas().site());
      }
    }
    return sites;
  }
}
