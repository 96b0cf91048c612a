package io.github.cordonfs.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Answers a mistake on the command line with one line, not with a screen of usage. */
final class OneLineErrors implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String what = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", "; ");
    command.getErr().println(name + ": " + what + " (see: " + name + " --help)");
    command.getErr().flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
