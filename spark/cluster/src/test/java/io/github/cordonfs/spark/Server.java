package io.github.cordonfs.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A server in a JVM of its own, which ends with this one. */
final class Server implements AutoCloseable {

  private final Process process;

  private Server(Process process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param classPath of it, path elements
   * @param command options of the JVM, class, arguments
   */
  static Server start(String classPath, Path log, List<String> command) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.add("-cp");
    all.add(classPath);
    all.addAll(command);
    Process process =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new Server(process);
  }

  /** Returns the class path that a module of the servers wrote. */
  static String classPathOf(String module) throws IOException {
    Path directory = Path.of(System.getProperty("cordon.servers"), module, "target");
    return directory.resolve("classes") + ":" + Files.readString(directory.resolve("classpath"));
  }

  /** Waits for a line of the log, and returns it. */
  String await(Path log, Predicate<String> line) throws IOException, InterruptedException {
    while (true) {
      for (String each : Files.readAllLines(log, StandardCharsets.UTF_8)) {
        if (line.test(each)) {
          return each;
        }
      }
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new IOException("ended with " + process.exitValue() + ":\n" + Files.readString(log));
      }
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  void kill() {
    process.destroyForcibly();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
