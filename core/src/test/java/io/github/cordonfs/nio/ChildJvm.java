package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.os.ChildProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class in a process of its own, whose limits it may reach. */
public final class ChildJvm {

  private ChildJvm() {}

  /**
   * Has the JVM make its bean server now, for a child that has nothing left later on. Else the
   * first file system has it made in the background, at a time of its own: hundreds of classes, and
   * some files.
   */
  public static void makeBeanServer() {
    var _ = ManagementFactory.getPlatformMBeanServer();
  }

  /**
   * Runs it to its end, which must be a good one.
   *
   * @param directory for what the process leaves behind
   * @param shell commands that run before it in the same shell, such as {@code ulimit}
   * @return what it printed
   */
  public static String run(Path directory, String shell, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    // A JVM that takes no addresses of its own once it has run everything.
    return run(
        directory,
        shell,
        List.of(
            "-Xint",
            "-Xms128m",
            "-Xmx128m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Djava.lang.invoke.MethodHandle.COMPILE_THRESHOLD=0",
            "-Djava.lang.invoke.MethodHandle.CUSTOMIZE_THRESHOLD=-1"),
        main,
        arguments);
  }

  /** As {@link #run}, in a JVM that compiles. */
  static String runCompiled(Path directory, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    return run(directory, "", List.of("-Xmx512m", "-XX:-UsePerfData"), main, arguments);
  }

  /** As the other, with other options of the JVM. */
  public static String run(
      Path directory, String shell, List<String> options, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Path crash = directory.resolve("hs_err.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                shell + " exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:ErrorFile=" + crash));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            main.getName()));
    command.addAll(List.of(arguments));
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = ChildProcess.endsWithin(100, child);
    String text = Files.readString(output);
    assertThat(ended).as("the child ended by itself: %s", text).isTrue();
    assertThat(child.exitValue()).as(text).isZero();
    assertThat(crash).doesNotExist();
    return text;
  }
}
