package io.github.cordonfs.bench.backed;

import io.github.cordonfs.bench.measure.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a campaign measures.
 *
 * @param name of the form
 * @param cells in the order in which they are measured
 * @param singles what is measured once
 * @param targets what is measured in each cell, as far as it can
 * @param rounds how often the cells are measured, with a JVM for each figure
 * @param pace how long each figure takes; a cold file is read once
 */
public record BackedPlan(
    String name,
    List<BackedCell> cells,
    List<Single> singles,
    List<BackedTarget> targets,
    int rounds,
    Pace pace) {

  static final long SMALL = 256L << 20;
  private static final long LARGE = 1L << 30;

  private static final Pace PACE = new Pace(2, Duration.ofMillis(500), 5, Duration.ofMillis(300));

  /** What there are goals for, in about five minutes. */
  public static BackedPlan shortForm() {
    return new BackedPlan("backed", cells(SMALL), singlesOfAll(), allTargets(), 3, PACE);
  }

  /** The same with hits of a larger file and more rounds. */
  public static BackedPlan full() {
    List<BackedCell> cells = new ArrayList<>(cells(SMALL));
    cells.add(new BackedCell(BackedRead.HITS, LARGE, 1));
    cells.add(new BackedCell(BackedRead.HITS, LARGE, 2));
    return new BackedPlan("backed, full", cells, singlesOfAll(), allTargets(), 9, PACE);
  }

  private static List<BackedCell> cells(long size) {
    return List.of(
        new BackedCell(BackedRead.HITS, size, 1),
        new BackedCell(BackedRead.HITS, size, 2),
        new BackedCell(BackedRead.COLD_SEQUENTIAL, size, 1),
        new BackedCell(BackedRead.COLD_RANDOM, size, 1),
        new BackedCell(BackedRead.OVER_BUDGET, size, 1),
        new BackedCell(BackedRead.RANDOM_WRITES, size / 4, 1),
        new BackedCell(BackedRead.WRITE_AND_FORCE, size / 4, 1),
        new BackedCell(BackedRead.REWRITE, 4 * size, 1));
  }

  private static List<Single> singlesOfAll() {
    return Arrays.asList(Single.values());
  }

  private static List<BackedTarget> allTargets() {
    return Arrays.asList(BackedTarget.values());
  }

  /** Returns the same with another number of rounds. */
  public BackedPlan withRounds(int count) {
    return new BackedPlan(name, cells, singles, targets, count, pace);
  }

  /** Returns the same with some targets only. */
  public BackedPlan withTargets(List<BackedTarget> some) {
    return new BackedPlan(name, cells, singles, some, rounds, pace);
  }

  /** Returns the same with another pace. */
  BackedPlan withPace(Pace other) {
    return new BackedPlan(name, cells, singles, targets, rounds, other);
  }

  /** Returns the same with files of another size. */
  BackedPlan withSize(long size) {
    List<BackedCell> sized =
        cells.stream().map(cell -> new BackedCell(cell.read(), size, cell.threads())).toList();
    return new BackedPlan(name, sized, singles, targets, rounds, pace);
  }

  /** Returns what of it has a name that is wanted. */
  public BackedPlan only(Predicate<String> wanted) {
    return new BackedPlan(
        name,
        cells.stream().filter(cell -> wanted.test(cell.toString())).toList(),
        singles.stream().filter(single -> wanted.test(single.toString())).toList(),
        targets,
        rounds,
        pace);
  }

  /** Returns whether there is nothing to measure. */
  public boolean isEmpty() {
    return cells.isEmpty() && singles.isEmpty();
  }

  /** Returns the bytes of the largest file; what is measured once needs a small one. */
  public long largestFile() {
    return cells.stream().mapToLong(BackedCell::size).max().orElse(SMALL);
  }
}
