package io.github.cordonfs.cli.attach;

import io.github.cordonfs.cli.attach.RunningJvm.NotReachedException;
import io.github.cordonfs.cli.line.ExitCode;
import io.github.cordonfs.cli.line.Version;
import io.github.cordonfs.monitor.CordonMonitor;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of {@code cordon monitor}. */
@Command(
    name = "monitor",
    header = "Serves a page that shows every frame of a file system of a running JVM.",
    description = {
      "",
      "For a JVM whose application does not serve the page itself. It is served on this machine, until"
          + " Ctrl-C; nothing can be changed through it.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "2:a bad option, the port is taken, no such JVM, or one without such a file system",
      "130:it was ended by Ctrl-C"
    })
public final class MonitorCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(
      paramLabel = "PID|HOST:PORT",
      description = "A process of this machine and user, or where a JMX agent listens.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String target;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8321",
      description = "Where the page is served; 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Which file system, if there are several.")
  private @Nullable String name;

  /** Made by picocli. */
  public MonitorCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 0xFFFF) {
      throw new ParameterException(spec.commandLine(), "--port: no port: " + port);
    }
    PrintWriter err = spec.commandLine().getErr();
    String problem;
    try (RunningJvm jvm = RunningJvm.connect(target);
        CordonMonitor monitor =
            CordonMonitor.builder(jvm.connection(), chosen(jvm)).port(port).start()) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(monitor.uri());
      out.flush();
      new CountDownLatch(1).await(); // until Ctrl-C
      return ExitCode.OK;
    } catch (NotReachedException | BindException e) {
      problem = e.getMessage();
    } catch (IOException e) {
      problem = "the JVM " + target + " does not answer";
    }
    err.println(spec.qualifiedName() + ": " + problem);
    err.flush();
    return ExitCode.CANNOT_RUN;
  }

  private ObjectName chosen(RunningJvm jvm) throws IOException, NotReachedException {
    List<ObjectName> all = jvm.fileSystems();
    List<String> names = all.stream().map(each -> each.getKeyProperty("name")).toList();
    if (all.isEmpty()) {
      throw new NotReachedException("the JVM " + target + " has no file system of Cordon open");
    }
    if (name == null && all.size() > 1) {
      throw new NotReachedException(
          "there are several file systems; choose one with --name: " + String.join(", ", names));
    }
    int at = name == null ? 0 : names.indexOf(name);
    if (at < 0) {
      throw new NotReachedException(
          "there is no file system '" + name + "'; there are: " + String.join(", ", names));
    }
    return all.get(at);
  }
}
