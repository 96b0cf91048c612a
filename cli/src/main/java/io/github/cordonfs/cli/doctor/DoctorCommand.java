package io.github.cordonfs.cli.doctor;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.Diagnosis;
import io.github.cordonfs.cli.line.ExitCode;
import io.github.cordonfs.cli.line.JsonOption;
import io.github.cordonfs.cli.line.Version;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  private final Supplier<Diagnosis> diagnose;

  @Mixin private final JsonOption json = new JsonOption();

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
    PrintWriter out = json.textOutput();
    Diagnosis diagnosis = diagnose.get();
    new FindingLines(out, verbose).print(diagnosis);
    return json.write(FindingJson.of(diagnosis), diagnosis.isSafe() ? ExitCode.OK : ExitCode.WRONG);
  }
}
