package io.github.cordonfs.conformance.behaviour;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.cordonfs.CordonFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Relative names start in the directory that is open, wherever relative names start otherwise. */
class SecureDirectoriesTest extends Behaviour {

  @Override
  Set<CordonFeature> needs() {
    return Set.of(CordonFeature.SECURE_DIRECTORY_STREAM);
  }

  @Test
  @Tag("S35")
  @Tag("S40")
  @Tag("S92")
  void filesAreMadeReadAndDeletedInIt() throws IOException {
    Path directory = directory("/d");
    Files.write(directory.resolve("f"), bytes(7));
    try (SecureDirectoryStream<Path> stream = open(directory)) {
      fact("0", () -> size(stream, "new", WRITE, CREATE_NEW));
      fact("true", () -> Files.exists(path("/d/new")));
      fact("7", () -> size(stream, "f", READ));
      fact("NoSuchFileException no", () -> size(stream, "no", READ));
      stream.deleteFile(path("f"));
      fact("false", () -> Files.exists(path("/d/f")));
    }
  }

  @Test
  @Tag("S35")
  @Tag("S40")
  @Tag("S92")
  void directoriesAreOpenedAndDeletedInIt() throws IOException {
    Path directory = directory("/d");
    directory("/d/e");
    file("/d/e/f", 7);
    try (SecureDirectoryStream<Path> stream = open(directory)) {
      try (SecureDirectoryStream<Path> inner = stream.newDirectoryStream(path("e"))) {
        fact("7", () -> size(inner, "f", READ));
        inner.deleteFile(path("f"));
      }
      stream.deleteDirectory(path("e"));
      fact("false", () -> Files.exists(path("/d/e")));
    }
  }

  @Test
  @Tag("S35")
  @Tag("S40")
  @Tag("S92")
  void attributesAreThoseOfItAndOfWhatIsInIt() throws IOException {
    Path directory = directory("/d");
    Files.write(directory.resolve("f"), bytes(7));
    try (SecureDirectoryStream<Path> stream = open(directory)) {
      fact("7", () -> view(stream, "f").readAttributes().size());
      fact(
          "true",
          () ->
              stream
                  .getFileAttributeView(BasicFileAttributeView.class)
                  .readAttributes()
                  .isDirectory());
      FileTime time = FileTime.fromMillis(1_000_000);
      view(stream, "f").setTimes(time, null, null);
      fact("true", () -> Files.getLastModifiedTime(path("/d/f")).equals(time));
    }
  }

  @Test
  @Tag("S35")
  @Tag("S40")
  @Tag("S92")
  void filesMoveFromOneToAnother() throws IOException {
    Path directory = directory("/d");
    Path other = directory("/e");
    Files.write(directory.resolve("f"), bytes(7));
    try (SecureDirectoryStream<Path> from = open(directory);
        SecureDirectoryStream<Path> to = open(other)) {
      from.move(path("f"), to, path("g"));
    }
    fact("false", () -> Files.exists(path("/d/f")));
    fact("7", () -> Files.size(path("/e/g")));
  }

  @Test
  @Tag("S35")
  @Tag("S40")
  @Tag("S92")
  void itIsTheSameDirectoryWhenItHasMoved() throws IOException {
    Path directory = directory("/d");
    directory("/e");
    try (SecureDirectoryStream<Path> stream = open(directory)) {
      Files.move(directory, path("/e/d"));
      try (SeekableByteChannel channel =
          stream.newByteChannel(path("f"), Set.of(WRITE, CREATE_NEW))) {
        channel.write(ByteBuffer.allocate(3));
      }
      fact("3", () -> Files.size(path("/e/d/f")));
    }
  }

  // A stream of a directory of a provider that has secure ones is one.
  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  private static SecureDirectoryStream<Path> open(Path directory) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
    return (SecureDirectoryStream<Path>) stream;
  }

  private BasicFileAttributeView view(SecureDirectoryStream<Path> stream, String name) {
    return stream.getFileAttributeView(path(name), BasicFileAttributeView.class, NOFOLLOW_LINKS);
  }

  private long size(SecureDirectoryStream<Path> stream, String name, StandardOpenOption... options)
      throws IOException {
    try (SeekableByteChannel channel = stream.newByteChannel(path(name), Set.of(options))) {
      return channel.size();
    }
  }
}
