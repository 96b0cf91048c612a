package io.github.cordonfs.bench;

import io.github.cordonfs.bench.measure.JmhFork;
import io.github.cordonfs.bench.measure.Rounds;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/**
 * Measures one cell of one target, in GB/s of all threads together.
 *
 * @param fork the fresh JVM it is measured in
 */
record CellRun(JmhFork fork) implements Rounds.Figures<Cell, Target> {

  @Override
  public boolean has(Cell cell, Target target) {
    return target.can(cell);
  }

  @Override
  public double measure(Cell cell, Target target) throws RunnerException {
    Class<?> benchmark =
        target == Target.BARE
            ? BareBenchmark.class
            : cell.operation() == Operation.LOAD ? MappedBenchmark.class : ChannelBenchmark.class;
    ChainedOptionsBuilder options =
        fork.options(benchmark, method(cell, target), cell.threads())
            .param("access", cell.access().name())
            .param("size", Integer.toString(cell.size()))
            .param("kind", cell.buffer().name());
    if (target != Target.BARE) {
      options.param("target", target.name());
    }
    return fork.measure(options) * cell.size() / 1e9;
  }

  private static String method(Cell cell, Target target) {
    String operation = cell.operation().name().toLowerCase(Locale.ROOT);
    // Bare memory is copied in the same way, whatever the caller has around it.
    boolean segment = cell.buffer() == BufferKind.SEGMENT && target != Target.BARE;
    boolean dependent = cell.access() == Access.DEPENDENT;
    return operation + (segment ? "Segment" : "") + (dependent ? "Dependent" : "");
  }

  @Override
  public String unit(Cell cell) {
    return "GB/s";
  }
}
