package io.github.cordonfs.cli;

import io.github.cordonfs.cli.line.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Names the benchmarks where the commands are listed. They are a program of their own, which the
 * launcher in the checkout starts before this one is asked.
 */
@Command(
    name = "bench",
    description = {
      "Measures Cordon beside other file systems in memory, and mounted files beside the disk (in a"
          + " checkout only)."
    })
final class BenchCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  /** What they would have been asked to do. */
  @Unmatched private List<String> options = new ArrayList<>();

  @Override
  public Integer call() {
    String instead =
        String.join(" ", Stream.concat(Stream.of("./cordon bench"), options.stream()).toList());
    spec.commandLine()
        .getErr()
        .println(
            spec.qualifiedName()
                + ": the benchmarks are a program of their own; in a checkout run: "
                + instead);
    spec.commandLine().getErr().flush();
    return ExitCode.CANNOT_RUN;
  }
}
