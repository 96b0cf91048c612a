package io.github.cordonfs.conformance.alike;

import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Paths and link targets of more than 4,095 bytes. */
@Tag("S84")
class PathLimitsTest {

  private static final int PATH_MAX = 4095;

  /** Returns a path of so many bytes that leads where another does. */
  private static Path padded(Path path, int bytes) {
    String name = path.getFileName().toString();
    String start = path.getParent().toString();
    int missing = bytes - start.length() - 1 - name.length();
    String dots = (missing % 2 == 1 ? "/" + "./".repeat(missing / 2) : "./".repeat(missing / 2));
    // A slash too many does not count, so an odd number needs a name of two dots and a way back.
    String text =
        start + "/" + (missing % 2 == 1 ? "a/../" + "./".repeat((missing - 5) / 2) : dots);
    return path.getFileSystem().getPath(text + name);
  }

  @Test
  void aPathOfMoreIsRefusedByEverythingThatTakesOne() throws Exception {
    Alike.check(all -> {
      Files.createDirectory(all.path("a"));
      Path file = all.file("f", 10);
      for (int bytes = PATH_MAX - 1; bytes <= PATH_MAX + 2; bytes++) {
        Path path = padded(file, bytes);
        int length = bytes;
        all.note(length + " length", () -> path.toString().length());
        all.note(length + " is there", () -> Files.exists(path) + " " + Files.notExists(path));
        all.note(length + " size", () -> shortened(() -> Files.size(path)));
        all.note(length + " read", () -> shortened(() -> Files.readAllBytes(path).length));
        all.note(length + " real", () -> shortened(() -> path.toRealPath().getFileName()));
        all.note(
            length + " real unfollowed",
            () -> shortened(() -> path.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName()));
      }
      Path tooLong = padded(file, PATH_MAX + 1);
      Path dir = padded(all.path("a"), PATH_MAX + 1);
      Path free = padded(all.path("free"), PATH_MAX + 1);
      all.note("open", () -> shortened(() -> FileChannel.open(tooLong)));
      all.note("asynchronous", () -> shortened(() -> AsynchronousFileChannel.open(tooLong)));
      all.note("create", () -> shortened(() -> FileChannel.open(free, StandardOpenOption.CREATE)));
      all.note("create file", () -> shortened(() -> Files.createFile(free)));
      all.note("create directory", () -> shortened(() -> Files.createDirectory(free)));
      all.note("link", () -> shortened(() -> Files.createLink(free, file)));
      all.note("link to", () -> shortened(() -> Files.createLink(all.path("g"), tooLong)));
      all.note(
          "symbolic link",
          () -> shortened(() -> Files.createSymbolicLink(free, file.getFileName())));
      all.note("read link", () -> shortened(() -> Files.readSymbolicLink(tooLong)));
      all.note("delete", () -> shortened(() -> deleted(tooLong)));
      all.note("delete if", () -> shortened(() -> Files.deleteIfExists(tooLong)));
      all.note("copy from", () -> shortened(() -> Files.copy(tooLong, all.path("g"))));
      all.note("copy to", () -> shortened(() -> Files.copy(file, free)));
      all.note("move from", () -> shortened(() -> Files.move(tooLong, all.path("g"))));
      all.note("move to", () -> shortened(() -> Files.move(file, free)));
      all.note(
          "move at once",
          () -> shortened(() -> Files.move(file, free, StandardCopyOption.ATOMIC_MOVE)));
      all.note("same", () -> shortened(() -> Files.isSameFile(tooLong, file)));
      all.note("same as", () -> shortened(() -> Files.isSameFile(file, tooLong)));
      all.note("list", () -> shortened(() -> listed(dir)));
      all.note(
          "attributes",
          () -> shortened(() -> Files.readAttributes(tooLong, BasicFileAttributes.class).size()));
      all.note("by name", () -> shortened(() -> Files.getAttribute(tooLong, "unix:ino")));
      all.note("set", () -> shortened(() -> Files.setAttribute(tooLong, "unix:mode", 0100600)));
      all.note(
          "set times",
          () -> shortened(() -> Files.setLastModifiedTime(tooLong, FileTime.fromMillis(1))));
      all.note(
          "view",
          () ->
              shortened(() ->
                  Files.getFileAttributeView(tooLong, BasicFileAttributeView.class)
                      .readAttributes()
                      .size()));
      all.note("user", () -> shortened(() -> Files.readAttributes(tooLong, "user:*")));
      all.note("access", () -> Files.isReadable(tooLong));
      all.note("store", () -> shortened(() -> Files.getFileStore(tooLong)));
      all.note(
          "watch",
          () ->
              shortened(() -> {
                try (var service = all.fileSystem().newWatchService()) {
                  return dir.register(service, StandardWatchEventKinds.ENTRY_CREATE);
                }
              }));
    });
  }

  @Test
  void aRelativePathOfMoreIsRefusedByAnOpenDirectory() throws Exception {
    Alike.check(all -> {
      all.file("f", 10);
      for (int bytes = PATH_MAX - 2; bytes <= PATH_MAX + 2; bytes += 2) {
        Path path = all.fileSystem().getPath("./".repeat(bytes / 2) + "f");
        int length = bytes;
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(all.path("."))) {
          SecureDirectoryStream<Path> stream = (SecureDirectoryStream<Path>) opened;
          all.note(
              "open " + length,
              () -> {
                try (var channel = stream.newByteChannel(path, Set.of(StandardOpenOption.READ))) {
                  return channel.size();
                } catch (java.nio.file.FileSystemException e) {
                  return e.getReason();
                }
              });
        }
      }
    });
  }

  @Test
  void theTargetOfALinkHasSoManyBytesAtMost() throws Exception {
    Alike.check(all -> {
      all.file("f", 10);
      for (int bytes = PATH_MAX - 3; bytes <= PATH_MAX + 4; bytes += 2) {
        int length = bytes;
        Path target = all.fileSystem().getPath("./".repeat(bytes / 2) + "f");
        Path link = all.path("link" + bytes);
        all.note("make " + length, () -> Files.createSymbolicLink(link, target));
        all.note("follow " + length, () -> Files.size(link));
        all.note(
            "size " + length,
            () ->
                Files.readAttributes(link, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .size());
      }
      Path umlauts =
          all.fileSystem().getPath(String.join("/", java.util.Collections.nCopies(1400, "ü")));
      all.note("bytes, not characters", () -> Files.createSymbolicLink(all.path("u"), umlauts));
    });
  }

  private static Object listed(Path path) throws Exception {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      return entries.iterator().hasNext();
    }
  }

  private static Object deleted(Path path) throws Exception {
    Files.delete(path);
    return "deleted";
  }

  /** An exception with a path of 4,096 bytes is hard to read. */
  private static Object shortened(java.util.concurrent.Callable<Object> attempt) throws Exception {
    try {
      return String.valueOf(attempt.call());
    } catch (java.nio.file.FileSystemException e) {
      return e.getClass().getSimpleName()
          + " "
          + length(e.getFile())
          + " "
          + length(e.getOtherFile())
          + " "
          + e.getReason();
    }
  }

  private static String length(String path) {
    return path == null ? "" : path.length() > 1000 ? "long" : "short";
  }
}
