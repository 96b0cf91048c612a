package io.github.cordonfs.cli.designs;

import io.github.cordonfs.cli.designs.model.Design;
import io.github.cordonfs.cli.line.ExitCode;
import io.github.cordonfs.cli.line.JsonOption;
import io.github.cordonfs.cli.line.Version;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--design",
      paramLabel = "NAME",
      split = ",",
      converter = DesignNames.class,
      description =
          "Only this design: D1 to D7, or flag, nothing, error, entry, ask, drop, signal. Several are"
              + " separated by commas.")
  private List<Design> designs = new ArrayList<>();

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--verbose",
      description = "Explain what came of each caller, before and after it was changed.")
  private boolean verbose;

  @Override
  public Integer call() {
    PrintWriter out = json.textOutput();
    Results results = Results.of(designs.isEmpty() ? List.of(Design.values()) : designs);
    new DesignsTable(out, verbose).print(results);
    return json.write(DesignsJson.of(results), ExitCode.OK);
  }
}
