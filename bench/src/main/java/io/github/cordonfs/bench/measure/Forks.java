package io.github.cordonfs.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JVMs in which things are measured. */
public final class Forks {

  /** The same for all targets; the heap is for the one that keeps its files there. */
  public static final List<String> JVM_ARGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          // JMH uses it, and the JVM warns of that in every fork.
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseG1GC",
          "-Xms2g",
          "-Xmx4g",
          "-XX:MaxDirectMemorySize=2g");

  private Forks() {}

  /**
   * Runs a program in a JVM of its own. Its error output is passed on.
   *
   * @param program has a main method
   * @param args its arguments
   * @return its standard output
   * @throws IOException if it fails
   */
  public static String run(Class<?> program, String... args)
      throws IOException, InterruptedException {
    Process process = start(program, args);
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      checkEnd(program, process);
      return output;
    } finally {
      process.destroy();
    }
  }

  /**
   * Runs a program in a JVM of its own.
   *
   * @param program has a main method
   * @param args its arguments
   * @return nanoseconds from its start until the first byte of its standard output
   * @throws IOException if it fails, or writes nothing
   */
  public static long nanosToFirstByte(Class<?> program, String... args)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process = start(program, args);
    try {
      int first = process.getInputStream().read();
      final long nanos = System.nanoTime() - begin;
      checkEnd(program, process);
      if (first < 0) {
        throw new IOException(program.getName() + " wrote nothing");
      }
      return nanos;
    } finally {
      process.destroy();
    }
  }

  private static void checkEnd(Class<?> program, Process process)
      throws IOException, InterruptedException {
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(program.getName() + " ended with status " + status);
    }
  }

  private static Process start(Class<?> program, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_ARGS);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
