package io.github.cordonfs.cli.attach;

import io.github.cordonfs.CordonMXBean;
import io.github.cordonfs.cli.attach.RunningJvm.NotReachedException;
import io.github.cordonfs.cli.line.Durations;
import io.github.cordonfs.cli.line.ExitCode;
import io.github.cordonfs.cli.line.Json;
import io.github.cordonfs.cli.line.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of {@code cordon attach}. */
@Command(
    name = "attach",
    header = "Tells what the file systems of a running JVM are like.",
    description = {
      "",
      "Asks the JVM, through JMX, for its file systems: how much memory they use, what was read and"
          + " written, what failed, and which files have lost what. It changes nothing but that a JVM of this machine starts its"
          + " JMX agent, for this machine only.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no data is lost now",
      "1:a file has lost data",
      "2:a bad option, or no such JVM, or one without a file system of Cordon",
      "3:it broke off: the JVM ended, for instance"
    })
public final class AttachCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(
      paramLabel = "PID|HOST:PORT",
      description = "A process of this machine and user, or where a JMX agent listens.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String target;

  @Option(
      names = "--watch",
      paramLabel = "TIME",
      arity = "0..1",
      fallbackValue = "2s",
      converter = Durations.class,
      description = "Look again and again, this often: 500ms, 10s (without a time: every 2s).")
  private @Nullable Duration watch;

  @Option(names = "--json", description = "Print JSON: an object for each look.")
  private boolean json;

  /** Made by picocli. */
  public AttachCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try (RunningJvm jvm = RunningJvm.connect(target)) {
      if (jvm.fileSystems().isEmpty()) {
        throw new NotReachedException("the JVM " + target + " has no file system of Cordon open");
      }
      Map<ObjectName, FileSystemLook> before = Map.of();
      while (true) {
        Map<ObjectName, FileSystemLook> looks = look(jvm);
        boolean lost = show(looks, before);
        if (watch == null) {
          return lost ? ExitCode.WRONG : ExitCode.OK;
        }
        before = looks;
        Thread.sleep(watch);
      }
    } catch (NotReachedException e) {
      err.println(spec.qualifiedName() + ": " + e.getMessage());
      err.flush();
      return ExitCode.CANNOT_RUN;
    } catch (IOException | UndeclaredThrowableException e) {
      err.println(spec.qualifiedName() + ": the JVM " + target + " does not answer any more");
      err.flush();
      return ExitCode.BROKEN_OFF;
    }
  }

  private static Map<ObjectName, FileSystemLook> look(RunningJvm jvm) throws IOException {
    Map<ObjectName, FileSystemLook> looks = new LinkedHashMap<>();
    for (ObjectName name : jvm.fileSystems()) {
      try {
        looks.put(
            name,
            FileSystemLook.of(JMX.newMXBeanProxy(jvm.connection(), name, CordonMXBean.class)));
      } catch (UndeclaredThrowableException e) {
        if (!(e.getUndeclaredThrowable() instanceof InstanceNotFoundException)) {
          throw e;
        }
        // It was closed since.
      }
    }
    return looks;
  }

  /** Returns whether data is lost. */
  private boolean show(
      Map<ObjectName, FileSystemLook> looks, Map<ObjectName, FileSystemLook> before) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(
          Json.text(
              Map.of("fileSystems", looks.values().stream().map(FileSystemLook::json).toList())));
    } else {
      looks.forEach((name, each) -> each.print(out, before.get(name)));
    }
    out.flush();
    return looks.values().stream().anyMatch(each -> each.dataLost() > 0);
  }
}
