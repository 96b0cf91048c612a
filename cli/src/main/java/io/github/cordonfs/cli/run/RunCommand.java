package io.github.cordonfs.cli.run;

import io.github.cordonfs.cli.line.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs a program, a JVM say, that the kernel does not kill for a memory failure that it has not
 * met, whatever {@code vm.memory_failure_early_kill} says. Nothing is left of this JVM meanwhile:
 * the program takes its place in the same process. Exit codes are those of env(1).
 */
@Command(
    name = "run",
    header = "Runs a program that the kernel does not kill for memory it does not use.",
    description = {
      "",
      "With vm.memory_failure_early_kill=1 the kernel kills a process as soon as memory fails that"
          + " it has mapped, used or not. This command sets PR_MCE_KILL_LATE, which prevents that,"
          + " and executes the program in the same process. It changes nothing else.",
      "",
      "  cordon run -- java -jar application.jar",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "2:bad options, or no program given",
      "125:not Linux, the kernel refuses the policy, or the JVM of this command does not start",
      "126:the program cannot be executed",
      "127:there is no such program",
      " :else that of the program"
    })
public final class RunCommand implements Callable<Integer> {

  private static final int CANNOT_PREPARE = 125;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PROGRAM [ARGUMENT]",
      description = "What to run. Put -- in front of it.")
  private List<String> program = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    String system = System.getProperty("os.name", "");
    return system.equals("Linux") ? replaceThisProcess() : notLinux(system);
  }

  int notLinux(String system) {
    return refused(
        CANNOT_PREPARE,
        "only Linux has this policy, and this is " + system + ": run the program without it");
  }

  private int replaceThisProcess() throws IOException {
    List<byte[]> arguments = LinuxExec.lastArguments(program.size());
    int errno = LinuxExec.killLate();
    if (errno != 0) {
      return refused(
          CANNOT_PREPARE, "the kernel refuses PR_MCE_KILL_LATE: " + LinuxExec.message(errno));
    }
    errno = LinuxExec.restoreSignalMask();
    if (errno != 0) {
      return refused(
          CANNOT_PREPARE, "the signal mask cannot be restored: " + LinuxExec.message(errno));
    }
    JvmDescriptors.ofThisProcess().list().forEach(LinuxExec::closeOnExec);
    spec.commandLine().getOut().flush();
    System.out.flush();
    errno = LinuxExec.exec(arguments);
    return refused(
        errno == LinuxExec.ENOENT ? NOT_FOUND : NOT_EXECUTABLE,
        "'" + program.getFirst() + "': " + LinuxExec.message(errno));
  }

  private int refused(int exitCode, String message) {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + message);
    spec.commandLine().getErr().flush();
    return exitCode;
  }
}
