package io.github.cordonfs.conformance.behaviour;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.cordonfs.CordonFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpeningTest extends Behaviour {

  @Override
  Set<CordonFeature> needs() {
    return Set.of(CordonFeature.FILE_CHANNEL, CordonFeature.SYMBOLIC_LINKS);
  }

  @Test
  void withoutCreateAFileMustBeThere() {
    fact("NoSuchFileException /f", () -> size(path("/f")));
    fact("NoSuchFileException /f", () -> size(path("/f"), READ));
    fact("NoSuchFileException /f", () -> size(path("/f"), WRITE));
    fact("NoSuchFileException /f", () -> size(path("/f"), APPEND));
    fact("NoSuchFileException /f", () -> size(path("/f"), READ, CREATE));
    fact("NoSuchFileException /d/f", () -> size(path("/d/f"), WRITE, CREATE));
  }

  @Test
  void createMakesAFileOrTakesTheOneThatIsThere() throws IOException {
    fact("0", () -> size(path("/new"), WRITE, CREATE));
    file("/f", 7);
    fact("7", () -> size(path("/f"), WRITE, CREATE));
    fact("7", () -> size(path("/f"), READ, CREATE_NEW));
    fact("FileAlreadyExistsException /f", () -> size(path("/f"), WRITE, CREATE_NEW));
    fact("FileAlreadyExistsException /f", () -> size(path("/f"), WRITE, CREATE, CREATE_NEW));
  }

  @Test
  void onlyAnOpenForWritingTruncates() throws IOException {
    file("/f", 7);
    fact("7", () -> size(path("/f"), READ, TRUNCATE_EXISTING));
    fact("0", () -> size(path("/f"), WRITE, TRUNCATE_EXISTING));
    file("/g", 7);
    fact("0", () -> size(path("/g"), READ, WRITE, TRUNCATE_EXISTING));
  }

  @Test
  void someOptionsDoNotGoTogether() throws IOException {
    file("/f", 7);
    fact(
        "IllegalArgumentException",
        () -> size(path("/f"), READ, APPEND),
        unless(Difference.JIMFS_OPTIONS, "UnsupportedOperationException"));
    fact(
        "IllegalArgumentException",
        () -> size(path("/f"), APPEND, TRUNCATE_EXISTING),
        unless(Difference.JIMFS_OPTIONS, "0"));
    fact(
        "UnsupportedOperationException",
        () -> size(path("/f"), READ, new OpenOption() {}),
        unless(Difference.JIMFS_OPTIONS, "0"));
    fact(
        "IllegalArgumentException",
        () -> size(path("/f"), WRITE, APPEND, TRUNCATE_EXISTING),
        unless(Difference.JIMFS_OPTIONS, "0"));
    fact(
        "7",
        () -> size(path("/f"), WRITE, APPEND, SYNC, SPARSE),
        unless(Difference.JIMFS_OPTIONS, "0"));
  }

  @Test
  void aDirectoryCanBeOpenedForReadingAndNotRead() throws IOException {
    Path directory = directory("/d");
    fact(
        "true",
        () -> isOpen(directory, READ),
        unless(Difference.JIMFS_CHECKS, "FileSystemException /d: not a regular file"));
    fact(
        "FileSystemException /d: Is a directory",
        () -> isOpen(directory, WRITE),
        unless(Difference.JIMFS_WORDS, "FileSystemException /d: not a regular file"));
    fact(
        "FileSystemException /d: Is a directory",
        () -> isOpen(directory, WRITE, CREATE),
        unless(Difference.JIMFS_WORDS, "FileSystemException /d: not a regular file"));
    fact("FileAlreadyExistsException /d", () -> isOpen(directory, WRITE, CREATE_NEW));
    fact(
        "IOException: Is a directory",
        () -> Files.readAllBytes(directory),
        unless(Difference.JIMFS_WORDS, "FileSystemException /d: not a regular file"),
        unless(Difference.CHANNEL_ERRORS, "FileSystemException /d: Is a directory"));
  }

  @Test
  void linksAreFollowedUnlessToldNotTo() throws IOException {
    Path link = link("/link", file("/f", 7));
    fact("7", () -> size(link, READ));
    fact(
        "IOException: Too many levels of symbolic links (NOFOLLOW_LINKS specified)",
        () -> size(link, READ, NOFOLLOW_LINKS),
        unless(Difference.JIMFS_WORDS, "FileSystemException /link: not a regular file"),
        unless(
            Difference.CHANNEL_ERRORS,
            "FileSystemException /link: Too many levels of symbolic links"));
    fact("7", () -> size(path("/f"), READ, NOFOLLOW_LINKS));
    Path dangling = link("/dangling", path("/end"));
    fact("NoSuchFileException /dangling", () -> size(dangling, READ));
    fact("FileAlreadyExistsException /dangling", () -> size(dangling, WRITE, CREATE_NEW));
    fact(
        "0",
        () -> size(dangling, WRITE, CREATE),
        unless(Difference.JIMFS_LINKS, "FileSystemException /dangling: not a regular file"));
    fact("true", () -> Files.exists(path("/end")), unless(Difference.JIMFS_LINKS, "false"));
  }

  @Test
  void aFileThatIsDeletedOnCloseIsGoneThen() throws IOException {
    Path file = file("/f", 7);
    fact("7", () -> size(file, READ, DELETE_ON_CLOSE));
    fact("false", () -> Files.exists(file), unless(Difference.JIMFS_DELETE_ON_CLOSE, "true"));
    fact(
        "0",
        () -> size(file, WRITE, CREATE_NEW, DELETE_ON_CLOSE),
        unless(Difference.JIMFS_DELETE_ON_CLOSE, "FileAlreadyExistsException /f"));
    fact("false", () -> Files.exists(file), unless(Difference.JIMFS_DELETE_ON_CLOSE, "true"));
    file("/f", 7);
    fact(
        "false",
        () -> {
          try (FileChannel _ = FileChannel.open(file, READ, DELETE_ON_CLOSE)) {
            return Files.exists(file);
          }
        },
        unless(Difference.JIMFS_DELETE_ON_CLOSE, "true"),
        unless(Difference.DELETE_ON_CLOSE, "true"));
  }

  @Test
  void anUnlinkedFileLivesUntilItsLastChannelIsClosed() throws IOException {
    Path file = file("/f", 7);
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      Files.delete(file);
      fact("3", () -> channel.write(ByteBuffer.allocate(3), 10));
      fact("13", channel::size);
      file("/f", 1);
      fact("13", channel::size);
      fact("1", () -> Files.size(file));
    }
  }

  private static long size(Path path, OpenOption... options) throws IOException {
    try (FileChannel channel = FileChannel.open(path, options)) {
      return channel.size();
    }
  }

  private static boolean isOpen(Path path, OpenOption... options) throws IOException {
    try (FileChannel channel = FileChannel.open(path, options)) {
      return channel.isOpen();
    }
  }
}
