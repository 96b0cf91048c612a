package io.github.cordonfs.cli.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a mistake on the command line with one line, not with a screen of usage. */
final class OneLineErrors implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + what(e) + " (see: " + name + " --help)");
    command.getErr().flush();
    return ExitCode.CANNOT_RUN;
  }

  private static String what(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(unmatched);
    }
    return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", "; ");
  }

  private static String unmatched(UnmatchedArgumentException e) {
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    String given = e.getUnmatched().getFirst().replaceAll("\\s*\\R\\s*", " ");
    String text = given;
    String what = "unexpected argument";
    List<String> known = new ArrayList<>();
    if (e.isUnknownOption()) {
      text = given.split("=", 2)[0];
      what = "unknown option";
      known.addAll(spec.optionsMap().keySet());
      known.addAll(spec.negatedOptionsMap().keySet());
    } else if (!spec.subcommands().isEmpty()) {
      what = "unknown command";
      known.addAll(spec.subcommands().keySet());
    }
    Optional<String> meant = Similar.to(text, known);
    return what
        + " '"
        + text
        + "'"
        + meant.map(name -> "; did you mean '" + name + "'?").orElse("");
  }
}
