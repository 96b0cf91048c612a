package io.github.cordonfs.bench.open;

import io.github.cordonfs.bench.measure.Progress;
import io.github.cordonfs.bench.measure.Results;
import io.github.cordonfs.bench.measure.Rounds;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Carries out an {@link OpenPlan}. */
public final class OpenCampaign {

  private final OpenPlan plan;
  private final long figures;
  private final Progress progress;
  private final Rounds<OpenCell, FileSystemTarget> rounds;

  /**
   * Prepares a campaign.
   *
   * @param plan what to measure
   * @param out where to say how far it has come
   */
  public OpenCampaign(OpenPlan plan, PrintWriter out) {
    this.plan =
        plan.withTargets(plan.targets().stream().filter(FileSystemTarget::isAvailable).toList());
    OpenRun run = new OpenRun(plan);
    this.figures = Rounds.figures(plan.cells(), this.plan.targets(), run) * plan.rounds();
    this.progress = new Progress(out, figures);
    this.rounds = new Rounds<>(plan.cells(), this.plan.targets(), run, progress);
    for (FileSystemTarget target : plan.targets()) {
      if (!target.isAvailable()) {
        progress.note(target + " is left out: this machine has none.");
      }
    }
  }

  /** Returns how many figures there are to measure, in all rounds. */
  public long figures() {
    return figures;
  }

  /** Measures everything and returns what was found. */
  public Outcome run() throws InterruptedException {
    int count = rounds.run(plan.rounds(), plan.limit(), _ -> {});
    return new Outcome(plan, count, progress.elapsed(), rounds.results(), progress.notes());
  }

  /**
   * What was found.
   *
   * @param plan what was to be measured
   * @param rounds how many were run
   * @param elapsed the time it took
   * @param results times, in the units of their cells
   * @param notes what went otherwise than planned
   */
  public record Outcome(
      OpenPlan plan,
      int rounds,
      Duration elapsed,
      Results<OpenCell, FileSystemTarget> results,
      List<String> notes) {}
}
