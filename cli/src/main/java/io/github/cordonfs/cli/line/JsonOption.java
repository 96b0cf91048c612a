package io.github.cordonfs.cli.line;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option {@code --json} of a command that prints its results when it is done. */
public final class JsonOption {

  private static final Path STANDARD_OUTPUT = Path.of("-");

  @Spec(Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write the results to this file too, as JSON; - is standard output, and the text then goes"
              + " to standard error.")
  private @Nullable Path json;

  /**
   * Checks the file, before anything is done.
   *
   * @return where the text for people goes
   * @throws ParameterException if the file cannot be written
   */
  public PrintWriter textOutput() {
    if (STANDARD_OUTPUT.equals(json)) {
      return spec.commandLine().getErr();
    }
    String problem = json == null ? null : new OutputFile(json).problem();
    if (problem != null) {
      throw new ParameterException(spec.commandLine(), "--json: " + problem);
    }
    return spec.commandLine().getOut();
  }

  /**
   * Writes the results, if they are wanted.
   *
   * @param exitCode of the command
   * @return the same; {@link ExitCode#BROKEN_OFF} instead of {@link ExitCode#OK} if they cannot be
   *     written
   */
  public int write(String text, int exitCode) {
    if (STANDARD_OUTPUT.equals(json)) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    } else if (json != null) {
      try {
        new OutputFile(json).write(text);
      } catch (IOException e) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(
            spec.qualifiedName() + ": --json: cannot write to " + json + ": " + Reason.of(e));
        err.flush();
        return exitCode == ExitCode.OK ? ExitCode.BROKEN_OFF : exitCode;
      }
    }
    return exitCode;
  }
}
