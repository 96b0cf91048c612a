package io.github.cordonfs.bench.metadata;

import io.github.cordonfs.bench.measure.Forks;
import io.github.cordonfs.bench.measure.JmhFork;
import io.github.cordonfs.bench.measure.Progress;
import io.github.cordonfs.bench.measure.Results;
import io.github.cordonfs.bench.measure.Rounds;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Carries out a {@link MetadataPlan}. */
public final class MetadataCampaign {

  private final MetadataPlan plan;
  private final List<FileSystemTarget> costTargets;
  private final long figures;
  private final Progress progress;
  private final Rounds<MetadataCell, FileSystemTarget> rounds;
  private final Map<FileSystemTarget, FileCost> costs = new EnumMap<>(FileSystemTarget.class);

  /**
   * Prepares a campaign.
   *
   * @param plan what to measure
   * @param verbose whether JMH reports what it does
   * @param out where to say how far it has come
   */
  public MetadataCampaign(MetadataPlan plan, boolean verbose, PrintWriter out) {
    this.plan =
        plan.withTargets(plan.targets().stream().filter(FileSystemTarget::isAvailable).toList());
    this.costTargets =
        plan.fileCost()
            ? this.plan.targets().stream().filter(FileSystemTarget::hasKnownCost).toList()
            : List.of();
    MetadataRun run = new MetadataRun(new JmhFork(plan.pace(), verbose));
    long each = Rounds.figures(this.plan.cells(), this.plan.targets(), run);
    this.figures = each * plan.rounds() + costTargets.size();
    this.progress = new Progress(out, figures);
    this.rounds = new Rounds<>(this.plan.cells(), this.plan.targets(), run, progress);
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
    int count = rounds.run(plan.rounds(), plan.limit(), this::roundEnded);
    return new Outcome(plan, count, progress.elapsed(), rounds.results(), costs, progress.notes());
  }

  /**
   * What was found.
   *
   * @param plan what was to be measured, without targets that do not exist here
   * @param rounds how many were run
   * @param elapsed the time it took
   * @param results throughputs in thousands of files a second
   * @param costs what a small file takes
   * @param notes what went otherwise than planned
   */
  public record Outcome(
      MetadataPlan plan,
      int rounds,
      Duration elapsed,
      Results<MetadataCell, FileSystemTarget> results,
      Map<FileSystemTarget, FileCost> costs,
      List<String> notes) {}

  private void roundEnded(int number) throws InterruptedException {
    // Bytes do not vary from round to round.
    if (number == 0) {
      for (FileSystemTarget target : costTargets) {
        measureCost(target);
      }
    }
  }

  private void measureCost(FileSystemTarget target) throws InterruptedException {
    String what = MetadataPlan.FILE_COST + ": " + target;
    try {
      FileCost cost = FileCost.parse(Forks.run(FileCostProbe.class, target.toString()));
      costs.put(target, cost);
      progress.report("%s %.0f".formatted(what, cost.total()));
    } catch (IOException | IllegalArgumentException e) {
      progress.fail(what, e);
    }
  }
}
