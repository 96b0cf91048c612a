package io.github.cordonfs.cli.doctor;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.Diagnosis;
import io.github.cordonfs.cli.line.ExitCode;
import io.github.cordonfs.cli.line.OutputFile;
import io.github.cordonfs.cli.line.Reason;
import io.github.cordonfs.cli.line.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code cordon doctor}, and where its findings go. */
@Command(
    name = "doctor",
    header = "Tells what this machine will do when its memory fails.",
    description = {
      "",
      "Looks at the JDK, the kernel and its settings, limits, system calls that may be refused, and"
          + " what is known of the hardware. Prints a line for each, and what to change. It changes"
          + " nothing, and needs no privilege.",
      "What it says of the JVM and of limits of a process is true of its own. A program that uses"
          + " Cordon gets the same with Cordon.diagnose(); another one is looked at from where it"
          + " runs, in its container and by its user.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing that was found defeats Cordon",
      "1:something defeats Cordon: an error of real memory would not be noticed, or would end the"
          + " JVM or the machine",
      "2:a bad option, or a file that cannot be written to",
      "3:it broke off because of an unexpected error"
    })
public final class DoctorCommand implements Callable<Integer> {

  private static final Path STANDARD_OUTPUT = Path.of("-");

  private final Supplier<Diagnosis> diagnose;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write the findings to this file too, as JSON; - is standard output, and the lines then go"
              + " to standard error.")
  private @Nullable Path json;

  @Option(names = "--verbose", description = "Say what the findings mean where all is well, too.")
  private boolean verbose;

  /** Made by picocli. */
  public DoctorCommand() {
    this(Cordon::diagnose);
  }

  /** For tests: of another machine. */
  DoctorCommand(Supplier<Diagnosis> diagnose) {
    this.diagnose = diagnose;
  }

  @Override
  public Integer call() {
    boolean jsonOnly = STANDARD_OUTPUT.equals(json);
    if (json != null && !jsonOnly) {
      String problem = new OutputFile(json).problem();
      if (problem != null) {
        throw new ParameterException(spec.commandLine(), "--json: " + problem);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Diagnosis diagnosis = diagnose.get();
    new FindingLines(jsonOnly ? err : out, verbose).print(diagnosis);
    int exitCode = diagnosis.isSafe() ? ExitCode.OK : ExitCode.WRONG;
    if (jsonOnly) {
      out.print(FindingJson.of(diagnosis));
      out.flush();
    } else if (json != null) {
      try {
        new OutputFile(json).write(FindingJson.of(diagnosis));
      } catch (IOException e) {
        err.println(
            spec.qualifiedName() + ": --json: cannot write to " + json + ": " + Reason.of(e));
        err.flush();
        return exitCode == ExitCode.OK ? ExitCode.BROKEN_OFF : exitCode;
      }
    }
    return exitCode;
  }
}
