package io.github.cordonfs.bench;

import io.github.cordonfs.bench.measure.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a campaign measures.
 *
 * @param name of the form
 * @param cells in the order in which they are measured
 * @param targets what is measured in each cell
 * @param strikeRounds in how many of the rounds the latency of a memory failure is measured too
 * @param rounds how often everything is measured; a round takes a fresh JVM for each figure
 * @param pace how long each figure takes
 * @param limit no round is begun that would probably end later than this after the beginning
 */
record Plan(
    String name,
    List<Cell> cells,
    List<Target> targets,
    int strikeRounds,
    int rounds,
    Pace pace,
    Duration limit) {

  private static final Duration UNLIMITED = Duration.ofDays(365);

  private static final int KIB = 1024;
  private static final int MIB = 1024 * 1024;

  /** What a user wants to know in the first place, in less than six minutes. */
  static Plan shortForm() {
    List<Cell> cells =
        withSegments(
            List.of(
                direct(Operation.READ, Access.RANDOM, 4 * KIB),
                direct(Operation.READ, Access.RANDOM, 4 * KIB).withThreads(2),
                direct(Operation.WRITE, Access.RANDOM, 4 * KIB),
                direct(Operation.READ, Access.RANDOM, 512),
                direct(Operation.READ, Access.RANDOM, 64),
                direct(Operation.READ, Access.DEPENDENT, 64),
                direct(Operation.READ, Access.SEQUENTIAL, MIB),
                direct(Operation.WRITE, Access.SEQUENTIAL, MIB),
                load()));
    List<Target> targets =
        List.of(Target.BARE, Target.CORDON, Target.TMPFS, Target.JIMFS, Target.H2);
    return new Plan("short", cells, targets, 1, 3, Pace.SHORT, Duration.ofSeconds(350));
  }

  /** Every cell that a {@link Goals goal} speaks of. */
  static Plan full() {
    Set<Cell> cells = new LinkedHashSet<>(shortForm().cells());
    for (Operation operation : Operation.TRANSFERS) {
      cells.addAll(withSegments(List.of(direct(operation, Access.RANDOM, MIB))));
    }
    matrix().stream().filter(cell -> cell.size() == 4 * KIB).forEach(cells::add);
    return new Plan("full", List.copyOf(cells), Target.PEERS, 5, 5, Pace.LONG, UNLIMITED);
  }

  /** The whole matrix. */
  static Plan all() {
    return new Plan("all", matrix(), Target.PEERS, 5, 5, Pace.LONG, UNLIMITED);
  }

  /** Returns the plan with only some of the cells. */
  Plan only(Predicate<String> wanted) {
    return new Plan(
        name,
        cells.stream().filter(cell -> wanted.test(cell.toString())).toList(),
        targets,
        wanted.test("strike") ? strikeRounds : 0,
        rounds,
        pace,
        limit);
  }

  /** Returns the plan with other targets. */
  Plan withTargets(List<Target> others) {
    return new Plan(name, cells, List.copyOf(others), strikeRounds, rounds, pace, limit);
  }

  /**
   * Returns the plan with another number of rounds, all of which are run however long they take.
   */
  Plan withRounds(int count) {
    return new Plan(name, cells, targets, Math.min(strikeRounds, count), count, pace, UNLIMITED);
  }

  private static Cell direct(Operation operation, Access access, int size) {
    return new Cell(operation, access, size, BufferKind.DIRECT, 1);
  }

  private static Cell load() {
    return new Cell(Operation.LOAD, Access.RANDOM, Long.BYTES, BufferKind.MAPPING, 1);
  }

  private static List<Cell> matrix() {
    List<Cell> cells = new ArrayList<>();
    for (BufferKind buffer : BufferKind.BUFFERS) {
      for (int size : new int[] {64, 512, 4 * KIB, 64 * KIB, MIB}) {
        for (Access access : Access.FIXED) {
          for (Operation operation : Operation.TRANSFERS) {
            for (int threads = 1; threads <= 2; threads++) {
              cells.add(new Cell(operation, access, size, buffer, threads));
            }
          }
        }
      }
    }
    cells.add(direct(Operation.READ, Access.DEPENDENT, 64));
    cells.add(load());
    return withSegments(cells);
  }

  /** Returns the cells, and after each with a direct buffer and one thread that with a segment. */
  private static List<Cell> withSegments(List<Cell> cells) {
    List<Cell> all = new ArrayList<>();
    for (Cell cell : cells) {
      all.add(cell);
      if (cell.buffer() == BufferKind.DIRECT && cell.threads() == 1) {
        all.add(cell.withBuffer(BufferKind.SEGMENT));
      }
    }
    return List.copyOf(all);
  }
}
