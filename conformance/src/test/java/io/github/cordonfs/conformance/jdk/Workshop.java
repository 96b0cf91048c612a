package io.github.cordonfs.conformance.jdk;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles tests, each with what it uses into a directory of its own. */
final class Workshop {

  private static final List<String> REWRITTEN =
      List.of("java/nio/file", "java/nio/channels", "java/nio/MappedByteBuffer");

  private final Path source;
  private final Path work;
  private final Path standIns;
  private final String classPath;

  /**
   * Creates one.
   *
   * @param source the JDK's source tree
   * @param work where classes and rewritten sources go
   * @param standIns the root of the sources of the package {@code javaio}
   * @param classPath of the libraries that tests use
   */
  Workshop(Path source, Path work, Path standIns, String classPath) throws IOException {
    this.source = source;
    this.work = work;
    this.standIns = standIns;
    this.classPath = classPath;
    for (String each : REWRITTEN) {
      StandIns.rewriteTree(
          source.resolve("test/jdk").resolve(each), rewritten().resolve("test/jdk").resolve(each));
    }
  }

  private Path rewritten() {
    return work.resolve("rewritten");
  }

  /** Returns where the classes of a test are. */
  Path classesOf(Description test, Variant variant) {
    Variant compiled = variant == Variant.OVERLAY ? Variant.DEFAULT : variant;
    return work.resolve(compiled.toString())
        .resolve(test.name().replace('/', '.').replace(".java", ""));
  }

  /** Compiles a test; returns what is wrong, or nothing. */
  String compile(Description test, Variant variant) throws IOException {
    Path target = classesOf(test, variant);
    if (Files.exists(target)) {
      return "";
    }
    Files.createDirectories(target);
    List<Path> path = new ArrayList<>();
    for (Path each : test.sourcePath(source)) {
      path.add(toUse(each, variant));
    }
    path.add(standIns);
    List<Path> files = new ArrayList<>(List.of(toUse(test.file(), variant)));
    for (String each : test.words("compile")) {
      if (each.endsWith(".java")) {
        files.add(toUse(test.file().resolveSibling(each), variant));
      }
    }
    for (Description.Action each : test.actions()) {
      files.addAll(find(path, each.main()));
    }
    for (String each : test.words("build")) {
      files.addAll(find(path, each));
    }
    List<String> options = new ArrayList<>(test.moduleOptions(false));
    options.addAll(List.of("-nowarn", "-proc:none", "-d", target.toString(), "-cp", classPath));
    options.add("-sourcepath");
    options.add(path.stream().map(Path::toString).collect(Collectors.joining(":")));
    String wrong = compile(options, files.stream().distinct().toList());
    if (wrong.isEmpty()) {
      copyServices(test, target);
    }
    return wrong;
  }

  private Path toUse(Path path, Variant variant) {
    Path there = rewritten().resolve(source.relativize(path));
    return variant == Variant.OVERLAY_WITHOUT_JAVA_IO && Files.exists(there) ? there : path;
  }

  private static String compile(List<String> options, List<Path> files) throws IOException {
    StringWriter said = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var units = manager.getJavaFileObjectsFromPaths(files);
      return compiler.getTask(said, manager, null, options, null, units).call()
          ? ""
          : "not compiled\n" + said;
    }
  }

  // The files of services are found beside the classes.
  private static void copyServices(Description test, Path target) throws IOException {
    Path services = test.file().resolveSibling("META-INF/services");
    if (Files.isDirectory(services)) {
      Path there = Files.createDirectories(target.resolve("META-INF/services"));
      try (Stream<Path> files = Files.list(services)) {
        for (Path each : files.toList()) {
          Files.copy(each, there.resolve(each.getFileName()));
        }
      }
    }
  }

  private static List<Path> find(List<Path> path, String name) {
    return path.stream()
        .map(root -> root.resolve(name.replace('.', '/') + ".java"))
        .filter(Files::exists)
        .limit(1)
        .toList();
  }
}
