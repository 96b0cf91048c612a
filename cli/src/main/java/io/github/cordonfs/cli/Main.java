package io.github.cordonfs.cli;

import io.github.cordonfs.cli.attach.AttachCommand;
import io.github.cordonfs.cli.attach.MonitorCommand;
import io.github.cordonfs.cli.designs.DesignsCommand;
import io.github.cordonfs.cli.doctor.DoctorCommand;
import io.github.cordonfs.cli.drill.DrillCommand;
import io.github.cordonfs.cli.line.CommandLines;
import io.github.cordonfs.cli.line.ExitCode;
import io.github.cordonfs.cli.line.Version;
import io.github.cordonfs.cli.lost.LostCommand;
import io.github.cordonfs.cli.run.RunCommand;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program {@code cordon}: without a command it explains itself. */
@Command(
    name = "cordon",
    description = {"An in-memory file system and page cache that survives memory errors.", ""},
    subcommands = {
      DrillCommand.class,
      RunCommand.class,
      DoctorCommand.class,
      LostCommand.class,
      AttachCommand.class,
      MonitorCommand.class,
      BenchCommand.class,
      DesignsCommand.class,
      HelpCommand.class,
      GenerateCompletion.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    commandListHeading = "%nCommands:%n",
    footer = {"", "Begin with: cordon drill", "More about a command: cordon help COMMAND"})
public final class Main implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  Main() {}

  /**
   * Runs the program and ends the JVM.
   *
   * @param args the command and its options
   */
  public static void main(String[] args) {
    System.exit(CommandLines.run(commandLine(), args));
  }

  static CommandLine commandLine() {
    CommandLine line =
        CommandLines.of(new Main())
            // A program's own arguments may begin with an @.
            .setExpandAtFiles(false);
    // What follows a program's name is the program's.
    Objects.requireNonNull(line.getSubcommands().get("run")).setStopAtPositional(true);
    return line;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.OK;
  }
}
