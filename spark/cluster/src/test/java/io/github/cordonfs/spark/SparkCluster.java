package io.github.cordonfs.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A standalone cluster: a master, and two workers at addresses of their own, each in a JVM of its
 * own, from a home that has the jars of this test's class path.
 */
final class SparkCluster implements AutoCloseable {

  /** Spark takes the name localhost for a placeholder. */
  private static final List<String> WORKERS = List.of("127.0.0.2", "127.0.0.3");

  private final Path directory;
  private final Path home;
  private final List<Process> processes = new CopyOnWriteArrayList<>();
  private final String master;

  SparkCluster(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    this.home = home(directory);
    int port = Server.freePort();
    this.master = "spark://127.0.0.1:" + port;
    Path log = directory.resolve("master.log");
    start(
        log,
        "127.0.0.1",
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--webui-port",
        Integer.toString(Server.freePort()));
    await(log, "New state: ALIVE");
    for (String worker : WORKERS) {
      Path workerLog = directory.resolve("worker-" + worker + ".log");
      start(
          workerLog,
          worker,
          "org.apache.spark.deploy.worker.Worker",
          master,
          "--host",
          worker,
          "--cores",
          "1",
          "--memory",
          "2g",
          "--work-dir",
          directory.resolve("work-" + worker).toString(),
          "--webui-port",
          Integer.toString(Server.freePort()));
      await(workerLog, "Successfully registered with master");
    }
  }

  /** Makes a home that has jars: those of the class path, and one of each of its directories. */
  private static Path home(Path directory) throws IOException {
    Path home = directory.resolve("spark");
    Path jars = Files.createDirectories(home.resolve("jars"));
    int number = 0;
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path element = Path.of(each).toAbsolutePath();
      if (Files.isRegularFile(element)) {
        // Some have equal names.
        Files.createSymbolicLink(jars.resolve(number++ + "-" + element.getFileName()), element);
      } else if (Files.isDirectory(element)) {
        Jars.make(element, jars.resolve(number++ + "-classes.jar"));
      }
    }
    return home;
  }

  private Process start(Path log, String host, String... command) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(Arrays.asList(JavaModuleOptions.defaultModuleOptionArray()));
    all.add("--enable-native-access=ALL-UNNAMED");
    all.add("-Dspark.master.rest.enabled=false");
    all.add("-Xmx512m");
    all.add("-cp");
    all.add(home.resolve("jars") + "/*");
    all.addAll(Arrays.asList(command));
    ProcessBuilder builder =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", host);
    builder.environment().put("SPARK_LOCAL_HOSTNAME", host);
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
    processes.add(process);
    return process;
  }

  private void await(Path log, String text) throws IOException, InterruptedException {
    Process process = processes.getLast();
    while (!Files.readString(log).contains(text)) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IOException("ended with " + process.exitValue() + ":\n" + Files.readString(log));
      }
    }
  }

  /** Starts a driver, with the arguments of {@link SparkJob} but the master. */
  Driver start(String name, List<String> arguments) throws IOException {
    Path log = directory.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add("io.github.cordonfs.spark.SparkJob");
    command.add(master);
    command.addAll(arguments);
    return new Driver(log, start(log, "127.0.0.1", command.toArray(String[]::new)));
  }

  /** Returns the processes of executors that run now. */
  List<ProcessHandle> runningExecutors() {
    return processes.stream().flatMap(Process::descendants).filter(ProcessHandle::isAlive).toList();
  }

  /** Waits until no executor runs: they end when their driver has, and take their time. */
  void awaitEndOfExecutors() {
    for (ProcessHandle each : runningExecutors()) {
      each.onExit().join();
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    processes.reversed().forEach(SparkCluster::end);
  }
}
