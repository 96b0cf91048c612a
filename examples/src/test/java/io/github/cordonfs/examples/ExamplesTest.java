package io.github.cordonfs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/**
 * Every block of Java in the documentation compiles and runs. A class with a {@code main} runs in a
 * JVM of its own and prints what the page says, a test has its methods called, or is run by JUnit
 * if it uses Cordon's extensions, and of anything else see {@link Fragment}.
 */
class ExamplesTest {

  /** Programs that run for a moment need no more. */
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  static Stream<Arguments> examples() throws IOException {
    return Page.all().stream()
        .flatMap(page -> page.fences("java").stream().map(fence -> Arguments.of(fence, page)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void exampleCompilesAndRuns(Fence example, Page page, @TempDir Path classes) throws Exception {
    String type = example.type().orElse(Fragment.TYPE);
    boolean isFragment = example.type().isEmpty();
    Sources.compile(
        example.place(),
        classes,
        type,
        isFragment ? Fragment.source(example.text()) : example.text());
    if (example.isOnlyCompiled()) {
      return;
    }
    if (example.hasMain()) {
      String printed = run(classes, type, example.jvmOptions());
      assertThat(printed)
          .as("output of %s", example)
          .isEqualTo(page.outputOf(example).orElse(printed));
      return;
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      Class<?> compiled = loader.loadClass(type);
      if (isFragment) {
        Fragment.run(compiled);
      } else if (example.text().contains("import io.github.cordonfs.junit.")) {
        Events tests =
            EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectClass(compiled))
                .execute()
                .allEvents();
        assertThat(tests.failed().list()).as("failures of %s", example).isEmpty();
        assertThat(tests.succeeded().filter(each -> each.getTestDescriptor().isTest()))
            .as("tests run of %s", example)
            .isNotEmpty();
      } else {
        assertThat(runTests(compiled)).as("tests run of %s", example).isPositive();
      }
    }
  }

  /** Calls each method that is a test, and returns how many there are. */
  private static int runTests(Class<?> compiled) throws Exception {
    int tests = 0;
    for (Method method : compiled.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class)) {
        var constructor = compiled.getDeclaredConstructor();
        constructor.setAccessible(true);
        method.setAccessible(true);
        method.invoke(constructor.newInstance());
        tests++;
      }
    }
    return tests;
  }

  /** Returns what a program prints on its standard output; it must end well. */
  private static String run(Path classes, String type, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(NATIVE);
    command.addAll(QUICK_START);
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(classes + File.pathSeparator + System.getProperty("java.class.path"));
    command.add(type);
    Path output = classes.resolve("output.txt");
    Path errors = classes.resolve("errors.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(classes.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }
}
