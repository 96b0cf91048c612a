package io.github.cordonfs.cli.designs;

import io.github.cordonfs.cli.designs.model.Design;
import io.github.cordonfs.cli.line.ExitCode;
import io.github.cordonfs.cli.line.OutputFile;
import io.github.cordonfs.cli.line.Reason;
import io.github.cordonfs.cli.line.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code cordon designs}, and what becomes of its results. */
@Command(
    name = "designs",
    header = "Runs the designs for failed pages that Linux developers weighed in 2021.",
    description = {
      "",
      "Runs a small model of a page cache under each design, with the callers that the discussion"
          + " names, and prints what each is told, what is wrong silently, who has to change, and"
          + " what crashes if somebody forgets. docs/thread.md tells the discussion.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the designs were run",
      "2:a bad option",
      "3:it broke off because of an unexpected error, or the results could not be written"
    })
public final class DesignsCommand implements Callable<Integer> {

  private static final Path STANDARD_OUTPUT = Path.of("-");

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--design",
      paramLabel = "NAME",
      split = ",",
      converter = DesignNames.class,
      description =
          "Only this design: D1 to D7, or flag, nothing, error, entry, ask, drop, signal. Several are"
              + " separated by commas.")
  private List<Design> designs = new ArrayList<>();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write the results to this file too, as JSON; - is standard output, and the tables then go"
              + " to standard error.")
  private @Nullable Path json;

  @Option(
      names = "--verbose",
      description = "Explain what came of each caller, before and after it was changed.")
  private boolean verbose;

  @Override
  public Integer call() {
    boolean jsonOnly = STANDARD_OUTPUT.equals(json);
    if (json != null && !jsonOnly) {
      String problem = new OutputFile(json).problem();
      if (problem != null) {
        throw new ParameterException(spec.commandLine(), "--json: " + problem);
      }
    }
    Results results = Results.of(designs.isEmpty() ? List.of(Design.values()) : designs);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    new DesignsTable(jsonOnly ? err : out, verbose).print(results);
    if (jsonOnly) {
      out.print(DesignsJson.of(results));
      out.flush();
    } else if (json != null) {
      return write(json, DesignsJson.of(results), err);
    }
    return ExitCode.OK;
  }

  private int write(Path file, String text, PrintWriter err) {
    try {
      new OutputFile(file).write(text);
      return ExitCode.OK;
    } catch (IOException e) {
      err.println(spec.qualifiedName() + ": --json: cannot write to " + file + ": " + Reason.of(e));
      err.flush();
      return ExitCode.BROKEN_OFF;
    }
  }
}
