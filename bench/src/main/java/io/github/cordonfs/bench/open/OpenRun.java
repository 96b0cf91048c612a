package io.github.cordonfs.bench.open;

import io.github.cordonfs.bench.measure.Forks;
import io.github.cordonfs.bench.measure.Pace;
import io.github.cordonfs.bench.measure.Rounds;
import io.github.cordonfs.bench.measure.Spread;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.io.IOException;
import org.openjdk.jmh.runner.RunnerException;

/** Measures times, in the unit of their cell. */
final class OpenRun implements Rounds.Figures<OpenCell, FileSystemTarget> {

  private final OpenPlan plan;

  OpenRun(OpenPlan plan) {
    this.plan = plan;
  }

  @Override
  public boolean has(OpenCell cell, FileSystemTarget target) {
    return true;
  }

  @Override
  public String unit(OpenCell cell) {
    return cell.unit();
  }

  @Override
  public double measure(OpenCell cell, FileSystemTarget target) throws RunnerException {
    try {
      return switch (cell) {
        case OPEN_WRITE_CLOSE -> openWriteClose(target);
        case FIRST_USE -> firstUse(target);
      };
    } catch (IOException | NumberFormatException e) {
      throw new RunnerException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunnerException(e);
    }
  }

  private double openWriteClose(FileSystemTarget target) throws IOException, InterruptedException {
    Pace pace = plan.pace();
    return Double.parseDouble(
        Forks.run(
            OpenWriteCloseProbe.class,
            target.toString(),
            Integer.toString(pace.warmups()),
            Long.toString(pace.warmup().toMillis()),
            Integer.toString(pace.iterations()),
            Long.toString(pace.iteration().toMillis())));
  }

  private double firstUse(FileSystemTarget target) throws IOException, InterruptedException {
    double[] times = new double[plan.starts()];
    for (int i = 0; i < times.length; i++) {
      times[i] = Forks.nanosToFirstByte(FirstUseProbe.class, target.toString()) / 1e6;
    }
    return Spread.of(times).median();
  }
}
