package io.github.cordonfs.bench.watched;

import io.github.cordonfs.bench.measure.Forks;
import io.github.cordonfs.bench.measure.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries out a {@link WatchedPlan}. */
public final class WatchedCampaign {

  private final WatchedPlan plan;
  private final Progress progress;

  /**
   * Prepares a campaign.
   *
   * @param out where to say how far it has come
   */
  public WatchedCampaign(WatchedPlan plan, PrintWriter out) {
    this.plan = plan;
    this.progress = new Progress(out, figures());
  }

  /** Returns how many forks there are. */
  public long figures() {
    return (long) plan.cells().size() * plan.rounds();
  }

  /** Measures everything and returns what was found. */
  public Outcome run() throws InterruptedException {
    Map<WatchedCell, List<Slices>> slices = new LinkedHashMap<>();
    for (int round = 0; round < plan.rounds(); round++) {
      for (WatchedCell cell : plan.cells()) {
        try {
          List<Slices> measured =
              Forks.run(
                      WatchedProbe.class,
                      Integer.toString(cell.threads()),
                      Integer.toString(plan.turns()))
                  .lines()
                  .map(Slices::parse)
                  .toList();
          slices.computeIfAbsent(cell, _ -> new ArrayList<>()).addAll(measured);
          progress.report(cell + ": " + measured.size() + " turns");
        } catch (IOException | IllegalArgumentException e) {
          progress.fail(cell.toString(), e);
        }
      }
    }
    return new Outcome(plan, progress.elapsed(), slices, progress.notes());
  }

  /**
   * What was found.
   *
   * @param plan what was to be measured
   * @param elapsed the time it took
   * @param slices of each cell that was measured, those of all rounds
   * @param notes what went otherwise than planned
   */
  public record Outcome(
      WatchedPlan plan,
      Duration elapsed,
      Map<WatchedCell, List<Slices>> slices,
      List<String> notes) {}
}
