package io.github.cordonfs.bench.open;

import io.github.cordonfs.bench.measure.Pace;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a campaign measures.
 *
 * @param name of the form
 * @param cells in the order in which they are measured
 * @param targets what is measured in each cell
 * @param rounds how often everything is measured
 * @param pace how long each figure takes that comes from a warm JVM
 * @param starts of how many JVMs the median is taken for each figure that comes from fresh ones
 * @param limit no round is begun that would probably end later than this after the beginning
 */
public record OpenPlan(
    String name,
    List<OpenCell> cells,
    List<FileSystemTarget> targets,
    int rounds,
    Pace pace,
    int starts,
    Duration limit) {

  private static final Duration UNLIMITED = Duration.ofDays(365);

  private static final Pace PACE = new Pace(4, Duration.ofSeconds(1), 5, Duration.ofMillis(300));

  /** Everything, in some two minutes. */
  public static OpenPlan shortForm() {
    return form("open, short", 3, 5, Duration.ofMinutes(4));
  }

  /** The same, long enough to publish it. */
  public static OpenPlan full() {
    return form("open, full", 9, 9, UNLIMITED);
  }

  private static OpenPlan form(String name, int rounds, int starts, Duration limit) {
    return new OpenPlan(
        name,
        List.of(OpenCell.values()),
        List.of(FileSystemTarget.values()),
        rounds,
        PACE,
        starts,
        limit);
  }

  /** Returns the plan with only some of the cells. */
  public OpenPlan only(Predicate<String> wanted) {
    List<OpenCell> some =
        Arrays.stream(OpenCell.values())
            .filter(cell -> cells.contains(cell) && wanted.test(cell.toString()))
            .toList();
    return new OpenPlan(name, some, targets, rounds, pace, starts, limit);
  }

  /** Returns the plan with other targets. */
  public OpenPlan withTargets(List<FileSystemTarget> others) {
    return new OpenPlan(name, cells, List.copyOf(others), rounds, pace, starts, limit);
  }

  /**
   * Returns the plan with another number of rounds, all of which are run however long they take.
   */
  public OpenPlan withRounds(int count) {
    return new OpenPlan(name, cells, targets, count, pace, starts, UNLIMITED);
  }
}
