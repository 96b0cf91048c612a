package io.github.cordonfs.cli.line;

import picocli.CommandLine;

/** Prepares command lines and runs them. */
public final class CommandLines {

  private CommandLines() {}

  /**
   * Returns the command line of a command: a mistake is answered in one line, and an unexpected
   * error ends with {@link ExitCode#BROKEN_OFF}.
   *
   * @param command an object with picocli's annotations
   */
  public static CommandLine of(Object command) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new OneLineErrors())
        .setExecutionExceptionHandler((e, line, _) -> brokenOff(line, e));
  }

  /** Runs a command line; returns its exit code whatever happens. */
  public static int run(CommandLine line, String... args) {
    try {
      return line.execute(args);
    } catch (Throwable e) { // picocli hands on errors, which Java would end with 1
      return brokenOff(line, e);
    }
  }

  private static int brokenOff(CommandLine line, Throwable e) {
    line.getErr().println(line.getCommandSpec().qualifiedName() + ": broken off by an error");
    e.printStackTrace(line.getErr());
    line.getErr().flush();
    return ExitCode.BROKEN_OFF;
  }
}
