package io.github.cordonfs.conformance.jdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Runs OpenJDK's regression tests of {@code java.nio.file} and of file channels on the overlay, and
 * says which of them fail there that pass on a tmpfs; {@code scripts/jdk-tests} starts it. It uses
 * the JDK alone, so that it runs from its source.
 */
final class JdkTests {

  private static final List<String> DIRECTORIES =
      List.of(
          "file",
          "channels/FileChannel",
          "channels/AsynchronousFileChannel",
          "channels/FileLock",
          "channels/Channels",
          "MappedByteBuffer");

  /** What came of a test. */
  private enum Verdict {
    PASSES("pass"),
    PASSES_WITHOUT_JAVA_IO("pass when java.io is kept out"),
    DOCUMENTED("fail as docs/differences.md says"),
    NOT_COMPARED("fail on the tmpfs, too"),
    NOT_RUN("not run: for another system, or need more than a class path"),
    DOCUMENTED_AND_PASSES("PASS though docs/differences.md says they fail"),
    FAILS("FAIL");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }
  }

  private final Map<String, String> documented;
  private final Run run;
  private final Path logs;

  private JdkTests(Map<String, String> documented, Run run, Path logs) {
    this.documented = documented;
    this.run = run;
    this.logs = logs;
  }

  /**
   * Ends with 0 if nothing fails but what is documented, 1 if something does, or is documented and
   * passes, and 3 if there are no such tests.
   *
   * @param args the project, the JDK's source tree, the jar of Cordon, a file with the class path
   *     of TestNG and JUnit, a directory for what failing tests say, a regular expression for names
   *     of tests, how many seconds one may take, and how many run at a time
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path project = Path.of(args[0]);
    Path source = Path.of(args[1]);
    if (!Files.isDirectory(source.resolve("test/jdk/java/nio/file"))
        || !Files.isDirectory(source.resolve("test/lib"))) {
      System.err.println(
          "jdk-tests: not run: no source tree of a JDK, with test/jdk/java/nio and test/lib, in "
              + source);
      System.exit(3);
    }
    String classPath = Files.readString(Path.of(args[3])).strip();
    Path work = Files.createTempDirectory("cordon-jdk-tests-");
    Path shared = Path.of("/dev/shm");
    Path memory =
        Files.isWritable(shared) ? Files.createTempDirectory(shared, "cordon-jdk-tests-") : work;
    int failures;
    try {
      Workshop workshop =
          new Workshop(source, work, project.resolve("conformance/src/test/java"), classPath);
      Run run =
          new Run(workshop, source, memory, Path.of(args[2]), classPath, Integer.parseInt(args[6]));
      failures =
          new JdkTests(
                  Documented.read(project.resolve("docs/differences.md")),
                  run,
                  Files.createDirectories(Path.of(args[4])))
              .runAll(find(source, args[5]), Integer.parseInt(args[7]));
    } finally {
      Run.delete(work);
      if (!memory.equals(work)) {
        Run.delete(memory);
      }
    }
    System.exit(failures == 0 ? 0 : 1);
  }

  private static List<Description> find(Path source, String regex) throws IOException {
    Path root = source.resolve("test/jdk");
    List<Description> tests = new ArrayList<>();
    for (String directory : DIRECTORIES) {
      try (Stream<Path> files = Files.walk(root.resolve("java/nio").resolve(directory))) {
        for (Path each :
            files.filter(file -> file.toString().endsWith(".java")).sorted().toList()) {
          tests.addAll(Description.of(root, each));
        }
      }
    }
    return tests.stream().filter(each -> each.name().matches(".*(" + regex + ").*")).toList();
  }

  private int runAll(List<Description> tests, int jobs) throws InterruptedException {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
      Map<Description, Future<Verdict>> running = new HashMap<>();
      for (Description each : tests) {
        running.put(each, pool.submit(() -> runOne(each)));
      }
      for (Description each : tests) {
        Verdict verdict = running.get(each).get();
        counts.merge(verdict, 1, Integer::sum);
        System.out.println(verdict + " " + each.name());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a test could not be run", e.getCause());
    }
    System.out.println();
    counts.forEach((verdict, count) -> System.out.printf("%4d %s%n", count, verdict.words));
    int passed =
        counts.getOrDefault(Verdict.PASSES, 0)
            + counts.getOrDefault(Verdict.PASSES_WITHOUT_JAVA_IO, 0);
    int failed =
        counts.getOrDefault(Verdict.FAILS, 0)
            + counts.getOrDefault(Verdict.DOCUMENTED_AND_PASSES, 0);
    System.out.printf("jdk-tests: %d passed, %d failed%n", passed, failed);
    if (failed > 0) {
      System.out.println("what they said is in " + logs);
    }
    return failed;
  }

  private Verdict runOne(Description test) throws IOException, InterruptedException {
    boolean wanted =
        test.values("requires").stream()
            .allMatch(words -> Requirement.isMet(String.join(" ", words)));
    if (!wanted || !run.canCompile(test)) {
      return Verdict.NOT_RUN;
    }
    if (fails(test, Variant.DEFAULT)) {
      return Verdict.NOT_COMPARED;
    }
    boolean excused = documented.containsKey(test.name());
    if (!fails(test, Variant.OVERLAY)) {
      return excused ? Verdict.DOCUMENTED_AND_PASSES : Verdict.PASSES;
    }
    if (!fails(test, Variant.OVERLAY_WITHOUT_JAVA_IO)) {
      return excused ? Verdict.DOCUMENTED_AND_PASSES : Verdict.PASSES_WITHOUT_JAVA_IO;
    }
    return excused ? Verdict.DOCUMENTED : Verdict.FAILS;
  }

  private boolean fails(Description test, Variant variant)
      throws IOException, InterruptedException {
    String failure = run.failure(test, variant);
    if (!failure.isEmpty()) {
      Files.writeString(logs.resolve(test.name().replace('/', '.') + "." + variant), failure);
    }
    return !failure.isEmpty();
  }
}
