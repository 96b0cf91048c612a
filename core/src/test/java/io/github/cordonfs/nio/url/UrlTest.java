package io.github.cordonfs.nio.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S39")
class UrlTest extends CordonFixture {

  @Test
  void aUrlOfAPathIsRead() throws IOException {
    Path file = file("/some text.txt", 3 * PAGE);
    URL url = file.toUri().toURL();
    URLConnection connection = url.openConnection();
    assertThat(connection.getContentLengthLong()).isEqualTo(3 * PAGE);
    assertThat(connection.getContentType()).isEqualTo("text/plain");
    assertThat(connection.getLastModified()).isEqualTo(Files.getLastModifiedTime(file).toMillis());
    try (InputStream stream = url.openStream()) {
      assertThat(stream.readAllBytes()).isEqualTo(bytes(3 * PAGE));
    }
  }

  @Test
  void aClassLoaderFindsResources() throws IOException {
    Files.createDirectory(path("/classes"));
    file("/classes/resource", 10);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {path("/classes").toUri().toURL()})) {
      URL found = loader.findResource("resource");
      try (InputStream stream = found.openStream()) {
        assertThat(stream.readAllBytes()).isEqualTo(bytes(10));
      }
      assertThat(loader.findResource("none")).isNull();
    }
  }

  @Test
  void aClassLoaderFindsResourcesInAJar() throws IOException {
    Path jar = path("/jar.jar");
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("resource"));
      out.write(bytes(10));
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        InputStream stream = loader.getResourceAsStream("resource")) {
      assertThat(stream).isNotNull();
      assertThat(stream.readAllBytes()).isEqualTo(bytes(10));
    }
  }

  @Test
  void whatIsNotThereIsNotOpened() throws IOException {
    URL none = path("/none").toUri().toURL();
    assertThatThrownBy(none::openStream).isInstanceOf(NoSuchFileException.class);
    assertThat(none.openConnection().getContentLengthLong()).isEqualTo(-1);
    URL elsewhere = URI.create("cordon://nobody/f").toURL();
    assertThatThrownBy(elsewhere::openStream)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cordon://nobody/f");
  }

  @Test
  void aUrlIsOnlyRead() throws IOException {
    URLConnection connection = file("/f", 1).toUri().toURL().openConnection();
    assertThatThrownBy(connection::getOutputStream).isInstanceOf(IOException.class);
  }

  /** Makes files, and directories with them, of some kinds. */
  private static void fill(Path directory) throws IOException {
    Files.createDirectory(directory.resolve("empty"));
    Files.createDirectory(directory.resolve("full"));
    for (String name : new String[] {"b.txt", "A", "z z", "c.html"}) {
      Files.writeString(directory.resolve("full").resolve(name), "x");
    }
    Files.write(directory.resolve("text.txt"), new byte[5]);
    Files.write(directory.resolve("unknown.unknown"), new byte[5]);
    Files.writeString(directory.resolve("page"), "<html><body>");
    Files.writeString(directory.resolve("page.html"), "<html><body>");
    Files.writeString(directory.resolve("old.txt"), "");
    for (String name : new String[] {"text.txt", "unknown.unknown", "page", "page.html"}) {
      Files.setLastModifiedTime(
          directory.resolve(name), FileTime.from(Instant.parse("2024-02-03T04:05:06.789Z")));
    }
    Files.setLastModifiedTime(directory.resolve("old.txt"), FileTime.fromMillis(0));
  }

  @ParameterizedTest
  @Tag("S81")
  @ValueSource(
      strings = {"empty", "full", "text.txt", "unknown.unknown", "page", "page.html", "old.txt"})
  void aConnectionTellsWhatThatOfARealFileTells(String name, @TempDir Path directory)
      throws IOException {
    fill(directory);
    fill(path("/"));
    assertThat(told(path("/").resolve(name))).isEqualTo(told(directory.resolve(name)));
  }

  private static List<Object> told(Path file) throws IOException {
    URLConnection connection = file.toUri().toURL().openConnection();
    List<Object> told = new ArrayList<>();
    told.add(connection.getHeaderFields());
    for (int i = -1; i < 4; i++) {
      told.add(connection.getHeaderFieldKey(i) + "=" + connection.getHeaderField(i));
    }
    told.add("type " + connection.getHeaderField("Content-Type"));
    told.add("none " + connection.getHeaderField("none") + connection.getHeaderField(null));
    told.add("length " + connection.getHeaderFieldLong("content-length", -1));
    told.add(connection.getContentType());
    if (Files.isRegularFile(file)) {
      told.add(connection.getContentLength());
      told.add(connection.getLastModified());
    }
    told.add(connection.getContentEncoding() + " " + connection.getDate());
    try (InputStream stream = connection.getInputStream()) {
      assertThat(connection.getInputStream()).isSameAs(stream);
      told.add(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
    return told;
  }

  @Test
  @Tag("S81")
  void whatIsToldIsWhatWasTrueWhenItWasConnected() throws IOException {
    Path file = file("/f.txt", 10);
    URLConnection connection = file.toUri().toURL().openConnection();
    connection.connect();
    Files.write(file, bytes(20));
    assertThat(connection.getContentLength()).isEqualTo(10);
    assertThat(connection.getHeaderField("content-length")).isEqualTo("10");
  }

  @Test
  @Tag("S81")
  void nothingIsToldOfWhatIsNotThere() throws IOException {
    URLConnection connection = path("/none.txt").toUri().toURL().openConnection();
    assertThat(connection.getHeaderFields()).isEmpty();
    assertThat(connection.getHeaderFieldKey(0)).isNull();
    assertThat(connection.getContentType()).isEqualTo("content/unknown");
    assertThatThrownBy(connection::connect).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @Tag("S81")
  void aClassLoaderFindsDirectories() throws IOException {
    Files.createDirectories(path("/classes/package"));
    file("/classes/package/a", 1);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {path("/classes").toUri().toURL()});
        InputStream names = loader.getResourceAsStream("package/")) {
      assertThat(names).hasContent("a");
    }
  }
}
