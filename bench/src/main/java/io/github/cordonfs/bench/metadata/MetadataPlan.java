package io.github.cordonfs.bench.metadata;

import io.github.cordonfs.bench.measure.Pace;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a campaign measures.
 *
 * @param name of the form
 * @param cells in the order in which they are measured
 * @param targets what is measured in each cell
 * @param fileCost whether it is measured too how many bytes a file takes
 * @param rounds how often everything is measured; a round takes a fresh JVM for each figure
 * @param pace how long each figure takes
 * @param limit no round is begun that would probably end later than this after the beginning
 */
public record MetadataPlan(
    String name,
    List<MetadataCell> cells,
    List<FileSystemTarget> targets,
    boolean fileCost,
    int rounds,
    Pace pace,
    Duration limit) {

  /** What {@link #only} calls the bytes a file takes. */
  static final String FILE_COST = "bytes of a file";

  private static final Duration UNLIMITED = Duration.ofDays(365);

  /** With longer warm-ups than for channels: there is so much more code to compile. */
  private static final Pace SHORT = new Pace(3, Duration.ofSeconds(1), 3, Duration.ofMillis(300));

  private static final Pace LONG = new Pace(4, Duration.ofSeconds(1), 5, Duration.ofMillis(500));

  /** What there are goals for, and a bit more, in about ten minutes. */
  public static MetadataPlan shortForm() {
    return new MetadataPlan(
        "metadata, short",
        allCells(),
        List.of(FileSystemTarget.values()),
        true,
        2,
        SHORT,
        Duration.ofMinutes(11));
  }

  /** The same, long enough to publish it. */
  public static MetadataPlan full() {
    return new MetadataPlan(
        "metadata, full", allCells(), List.of(FileSystemTarget.values()), true, 5, LONG, UNLIMITED);
  }

  /** Returns the plan with only some of the cells. */
  public MetadataPlan only(Predicate<String> wanted) {
    return new MetadataPlan(
        name,
        cells.stream().filter(cell -> wanted.test(cell.toString())).toList(),
        targets,
        fileCost && wanted.test(FILE_COST),
        rounds,
        pace,
        limit);
  }

  /** Returns the plan with other targets. */
  public MetadataPlan withTargets(List<FileSystemTarget> others) {
    return new MetadataPlan(name, cells, List.copyOf(others), fileCost, rounds, pace, limit);
  }

  /**
   * Returns the plan with another number of rounds, all of which are run however long they take.
   */
  public MetadataPlan withRounds(int count) {
    return new MetadataPlan(name, cells, targets, fileCost, count, pace, UNLIMITED);
  }

  private static List<MetadataCell> allCells() {
    List<MetadataCell> cells = new ArrayList<>();
    for (Work work : Work.values()) {
      cells.add(new MetadataCell(work, 1));
      if (work.hasGoal()) {
        cells.add(new MetadataCell(work, 2));
      }
    }
    return List.copyOf(cells);
  }
}
