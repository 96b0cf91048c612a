package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
}
