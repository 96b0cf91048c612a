package io.github.cordonfs.nio.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Paths behave as those of the default file system on Linux, which serves as the oracle. */
class CordonPathTest extends CordonFixture {

  private static final List<String> SAMPLES =
      List.of(
          "",
          "/",
          "a",
          "/a",
          "a/b",
          "/a/b",
          "/a/b/c",
          "a/b/c",
          "..",
          "../a",
          "a/..",
          "/..",
          "/../a",
          ".",
          "./a",
          "a/./b",
          "/a/../b",
          "a/../../b",
          "../../a",
          "//a//b/",
          "a b",
          "ä/ö",
          "x.txt",
          "/a/b/c/d",
          "a/b/../../c",
          "b/c",
          "c");

  private static final FileSystem LINUX = FileSystems.getDefault();

  private void sameForEach(Function<Path, Object> function) {
    for (String sample : SAMPLES) {
      assertThat(result(function, path(sample)))
          .as("of \"%s\"", sample)
          .isEqualTo(result(function, LINUX.getPath(sample)));
    }
  }

  private void sameForEachPair(BiFunction<Path, Path, Object> function) {
    for (String one : SAMPLES) {
      for (String two : SAMPLES) {
        assertThat(result(p -> function.apply(p, path(two)), path(one)))
            .as("of \"%s\" and \"%s\"", one, two)
            .isEqualTo(result(p -> function.apply(p, LINUX.getPath(two)), LINUX.getPath(one)));
      }
    }
  }

  private static String result(Function<Path, Object> function, Path path) {
    try {
      return String.valueOf(function.apply(path));
    } catch (RuntimeException e) {
      return e.getClass().getName();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void partsAreThoseOfTheDefaultProvider() {
    sameForEach(Path::toString);
    sameForEach(Path::isAbsolute);
    sameForEach(Path::getRoot);
    sameForEach(Path::getFileName);
    sameForEach(Path::getParent);
    sameForEach(Path::getNameCount);
    sameForEach(Path::normalize);
    sameForEach(p -> p.getName(0));
    sameForEach(p -> p.getName(5));
    sameForEach(p -> p.getName(-1));
    sameForEach(p -> p.subpath(0, 2));
    sameForEach(p -> p.subpath(1, 1));
    sameForEach(p -> {
      List<Path> names = new ArrayList<>();
      p.forEach(names::add);
      return names;
    });
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void pairsBehaveAsThoseOfTheDefaultProvider() {
    sameForEachPair(Path::resolve);
    sameForEachPair((a, b) -> a.resolve(b.toString()));
    sameForEachPair(Path::resolveSibling);
    sameForEachPair(Path::startsWith);
    sameForEachPair(Path::endsWith);
    sameForEachPair((a, b) -> a.startsWith(b.toString()));
    sameForEachPair((a, b) -> a.endsWith(b.toString()));
    sameForEachPair(Path::equals);
    sameForEachPair((a, b) -> a.hashCode() == b.hashCode() || !a.equals(b));
    sameForEachPair((a, b) -> Integer.signum(a.compareTo(b)));
  }

  @Test
  void relativizeIsTheInverseOfResolve() {
    for (String one : SAMPLES) {
      for (String two : SAMPLES) {
        Path from = path(one).normalize();
        Path to = path(two).normalize();
        if (from.isAbsolute() == to.isAbsolute() && !from.startsWith("..")) {
          assertThat(from.resolve(from.relativize(to)).normalize())
              .as("from %s to %s", one, two)
              .isEqualTo(to);
        }
      }
    }
  }

  @Test
  void relativizeGivesUpWhereNoWayIsKnown() {
    assertThatThrownBy(() -> path("..").relativize(path("a")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> path("/a").relativize(path("a")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partsGivenSeparatelyAreJoined() {
    assertThat(fs.getPath("/a", "", "b", "c/d")).hasToString("/a/b/c/d");
    assertThat(fs.getPath("", "a", "b")).hasToString("a/b");
    assertThat(fs.getPath("", "", "")).hasToString("");
  }

  @Test
  void theWorkingDirectoryIsTheRoot() {
    assertThat(path("a/b").toAbsolutePath()).hasToString("/a/b");
    assertThat(path("").toAbsolutePath()).hasToString("/");
  }

  @Test
  void charactersThatNoFileNameCanHaveAreRefused() {
    assertThatThrownBy(() -> path("a\0b"))
        .isInstanceOfSatisfying(
            InvalidPathException.class, e -> assertThat(e.getIndex()).isEqualTo(1));
    assertThatThrownBy(() -> path("ab\ud800")).isInstanceOf(InvalidPathException.class);
    assertThatThrownBy(() -> path("\udc00x")).isInstanceOf(InvalidPathException.class);
    assertThat(path("\ud83d\ude00")).hasToString("\ud83d\ude00");
  }

  @Test
  void toFileSaysWhatToDoInstead() {
    assertThatThrownBy(() -> path("a").toFile())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("java.nio.file.Files");
  }

  @Test
  void pathsOfOtherProvidersAreRefused() {
    assertThatThrownBy(() -> path("a").resolve(Path.of("b")))
        .isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(() -> path("a").compareTo(Path.of("b")))
        .isInstanceOf(ClassCastException.class);
    assertThat(path("/a").startsWith(Path.of("/a"))).isFalse();
    assertThat(path("/a")).isNotEqualTo(Path.of("/a"));
  }

  @Test
  void pathsAreOrderedAsTheirBytes() throws IOException {
    assertThat(path("\uFFFD")).isLessThan(path("\uD83D\uDE00"));
    assertThat(Path.of("\uFFFD")).isLessThan(Path.of("\uD83D\uDE00"));
    try (FileSystem other = Cordon.newFileSystem(options())) {
      int order = Integer.signum(path("/a").compareTo(other.getPath("/a")));
      assertThat(order).isNotZero();
      assertThat(Integer.signum(other.getPath("/a").compareTo(path("/a")))).isEqualTo(-order);
    }
  }
}
