package io.github.cordonfs.bench.backed;

import io.github.cordonfs.bench.measure.Goal;
import io.github.cordonfs.bench.measure.Spread;
import java.util.ArrayList;
import java.util.List;

/** What is asked of mounted files. */
final class BackedGoals {

  private BackedGoals() {}

  /** Returns the goals that something was measured for. */
  static List<Goal> of(BackedCampaign.Outcome outcome) {
    List<Goal> goals = new ArrayList<>();
    for (BackedCell cell : outcome.plan().cells()) {
      switch (cell.read()) {
        case HITS -> {
          add(goals, outcome, cell, BackedTarget.MEMORY, 0.95);
          add(goals, outcome, cell, BackedTarget.PLAIN, 2);
        }
        case COLD_SEQUENTIAL -> add(goals, outcome, cell, BackedTarget.PLAIN, 0.9);
        case OVER_BUDGET -> add(goals, outcome, cell, BackedTarget.DIRECT, 1.2);
        case RANDOM_WRITES -> add(goals, outcome, cell, BackedTarget.MEMORY, 0.9);
        case REWRITE -> add(goals, outcome, cell, BackedTarget.PLAIN, 0.9);
        case COLD_RANDOM, WRITE_AND_FORCE -> {}
      }
    }
    outcome
        .singles()
        .forEach((single, figure) -> {
          if (single == Single.REQUESTS) {
            goals.add(new Goal(single.toString(), false, 1, figure));
          } else if (single == Single.LONGEST_HIT) {
            goals.add(new Goal(single.toString(), false, 10, figure));
          }
        });
    return goals;
  }

  private static void add(
      List<Goal> goals,
      BackedCampaign.Outcome outcome,
      BackedCell cell,
      BackedTarget peer,
      double bound) {
    Spread ratio = outcome.results().ratio(cell, BackedTarget.MOUNT, peer);
    if (ratio.count() > 0) {
      goals.add(
          new Goal(cell + ": " + BackedTarget.MOUNT + " / " + peer, true, bound, ratio.median()));
    }
  }
}
