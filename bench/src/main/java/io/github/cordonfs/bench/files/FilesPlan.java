package io.github.cordonfs.bench.files;

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
 * @param rounds how often everything is measured; a round takes a fresh JVM for each figure
 * @param pace how long each figure takes
 * @param limit no round is begun that would probably end later than this after the beginning
 */
public record FilesPlan(
    String name,
    List<FilesCell> cells,
    List<FileSystemTarget> targets,
    int rounds,
    Pace pace,
    Duration limit) {

  /** Bytes of the file that is written for the first time, unless the user wants another. */
  public static final long FIRST_WRITE = 4L << 30;

  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;
  private static final long[] SIZES = {KIB, 64 * KIB, MIB};

  private static final Duration UNLIMITED = Duration.ofDays(365);

  /** With warm-ups as for names: there is as much code to compile. */
  private static final Pace SHORT = new Pace(3, Duration.ofSeconds(1), 3, Duration.ofMillis(300));

  private static final Pace LONG = new Pace(4, Duration.ofSeconds(1), 5, Duration.ofMillis(500));

  /** Everything, in about twenty minutes. */
  public static FilesPlan shortForm() {
    return new FilesPlan(
        "files, short",
        allCells(),
        List.of(FileSystemTarget.values()),
        2,
        SHORT,
        Duration.ofMinutes(22));
  }

  /** The same, long enough to publish it. */
  public static FilesPlan full() {
    return new FilesPlan(
        "files, full", allCells(), List.of(FileSystemTarget.values()), 5, LONG, UNLIMITED);
  }

  /** Returns the plan with only some of the cells. */
  public FilesPlan only(Predicate<String> wanted) {
    return withCells(cells.stream().filter(cell -> wanted.test(cell.toString())).toList());
  }

  /**
   * Returns the plan with another size of the file that is written for the first time.
   *
   * @param size in bytes
   */
  public FilesPlan withFirstWrite(long size) {
    return withCells(
        cells.stream()
            .map(cell -> cell.call() == Call.FIRST_WRITE ? new FilesCell(cell.call(), size) : cell)
            .toList());
  }

  /** Returns the plan with other targets. */
  public FilesPlan withTargets(List<FileSystemTarget> others) {
    return new FilesPlan(name, cells, List.copyOf(others), rounds, pace, limit);
  }

  /**
   * Returns the plan with another number of rounds, all of which are run however long they take.
   */
  public FilesPlan withRounds(int count) {
    return new FilesPlan(name, cells, targets, count, pace, UNLIMITED);
  }

  private FilesPlan withCells(List<FilesCell> others) {
    return new FilesPlan(name, others, targets, rounds, pace, limit);
  }

  private static List<FilesCell> allCells() {
    List<FilesCell> cells = new ArrayList<>();
    for (Call call : Call.values()) {
      if (call.isCopying()) {
        for (long size : SIZES) {
          cells.add(new FilesCell(call, size));
        }
      }
    }
    cells.add(new FilesCell(Call.CREATE_AND_DELETE, EverydayBenchmark.SMALL));
    cells.add(new FilesCell(Call.MAP, 4 * KIB));
    cells.add(new FilesCell(Call.MAP_HUGE, 256 * MIB));
    cells.add(new FilesCell(Call.MAP_SCATTERED, 64 * MIB));
    cells.add(new FilesCell(Call.FIRST_WRITE, FIRST_WRITE));
    return List.copyOf(cells);
  }
}
