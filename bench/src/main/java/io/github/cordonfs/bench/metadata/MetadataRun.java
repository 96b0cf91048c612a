package io.github.cordonfs.bench.metadata;

import io.github.cordonfs.bench.measure.JmhFork;
import io.github.cordonfs.bench.measure.Rounds;
import io.github.cordonfs.bench.place.FileSystemTarget;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures one cell of one target, in thousands of files a second that all threads together deal
 * with.
 *
 * @param fork the fresh JVM it is measured in
 */
record MetadataRun(JmhFork fork) implements Rounds.Figures<MetadataCell, FileSystemTarget> {

  @Override
  public boolean has(MetadataCell cell, FileSystemTarget target) {
    return true;
  }

  @Override
  public double measure(MetadataCell cell, FileSystemTarget target) throws RunnerException {
    double operations =
        fork.measure(
            fork.options(MetadataBenchmark.class, cell.work().method(), cell.threads())
                .param("target", target.name()));
    return operations * cell.work().files() / 1e3;
  }

  @Override
  public String unit(MetadataCell cell) {
    return "thousand files/s";
  }
}
