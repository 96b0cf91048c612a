package io.github.cordonfs.bench.files;

import io.github.cordonfs.bench.measure.JmhFork;
import io.github.cordonfs.bench.measure.Progress;
import io.github.cordonfs.bench.measure.Results;
import io.github.cordonfs.bench.measure.Rounds;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Carries out a {@link FilesPlan}. */
public final class FilesCampaign {

  private final FilesPlan plan;
  private final long figures;
  private final Progress progress;
  private final Rounds<FilesCell, FileSystemTarget> rounds;

  /**
   * Prepares a campaign.
   *
   * @param plan what to measure
   * @param verbose whether JMH reports what it does
   * @param out where to say how far it has come
   */
  public FilesCampaign(FilesPlan plan, boolean verbose, PrintWriter out) {
    this.plan =
        plan.withTargets(plan.targets().stream().filter(FileSystemTarget::isAvailable).toList());
    Room room = Room.here();
    FilesRun run = new FilesRun(new JmhFork(plan.pace(), verbose), room);
    long each = Rounds.figures(this.plan.cells(), this.plan.targets(), run);
    this.figures = each * plan.rounds();
    this.progress = new Progress(out, figures);
    this.rounds = new Rounds<>(this.plan.cells(), this.plan.targets(), run, progress);
    for (FileSystemTarget target : plan.targets()) {
      if (!target.isAvailable()) {
        progress.note(target + " is left out: this machine has none.");
      }
    }
    for (FilesCell cell : this.plan.cells()) {
      for (FileSystemTarget target : this.plan.targets()) {
        if (cell.call().isPossible(target)) {
          room.lack(cell, target).ifPresent(progress::leaveOut);
        }
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
   * @param plan what was to be measured, without targets that do not exist here
   * @param rounds how many were run
   * @param elapsed the time it took
   * @param results throughputs, in the units of {@link FilesRun}
   * @param notes what went otherwise than planned
   */
  public record Outcome(
      FilesPlan plan,
      int rounds,
      Duration elapsed,
      Results<FilesCell, FileSystemTarget> results,
      List<String> notes) {}
}
