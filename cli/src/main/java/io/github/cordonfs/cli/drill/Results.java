package io.github.cordonfs.cli.drill;

import io.github.cordonfs.cli.drill.report.Report;
import io.github.cordonfs.cli.line.ExitCode;
import io.github.cordonfs.cli.line.OutputFile;
import io.github.cordonfs.cli.line.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the results of {@code cordon drill}, and writes them to files. */
final class Results {

  private static final Path STANDARD_OUTPUT = Path.of("-");

  private final CommandSpec spec;
  private final @Nullable Path json;

  /**
   * Of one command.
   *
   * @param json where the results go as JSON, if anywhere
   */
  Results(CommandSpec spec, @Nullable Path json) {
    this.spec = spec;
    this.json = json;
  }

  /** Shows and writes the results; returns the exit code. */
  int publish(
      Consumer<PrintWriter> table,
      String jsonText,
      @Nullable Throwable failure,
      Report.Verdict verdict) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean jsonOnly = STANDARD_OUTPUT.equals(json);
    table.accept(jsonOnly ? err : out);
    if (failure != null) {
      failure.printStackTrace(err);
      err.flush();
    }
    int exitCode =
        switch (verdict) {
          case PASS -> ExitCode.OK;
          case FAIL -> ExitCode.WRONG;
          case BROKEN_OFF -> ExitCode.BROKEN_OFF;
          case INTERRUPTED -> ExitCode.INTERRUPTED;
        };
    if (jsonOnly) {
      out.print(jsonText);
      out.flush();
    } else if (json != null) {
      return written("--json", json, jsonText, exitCode);
    }
    return exitCode;
  }

  /** Writes a file; returns the exit code, which is another one if that fails. */
  int written(String option, Path file, String text, int exitCode) {
    try {
      new OutputFile(file).write(text);
      return exitCode;
    } catch (IOException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          spec.qualifiedName() + ": " + option + ": cannot write to " + file + ": " + Reason.of(e));
      err.flush();
      return exitCode == ExitCode.OK ? ExitCode.BROKEN_OFF : exitCode;
    }
  }
}
