package io.github.cordonfs.bench.measure;

import java.time.Duration;
import java.util.Collection;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs a benchmark of JMH in a fresh JVM.
 *
 * @param pace how long
 * @param verbose whether JMH reports what it does
 * @param cpu whether a second is one of CPU time, for benchmarks that count it, and not one of the
 *     clock
 */
public record JmhFork(Pace pace, boolean verbose, boolean cpu) {

  /** Makes one that goes by the clock. */
  public JmhFork(Pace pace, boolean verbose) {
    this(pace, verbose, false);
  }

  /**
   * Returns the options for a benchmark, to which its parameters can be added.
   *
   * @param benchmark the class
   * @param method of it
   * @param threads how many run it at once
   */
  public ChainedOptionsBuilder options(Class<?> benchmark, String method, int threads) {
    return new OptionsBuilder()
        .include(benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
        .threads(threads)
        .forks(1)
        .jvmArgs(Forks.JVM_ARGS.toArray(String[]::new))
        .warmupIterations(pace.warmups())
        .warmupTime(time(pace.warmup()))
        .measurementIterations(pace.iterations())
        .measurementTime(time(pace.iteration()))
        .shouldFailOnError(true)
        .verbosity(verbose ? VerboseMode.NORMAL : VerboseMode.SILENT);
  }

  /**
   * Returns the throughput of all threads together, in the unit of the benchmark: the median of the
   * iterations.
   *
   * @throws RunnerException if it could not be measured
   */
  public double measure(ChainedOptionsBuilder options) throws RunnerException {
    Collection<RunResult> results = new Runner(options.build()).run();
    double[] scores =
        results.stream()
            .flatMap(run -> run.getBenchmarkResults().stream())
            .flatMap(fork -> fork.getIterationResults().stream())
            .mapToDouble(this::throughput)
            .toArray();
    if (scores.length == 0) {
      throw new RunnerException("the fork ended without a result");
    }
    return Spread.of(scores).median();
  }

  private double throughput(IterationResult iteration) {
    double score = iteration.getPrimaryResult().getScore();
    var counted = iteration.getSecondaryResults();
    var wall = counted.get("wallNanos");
    var used = counted.get("cpuNanos");
    return cpu && wall != null && used != null ? score * wall.getScore() / used.getScore() : score;
  }

  private static TimeValue time(Duration duration) {
    return TimeValue.milliseconds(duration.toMillis());
  }
}
