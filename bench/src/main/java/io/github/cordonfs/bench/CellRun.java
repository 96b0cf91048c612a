package io.github.cordonfs.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures one cell of one target in a fresh JVM.
 *
 * @param pace how long
 * @param verbose whether JMH reports what it does
 */
record CellRun(Pace pace, boolean verbose) {

  /**
   * Returns the throughput in GB/s, of all threads together: the median of the iterations.
   *
   * @throws RunnerException if it could not be measured
   */
  double measure(Cell cell, Target target) throws RunnerException {
    Class<?> benchmark =
        target == Target.BARE
            ? BareBenchmark.class
            : cell.operation() == Operation.LOAD ? MappedBenchmark.class : ChannelBenchmark.class;
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(
                benchmark.getName().replace(".", "\\.")
                    + "\\."
                    + cell.operation().name().toLowerCase(Locale.ROOT)
                    + "$")
            .param("access", cell.access().name())
            .param("size", Integer.toString(cell.size()))
            .param("kind", cell.buffer().name())
            .threads(cell.threads())
            .forks(1)
            .jvmArgs(Forks.JVM_ARGS.toArray(String[]::new))
            .warmupIterations(pace.warmups())
            .warmupTime(time(pace.warmup()))
            .measurementIterations(pace.iterations())
            .measurementTime(time(pace.iteration()))
            .shouldFailOnError(true)
            .verbosity(verbose ? VerboseMode.NORMAL : VerboseMode.SILENT);
    if (target != Target.BARE) {
      options.param("target", target.name());
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    double[] scores =
        results.stream()
            .flatMap(run -> run.getBenchmarkResults().stream())
            .flatMap(fork -> fork.getIterationResults().stream())
            .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
            .toArray();
    if (scores.length == 0) {
      throw new RunnerException("the fork ended without a result");
    }
    return Spread.of(scores).median() * cell.size() / 1e9;
  }

  private static TimeValue time(Duration duration) {
    return TimeValue.milliseconds(duration.toMillis());
  }
}
