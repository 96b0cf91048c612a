package io.github.cordonfs.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code cordon}: without a command it only explains itself. */
@Command(
    name = "cordon",
    description = "An in-memory file system and page cache that survives memory errors.",
    subcommands = {DrillCommand.class, RunCommand.class, GenerateCompletion.class},
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
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
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line =
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            // A program's own arguments may begin with an @.
            .setExpandAtFiles(false)
            .setParameterExceptionHandler(new OneLineErrors());
    // What follows a program's name is the program's.
    Objects.requireNonNull(line.getSubcommands().get("run")).setStopAtPositional(true);
    return line;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** The version in the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "cordon " + (version == null ? "(not packaged)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
      };
    }
  }
}
