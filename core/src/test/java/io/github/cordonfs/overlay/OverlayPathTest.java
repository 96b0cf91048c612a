package io.github.cordonfs.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import org.junit.jupiter.api.Test;

/** Paths of the overlay: those of the default provider, which may be mixed in. */
class OverlayPathTest extends OverlayFixture {

  private Path of(String text) {
    return fs.getPath(text);
  }

  @Test
  void partsAreThoseOfTheDefaultProviderAndBelongToTheOverlay() {
    Path path = of("/a/b/../c");
    assertThat(path).hasToString("/a/b/../c");
    assertThat(path.getRoot()).isEqualTo(of("/"));
    assertThat(path.getFileName()).isEqualTo(of("c"));
    assertThat(path.getParent()).isEqualTo(of("/a/b/.."));
    assertThat(path.normalize()).isEqualTo(of("/a/c"));
    assertThat(path.getName(1)).isEqualTo(of("b"));
    assertThat(path.subpath(0, 2)).isEqualTo(of("a/b"));
    assertThat(path.getNameCount()).isEqualTo(4);
    assertThat(path.iterator()).toIterable().containsExactly(of("a"), of("b"), of(".."), of("c"));
    assertThat(of("/").getFileName()).isNull();
    assertThat(of("a").getRoot()).isNull();
    assertThat(of("a").getParent()).isNull();
    assertThat(path.getFileSystem()).isSameAs(fs);
    assertThat(of("x").toAbsolutePath()).hasToString(Path.of("x").toAbsolutePath().toString());
  }

  @Test
  void pathsOfTheDefaultProviderAreTakenForOnesOfTheOverlay() {
    Path plain = Path.of("b");
    assertThat(of("/a").resolve(plain)).isEqualTo(of("/a/b"));
    assertThat(of("/a").resolveSibling(plain)).isEqualTo(of("/b"));
    assertThat(of("/a").relativize(Path.of("/a/b"))).isEqualTo(of("b"));
    assertThat(of("/a/b").startsWith(Path.of("/a"))).isTrue();
    assertThat(of("/a/b").endsWith(plain)).isTrue();
    assertThat(of("b").compareTo(plain)).isZero();
    assertThat(of("c")).isGreaterThan(plain);
  }

  @Test
  void equalityIsSymmetricAndSoOnlyAmongPathsOfTheOverlay() {
    assertThat(of("/a/b")).isEqualTo(of("/a").resolve("b")).hasSameHashCodeAs(of("/a//b"));
    assertThat(of("/a")).isNotEqualTo(Path.of("/a")).isNotEqualTo(of("/b"));
    assertThat(Path.of("/a")).isNotEqualTo(of("/a"));
  }

  @Test
  void pathsOfOthersAreRefused() {
    Path foreign = fs.cordon().getPath("a");
    assertThatThrownBy(() -> of("/").resolve(foreign))
        .isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(() -> of("a").relativize(foreign))
        .isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(() -> of("a").compareTo(foreign)).isInstanceOf(ClassCastException.class);
    assertThat(of("a").startsWith(foreign)).isFalse();
    assertThat(of("a").endsWith(foreign)).isFalse();
  }

  @Test
  void patternsMatchPathsOfEitherKind() {
    var matcher = fs.getPathMatcher("glob:/a/*.txt");
    assertThat(matcher.matches(of("/a/b.txt"))).isTrue();
    assertThat(matcher.matches(Path.of("/a/b.txt"))).isTrue();
    assertThat(matcher.matches(of("/a/b.bin"))).isFalse();
  }
}
