package io.github.cordonfs.bench;

import io.github.cordonfs.bench.measure.Forks;
import io.github.cordonfs.bench.measure.JmhFork;
import io.github.cordonfs.bench.measure.Progress;
import io.github.cordonfs.bench.measure.Results;
import io.github.cordonfs.bench.measure.Rounds;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Carries out a {@link Plan}. */
final class Campaign {

  private final Plan plan;
  private final long figures;
  private final Progress progress;
  private final Rounds<Cell, Target> rounds;
  private final StrikeSamples strikes = new StrikeSamples();

  /**
   * Prepares a campaign.
   *
   * @param plan what to measure
   * @param verbose whether JMH reports what it does
   * @param cpu whether figures go by the CPU time of the threads that measure
   * @param out where to say how far it has come
   */
  Campaign(Plan plan, boolean verbose, boolean cpu, PrintWriter out) {
    this.plan = plan.withTargets(plan.targets().stream().filter(Target::isAvailable).toList());
    CellRun run = new CellRun(new JmhFork(plan.pace(), verbose, cpu));
    long each = Rounds.figures(this.plan.cells(), this.plan.targets(), run);
    this.figures = each * plan.rounds() + plan.strikeRounds();
    this.progress = new Progress(out, figures);
    this.rounds = new Rounds<>(this.plan.cells(), this.plan.targets(), run, progress);
    if (cpu) {
      progress.note("Seconds are of CPU time of the threads that measure, and not of the clock.");
    }
    for (Target target : plan.targets()) {
      if (!target.isAvailable()) {
        progress.note(target + " is left out: this machine has none.");
      }
    }
  }

  /** Returns how many figures there are to measure, in all rounds. */
  long figures() {
    return figures;
  }

  /** Measures everything and returns what was found. */
  Outcome run() throws InterruptedException {
    int count = rounds.run(plan.rounds(), plan.limit(), this::roundEnded);
    return new Outcome(
        plan, count, progress.elapsed(), rounds.results(), strikes, progress.notes());
  }

  /**
   * What was found.
   *
   * @param plan what was to be measured, without targets that do not exist here
   * @param rounds how many were run
   * @param elapsed the time it took
   * @param results throughputs in GB/s
   * @param strikes latencies
   * @param notes what went otherwise than planned
   */
  record Outcome(
      Plan plan,
      int rounds,
      Duration elapsed,
      Results<Cell, Target> results,
      StrikeSamples strikes,
      List<String> notes) {}

  private void roundEnded(int number) throws InterruptedException {
    if (number < plan.strikeRounds()) {
      measureStrikes();
    }
  }

  private void measureStrikes() throws InterruptedException {
    try {
      strikes.addFormatted(Forks.run(StrikeProbe.class));
      progress.report("latency of a strike");
    } catch (IOException e) {
      progress.fail("latency of a strike", e);
    }
  }
}
