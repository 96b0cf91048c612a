package io.github.cordonfs.bench.files;

import io.github.cordonfs.bench.measure.JmhFork;
import io.github.cordonfs.bench.measure.Rounds;
import io.github.cordonfs.bench.place.FileSystemTarget;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures one cell of one target, in thousands of calls a second; what maps a file, in calls a
 * second; what fills one, in GB/s.
 *
 * @param fork the fresh JVM it is measured in
 * @param room what the machine has memory for
 */
record FilesRun(JmhFork fork, Room room) implements Rounds.Figures<FilesCell, FileSystemTarget> {

  static final String THOUSANDS = "1,000 calls/s";
  static final String CALLS = "calls/s";
  static final String BYTES = "GB/s";

  @Override
  public boolean has(FilesCell cell, FileSystemTarget target) {
    return cell.call().isPossible(target) && room.lack(cell, target).isEmpty();
  }

  @Override
  public double measure(FilesCell cell, FileSystemTarget target) throws RunnerException {
    return switch (unitOf(cell)) {
      case BYTES -> firstWrite(cell, target) * cell.size() / 1e9;
      case CALLS -> calls(cell, target, MapBenchmark.class);
      default -> calls(cell, target, EverydayBenchmark.class) / 1e3;
    };
  }

  @Override
  public String unit(FilesCell cell) {
    return unitOf(cell);
  }

  static String unitOf(FilesCell cell) {
    if (cell.call() == Call.FIRST_WRITE) {
      return BYTES;
    }
    return cell.call().isMapping() ? CALLS : THOUSANDS;
  }

  private double calls(FilesCell cell, FileSystemTarget target, Class<?> benchmark)
      throws RunnerException {
    return fork.measure(
        fork.options(benchmark, cell.call().toString(), cell.threads())
            .param("target", target.name())
            .param("size", Long.toString(cell.size())));
  }

  private double firstWrite(FilesCell cell, FileSystemTarget target) throws RunnerException {
    return fork.measure(
        fork.options(FirstWriteBenchmark.class, cell.call().toString(), cell.threads())
            .param("target", target.name())
            .param("size", Long.toString(cell.size()))
            // It would fill a file or two more, for other threads to begin and end together.
            .syncIterations(false)
            .jvmArgsAppend("-Xmx" + (Room.heap(cell, target) >> 20) + "m"));
  }
}
