package io.github.cordonfs.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.conformance.peers.Attempt;
import io.github.cordonfs.conformance.peers.Outcome;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * States facts of all contenders, of Cordon in many configurations (contract row S92). A fact is
 * what an attempt gives, in words: its value, or the exception with the files and the reason it
 * names. Paths are written as seen from the directory of the test.
 */
@ParameterizedClass
@MethodSource("configurations")
abstract class Behaviour {

  @Parameter Configuration configuration;

  private Contender.Playground playground;
  private final List<String> wrong = new ArrayList<>();

  @BeforeEach
  final void openPlayground() throws IOException {
    Configuration with = configuration.with(needs());
    playground = with.contender().open(with);
  }

  static Stream<Configuration> configurations() {
    return Configuration.all();
  }

  /**
   * Returns what the facts are about, or stated with: what no file system here may be without. All,
   * if a suite does not say less.
   */
  Set<CordonFeature> needs() {
    return EnumSet.allOf(CordonFeature.class);
  }

  @AfterEach
  final void closePlayground() throws IOException {
    playground.closing().close();
    assertThat(wrong).isEmpty();
  }

  /** What a contender does instead of what is expected. */
  record Unless(Difference difference, String instead) {}

  /** Excepts one contender from a fact, which is stated of it otherwise. */
  static Unless unless(Difference difference, String instead) {
    return new Unless(difference, instead);
  }

  /** States what an attempt gives. All facts of a test are looked at before it fails. */
  final void fact(String expected, Attempt attempt, Unless... exceptions) {
    String wanted = expected;
    for (Unless each : exceptions) {
      if (each.difference.contender() == configuration.contender()) {
        wanted = each.instead;
      }
    }
    String got = Outcome.of(attempt).toString().replace(playground.directory().toString(), "");
    if (!got.equals(wanted)) {
      int line =
          StackWalker.getInstance()
              .walk(frames -> frames.skip(1).findFirst())
              .orElseThrow()
              .getLineNumber();
      wrong.add(configuration + ", line " + line + ": wanted " + wanted + "\n   got " + got);
    }
  }

  final FileSystem fileSystem() {
    return playground.directory().getFileSystem();
  }

  /** Returns a path; for names that begin with a slash, below the directory of the test. */
  final Path path(String name) {
    return name.startsWith("/")
        ? fileSystem().getPath(playground.directory() + name)
        : fileSystem().getPath(name);
  }

  /** Makes a file whose bytes are 0, 1, 2 and so on. */
  final Path file(String name, int size) throws IOException {
    return Files.write(path(name), bytes(size));
  }

  final Path directory(String name) throws IOException {
    return Files.createDirectory(path(name));
  }

  final Path link(String name, Path target) throws IOException {
    return Files.createSymbolicLink(path(name), target);
  }

  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
