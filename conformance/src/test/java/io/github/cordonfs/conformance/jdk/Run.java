package io.github.cordonfs.conformance.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cordonfs.conformance.jdk.Description.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the programs of tests, each in a JVM of its own and in a new directory.
 *
 * @param source the JDK's source tree
 * @param memory where directories are made, on a tmpfs
 * @param core the jar of Cordon
 * @param classPath of the libraries that tests use
 * @param seconds that a program may take
 */
record Run(Workshop workshop, Path source, Path memory, Path core, String classPath, int seconds) {

  /** Tells whether a test needs nothing but a class path. */
  boolean canCompile(Description test) throws IOException {
    return workshop.compile(test, Variant.DEFAULT).isEmpty();
  }

  /** Runs a test. Returns what it said if it failed, or else nothing. */
  String failure(Description test, Variant variant) throws IOException, InterruptedException {
    String wrong = workshop.compile(test, variant);
    for (Action each : test.actions()) {
      if (wrong.isEmpty()) {
        Path place = Files.createTempDirectory(memory, "test");
        try {
          wrong = failure(test, variant, each, place);
        } finally {
          delete(place);
        }
      }
    }
    return wrong;
  }

  private String failure(Description test, Variant variant, Action action, Path place)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectory(place.resolve("scratch"));
    Path log = place.resolve("log");
    Process process =
        new ProcessBuilder(command(test, variant, action, directory))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(log.toFile())
            .start();
    boolean ended;
    try {
      ended = process.waitFor(seconds, TimeUnit.SECONDS);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    int status = process.waitFor();
    String said = new String(Files.readAllBytes(log), UTF_8);
    if (!ended) {
      return "took more than " + seconds + " s\n" + said;
    }
    // That is how a test says that it cannot be run here.
    if (status == 0 || said.contains("jtreg.SkippedException")) {
      return "";
    }
    Path report = place.resolve("report/testng-results.xml");
    return "ended with "
        + status
        + "\n"
        + said
        + (Files.exists(report) ? Files.readString(report) : "");
  }

  private List<String> command(Description test, Variant variant, Action action, Path directory) {
    String jdk = System.getProperty("java.home");
    Path classes = workshop.classesOf(test, variant);
    List<String> command = new ArrayList<>(List.of(Path.of(jdk, "bin/java").toString()));
    command.addAll(variant.options(directory));
    command.addAll(test.moduleOptions(true));
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Djava.io.tmpdir=" + directory,
            "-Dtest.src=" + test.file().getParent(),
            "-Dtest.src.path=" + test.file().getParent(),
            "-Dtest.file=" + test.file(),
            "-Dtest.root=" + source.resolve("test/jdk"),
            "-Dtest.classes=" + classes,
            "-Dtest.class.path=" + classes,
            "-Dtest.jdk=" + jdk,
            "-Dcompile.jdk=" + jdk,
            "-Dtest.timeout.factor=4.0",
            "-cp",
            classes + ":" + core + ":" + classPath));
    command.addAll(action.options());
    command.addAll(
        switch (action.runner()) {
          case MAIN -> List.of(action.main());
          case JUNIT ->
              List.of(
                  "org.junit.platform.console.ConsoleLauncher",
                  "execute",
                  "--disable-banner",
                  "--disable-ansi-colors",
                  "--details=tree",
                  "--select-class=" + action.main());
          case TESTNG ->
              List.of(
                  "org.testng.TestNG",
                  "-d",
                  directory.resolveSibling("report").toString(),
                  "-testclass",
                  action.main());
        });
    command.addAll(action.arguments());
    return command;
  }

  /** Deletes a directory and all that is in it. */
  static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
