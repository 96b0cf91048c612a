package io.github.cordonfs.nio.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UriTest extends CordonFixture {

  @Test
  void theProviderIsInstalledOnTheClassPath() {
    assertThat(FileSystemProvider.installedProviders())
        .extracting(FileSystemProvider::getScheme)
        .contains("cordon");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a",
        "/a/b",
        "/with space",
        "/100%",
        "/ä€😀",
        "/a?b#c",
        "/a:b@c",
        "/+&;=",
        "/\n"
      })
  void pathsGoThereAndBack(String text) {
    Path path = path(text);
    URI uri = path.toUri();
    assertThat(Path.of(uri)).isEqualTo(path);
    assertThat(Path.of(URI.create(uri.toString()))).isEqualTo(path);
    assertThat(uri.toString()).isEqualTo(uri.toASCIIString()).startsWith("cordon://");
  }

  @Test
  void aRelativePathBecomesAbsolute() {
    assertThat(Path.of(path("a").toUri())).isEqualTo(path("/a"));
  }

  @Test
  void aFileSystemMadeByUriIsTheOneFoundByUri() throws IOException {
    URI uri = URI.create("cordon://by-uri");
    try (FileSystem made = FileSystems.newFileSystem(uri, Map.of("size", "64m"))) {
      assertThat(FileSystems.getFileSystem(uri)).isSameAs(made);
      assertThat(FileSystems.getFileSystem(URI.create("cordon://by-uri/"))).isSameAs(made);
      Files.writeString(Path.of(URI.create("cordon://by-uri/f")), "x");
      assertThat(made.getPath("/f")).hasContent("x");
      assertThat(made.provider()).isSameAs(fs.provider());
    }
  }

  @Test
  void aFileSystemMadeDirectlyIsFoundByItsName() throws IOException {
    try (FileSystem made = Cordon.newFileSystem(options().toBuilder().name("direct").build())) {
      assertThat(FileSystems.getFileSystem(URI.create("cordon://direct"))).isSameAs(made);
    }
  }

  @Test
  void aNameIsTakenOnceAndFreeAfterClose() throws IOException {
    Cordon.newFileSystem(options().toBuilder().name("taken").build()).close();
    try (FileSystem made = Cordon.newFileSystem(options().toBuilder().name("taken").build())) {
      assertThat(made.isOpen()).isTrue();
      assertThatThrownBy(() -> Cordon.newFileSystem(options().toBuilder().name("taken").build()))
          .isInstanceOf(FileSystemAlreadyExistsException.class);
    }
    assertThatThrownBy(() -> FileSystems.getFileSystem(URI.create("cordon://taken")))
        .isInstanceOf(FileSystemNotFoundException.class);
    assertThatThrownBy(() -> Path.of(URI.create("cordon://taken/a")))
        .isInstanceOf(FileSystemNotFoundException.class);
  }

  @Test
  void fileSystemsWithoutANameGetDifferentOnes() throws IOException {
    try (FileSystem other =
        FileSystems.newFileSystem(URI.create("cordon:///"), Map.of("size", SIZE))) {
      assertThat(other.getPath("/").toUri()).isNotEqualTo(path("/").toUri());
      assertThat(Path.of(other.getPath("/").toUri()).getFileSystem()).isSameAs(other);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cordon:opaque",
        "cordon://n/path",
        "cordon://n/?q",
        "cordon://n/#f",
        "cordon://b@d"
      })
  void otherFormsOfUriAreRefused(String uri) {
    assertThatThrownBy(() -> FileSystems.newFileSystem(URI.create(uri), Map.of("size", SIZE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cordon://forms", "cordon://forms/", "CORDON://forms", "cordon://form%73"})
  void everyFormOfAUriIsTakenWhereverAUriIs(String text) throws IOException {
    URI uri = URI.create(text);
    try (FileSystem made = FileSystems.newFileSystem(uri, Map.of("size", SIZE))) {
      assertThat(FileSystems.getFileSystem(uri)).isSameAs(made);
      assertThat(Path.of(uri)).isEqualTo(made.getPath("/"));
      assertThat(FileSystems.getFileSystem(made.getPath("/a/b").toUri())).isSameAs(made);
      Files.createFile(made.getPath("/f"));
      assertThat(uri.toURL().openConnection().getInputStream()).hasContent("f\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cordon:/", "cordon:///"})
  void aUriWithoutANameHasTheSameForms(String text) throws IOException {
    try (FileSystem made = FileSystems.newFileSystem(URI.create(text), Map.of("size", SIZE))) {
      assertThat(made.isOpen()).isTrue();
    }
    assertThatThrownBy(() -> FileSystems.getFileSystem(URI.create(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no file system name in " + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cordon:opaque",
        "cordon://n/p?q",
        "cordon://n/p#f",
        "cordon://b@d/p",
        "cordon://n:8/"
      })
  void whatIsNoFormOfAUriIsRefusedEverywhere(String text) {
    URI uri = URI.create(text);
    assertThatThrownBy(() -> Path.of(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
    assertThatThrownBy(() -> FileSystems.getFileSystem(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
    assertThatThrownBy(() -> FileSystems.newFileSystem(uri, Map.of("size", SIZE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void aUriWithoutANameNamesNoFileSystem() {
    assertThatThrownBy(() -> Path.of(URI.create("cordon:///a")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
