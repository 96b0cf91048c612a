package io.github.cordonfs.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.CordonOptionsBuilder;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK's compiler, from and to Cordon: Cordon itself is compiled in Cordon, and runs. */
class CompilerTest {

  private static final Path SOURCES = Path.of("../core/src/main/java");

  private FileSystem fs;
  private final DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();

  @BeforeEach
  void open() throws IOException {
    fs = Cordon.newFileSystem(CordonOptions.builder().size(128 << 20).injection(true).build());
    copySources();
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private void copySources() throws IOException {
    try (Stream<Path> tree = Files.walk(SOURCES)) {
      for (Path each : (Iterable<Path>) tree::iterator) {
        Files.copy(each, target(each), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private Path target(Path source) {
    String relative = SOURCES.relativize(source).toString();
    return relative.isEmpty() ? fs.getPath("/src") : fs.getPath("/src", relative);
  }

  private List<Path> sources() throws IOException {
    try (Stream<Path> tree = Files.walk(fs.getPath("/src"))) {
      return tree.filter(each -> each.toString().endsWith(".java")).toList();
    }
  }

  private boolean compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path classes = Files.createDirectories(fs.getPath("/classes"));
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(problems, null, StandardCharsets.UTF_8)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      files.setLocationFromPaths(StandardLocation.MODULE_PATH, libraries());
      return compiler
          .getTask(
              null,
              files,
              problems,
              List.of("-proc:none", "-nowarn"),
              null,
              files.getJavaFileObjectsFromPaths(sources()))
          .call();
    }
  }

  /** The annotations that the sources use, from where this JVM has them. */
  private static List<Path> libraries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(each -> each.contains("jspecify"))
        .map(Path::of)
        .toList();
  }

  @Test
  void cordonIsCompiledInCordonAndRuns() throws Exception {
    assertThat(compile()).as("%s", problems.getDiagnostics()).isTrue();

    Class<?> cordon = new PathClassLoader(fs.getPath("/classes")).loadClass(Cordon.class.getName());
    assertThat(cordon).isNotSameAs(Cordon.class);
    Class<?> options = cordon.getClassLoader().loadClass(CordonOptions.class.getName());
    Class<?> builders = cordon.getClassLoader().loadClass(CordonOptionsBuilder.class.getName());
    Object builder = options.getMethod("builder").invoke(null);
    builders.getMethod("size", long.class).invoke(builder, 8L << 20);
    Object small = builders.getMethod("build").invoke(builder);
    try (FileSystem inner =
        (FileSystem) cordon.getMethod("newFileSystem", options).invoke(null, small)) {
      Path file = Files.writeString(inner.getPath("/f"), "a file in a Cordon from a Cordon");
      assertThat(Files.readString(file)).isEqualTo("a file in a Cordon from a Cordon");
    }
  }

  @Test
  void aSourceOnALostPageIsAnErrorThatNamesIt() throws IOException {
    Path lost = fs.getPath("/src/io/github/cordonfs/Cordon.java");
    CordonFileSystem.of(fs).memoryFailures().strike(lost, 0);
    assertThat(compile()).isFalse();
    assertThat(problems.getDiagnostics().toString())
        .contains("Cordon.java")
        .contains("memory failure");
  }

  @Test
  void aUrlClassLoaderFindsWhatWasCompiled() throws Exception {
    assertThat(compile()).as(() -> problems.getDiagnostics().toString()).isTrue();
    URL classes = URI.create(fs.getPath("/classes").toUri() + "/").toURL();
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, platform)) {
      Class<?> range = loader.loadClass("io.github.cordonfs.ByteRange");
      assertThat(range.getClassLoader()).isSameAs(loader);
      assertThat(range.getConstructor(long.class, long.class).newInstance(1, 2)).isNotNull();
    }
  }
}
