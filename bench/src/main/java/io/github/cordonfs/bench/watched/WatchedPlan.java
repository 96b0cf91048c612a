package io.github.cordonfs.bench.watched;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a campaign measures.
 *
 * @param name of the form
 * @param cells in the order in which they are measured
 * @param rounds forks for each cell
 * @param turns slices of each kind in a fork
 */
public record WatchedPlan(String name, List<WatchedCell> cells, int rounds, int turns) {

  /** One thread, and as many as there are processors, so that somebody has to wait; two minutes. */
  public static WatchedPlan shortForm() {
    return new WatchedPlan(
        "monitor, short", cells(Runtime.getRuntime().availableProcessors()), 1, 20);
  }

  /** The same, long enough to publish it. */
  public static WatchedPlan full() {
    return new WatchedPlan("monitor, full", shortForm().cells(), 5, 40);
  }

  static List<WatchedCell> cells(int processors) {
    return Stream.of(1, processors).distinct().map(WatchedCell::new).toList();
  }

  /** Returns the plan with only some of the cells. */
  public WatchedPlan only(Predicate<String> wanted) {
    return new WatchedPlan(
        name, cells.stream().filter(cell -> wanted.test(cell.toString())).toList(), rounds, turns);
  }

  /** Returns the plan with another number of rounds. */
  public WatchedPlan withRounds(int count) {
    return new WatchedPlan(name, cells, count, turns);
  }

  /** Returns the plan with another number of slices in a fork. */
  WatchedPlan withTurns(int count) {
    return new WatchedPlan(name, cells, rounds, count);
  }
}
