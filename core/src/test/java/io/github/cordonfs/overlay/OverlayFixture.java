package io.github.cordonfs.overlay;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * An overlay that is not the default of this JVM, with two paths: {@code db} in a real directory,
 * and one of which nothing is real.
 */
abstract class OverlayFixture {

  static final String NOWHERE = "/no-such-directory/deep/data";

  @TempDir private Path real;

  OverlayFileSystem fs;

  /** For tests that need other options, too. */
  void configure(Properties properties) {}

  @BeforeEach
  void open() {
    Properties properties = new Properties();
    properties.setProperty("cordon.overlay", real.resolve("db") + "," + NOWHERE);
    properties.setProperty("cordon.overlay.size", "64m");
    properties.setProperty("cordon.overlay.injection", "true");
    properties.setProperty("cordon.unrelated", "x");
    configure(properties);
    FileSystem made =
        new OverlayFileSystemProvider(FileSystems.getDefault().provider(), properties)
            .getFileSystem(URI.create("file:///"));
    fs = (OverlayFileSystem) made;
  }

  @AfterEach
  void close() throws IOException {
    fs.routes().close();
  }

  /** A path in the real directory, as of the default provider of this JVM. */
  Path plain(String relative) {
    return real.resolve(relative);
  }

  /** The same path in the file system with the overlay. */
  Path path(String relative) {
    return fs.getPath(real.resolve(relative).toString());
  }

  /** What is in a directory. */
  static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  Path write(String relative, String text) throws IOException {
    return Files.writeString(path(relative), text);
  }
}
