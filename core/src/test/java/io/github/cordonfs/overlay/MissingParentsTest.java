package io.github.cordonfs.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Directories above a path of the overlay that the disk lacks. */
@Tag("S98")
class MissingParentsTest extends OverlayFixture {

  @Override
  void configure(Properties properties) {
    String below = plain("top/middle/data").toString();
    properties.setProperty(
        "cordon.overlay", below + "," + properties.getProperty("cordon.overlay"));
  }

  private void refused(ThrowingCallable change, Path file) {
    assertThatThrownBy(change)
        .isInstanceOf(FileSystemException.class)
        .isNotInstanceOf(NoSuchFileException.class)
        .hasMessageStartingWith(file + ": Read-only file system: the disk has no directory ")
        .hasMessageContaining("-Dcordon.overlay");
    assertThat(plain("top")).doesNotExist();
  }

  @Test
  void aWalkFindsItsWayThroughThem() throws IOException {
    Files.createDirectory(plain("other"));
    Path file = write("top/middle/data/f", "in memory");
    try (Stream<Path> walk = Files.walk(path(""))) {
      assertThat(walk)
          .containsExactlyInAnyOrder(
              path(""),
              path("db"),
              path("other"),
              path("top"),
              path("top/middle"),
              path("top/middle/data"),
              file);
    }
    assertThat(entries(fs.getPath("/"))).contains(fs.getPath("/no-such-directory"));
    assertThat(entries(fs.getPath("/no-such-directory/deep"))).containsExactly(fs.getPath(NOWHERE));
    assertThat(entries(path("top/../top/./middle")))
        .containsExactly(path("top/../top/./middle/data"));
  }

  @Test
  void theyAreDirectories() throws IOException {
    for (Path each : List.of(path("top"), path("top/middle"), path("absent/../top"))) {
      assertThat(each).isDirectory().isReadable().isExecutable();
      assertThat(Files.exists(each, LinkOption.NOFOLLOW_LINKS)).isTrue();
      assertThat(Files.isWritable(each)).isFalse();
      PosixFileAttributes attributes = Files.readAttributes(each, PosixFileAttributes.class);
      assertThat(attributes.isDirectory()).isTrue();
      assertThat(attributes.owner()).isEqualTo(Files.getOwner(path("db")));
      assertThat(Files.readAttributes(each, "posix:owner,isDirectory"))
          .containsEntry("owner", attributes.owner())
          .containsEntry("isDirectory", true);
      assertThat(each.toUri().toString()).endsWith("/");
      assertThat(each.toFile()).doesNotExist();
    }
    assertThat(path("absent/../top").toRealPath()).isEqualTo(path("top"));
    assertThat(Files.isSameFile(path("top"), path("top/middle/.."))).isTrue();
    assertThat(Files.exists(path("top/other"))).isFalse();
    assertThatThrownBy(() -> Files.readString(path("top/other")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void nothingCanBeMadeInThem() throws IOException {
    Path file = path("top/middle/f");
    write("source", "x");
    refused(() -> Files.writeString(file, "x"), file);
    refused(() -> Files.newOutputStream(file).close(), file);
    refused(() -> Files.newByteChannel(file, CREATE).close(), file);
    refused(() -> FileChannel.open(file, CREATE).close(), file);
    refused(() -> AsynchronousFileChannel.open(file, CREATE, null).close(), file);
    refused(() -> Files.createDirectory(file), file);
    refused(() -> Files.createDirectories(path("top/x/y")), path("top/x"));
    refused(() -> Files.createSymbolicLink(file, path("source")), file);
    refused(() -> Files.createLink(file, path("source")), file);
    refused(() -> Files.copy(path("source"), file), file);
    refused(() -> Files.copy(path("db"), file), file);
    refused(() -> Files.move(path("source"), file), file);
    assertThat(path("source")).exists();
    assertThatThrownBy(() -> Files.copy(path("no-source"), file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(path("no-source").toString());
    assertThatThrownBy(() -> Files.move(path("no-source"), file))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(path("no-source").toString());
    assertThatThrownBy(() -> FileChannel.open(file, StandardOpenOption.WRITE))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.createDirectory(path("top/middle/x/y")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static final Set<StandardOpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  @Test
  void theyCannotBeChanged() throws IOException {
    Path top = path("top");
    Files.delete(path("top/middle/data"));
    write("source", "x");
    refused(() -> Files.delete(path("top/middle")), path("top/middle"));
    refused(() -> Files.deleteIfExists(top), top);
    refused(() -> Files.move(top, path("moved")), top);
    refused(() -> Files.move(path("source"), top, StandardCopyOption.ATOMIC_MOVE), top);
    refused(() -> Files.copy(path("source"), top, StandardCopyOption.REPLACE_EXISTING), top);
    refused(() -> Files.setLastModifiedTime(top, FileTime.fromMillis(0)), top);
    refused(() -> Files.setAttribute(top, "lastModifiedTime", FileTime.fromMillis(0)), top);
    refused(() -> Files.setOwner(top, Files.getOwner(top)), top);
    refused(() -> Files.setPosixFilePermissions(top, Set.of()), top);
    PosixFileAttributeView posix = Files.getFileAttributeView(top, PosixFileAttributeView.class);
    assertThat(posix.name()).isEqualTo("posix");
    assertThat(posix.readAttributes().isDirectory()).isTrue();
    refused(() -> posix.setTimes(null, null, null), top);
    refused(() -> posix.setOwner(posix.getOwner()), top);
    refused(() -> posix.setGroup(posix.readAttributes().group()), top);
    BasicFileAttributeView basic = Files.getFileAttributeView(top, BasicFileAttributeView.class);
    assertThat(basic.name()).isEqualTo("basic");
    assertThat(basic.readAttributes().isDirectory()).isTrue();
    FileOwnerAttributeView owner = Files.getFileAttributeView(top, FileOwnerAttributeView.class);
    assertThat(owner.name()).isEqualTo("owner");
    assertThat(owner.getOwner()).isEqualTo(posix.getOwner());
    assertThat(Files.getFileAttributeView(top, UserDefinedFileAttributeView.class)).isNull();
    assertThat(Files.getFileAttributeView(top, DosFileAttributeView.class)).isNull();
    assertThatThrownBy(() -> Files.createDirectory(top))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.copy(path("source"), top))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(Files.createDirectories(path("top/middle/data"))).isDirectory();
  }

  @Test
  void theirOpenDirectoryChangesNothing() throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path("top/middle"))) {
      assertThat(stream).isNotInstanceOf(SecureDirectoryStream.class);
    }
    Files.delete(path("top/middle/data"));
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path("top/middle"))) {
      assertThat(stream).isNotInstanceOf(SecureDirectoryStream.class).isEmpty();
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path("db"))) {
      SecureDirectoryStream<Path> secure = (SecureDirectoryStream<Path>) stream;
      assertThatThrownBy(() -> secure.deleteDirectory(path("top/middle")))
          .isInstanceOf(RuntimeException.class);
    }
    assertThat(path("top/middle")).isDirectory();
  }

  @Test
  void whatALinkInCordonLeftThereIsNotShown() throws IOException {
    Files.createSymbolicLink(path("top/middle/data/up"), fs.getPath("../stray"));
    Files.writeString(path("top/middle/data/up"), "of nobody");
    assertThat(entries(path("top/middle"))).containsExactly(path("top/middle/data"));
  }

  @Test
  void theyAreWatched() throws IOException, InterruptedException {
    try (WatchService watcher = fs.newWatchService()) {
      var key = path("top/middle").register(watcher, StandardWatchEventKinds.ENTRY_DELETE);
      Files.delete(path("top/middle/data"));
      assertThat(watcher.take()).isSameAs(key);
      assertThat(key.pollEvents())
          .singleElement()
          .satisfies(event -> assertThat(event.context()).isEqualTo(fs.getPath("data")));
    }
  }

  @Test
  void whatTheDiskHasComesFirst() throws IOException {
    Path seenBefore = path("top");
    assertThat(seenBefore).isDirectory();
    Files.createDirectories(plain("top"));
    Files.writeString(path("top/real"), "on disk");
    assertThat(plain("top/real")).hasContent("on disk");
    assertThat(entries(seenBefore)).containsExactlyInAnyOrder(path("top/real"), path("top/middle"));
    BasicFileAttributes attributes = Files.readAttributes(seenBefore, BasicFileAttributes.class);
    assertThat(attributes.fileKey())
        .isEqualTo(Files.readAttributes(plain("top"), BasicFileAttributes.class).fileKey());
    assertThat(path("top/middle")).isDirectory();
    Files.delete(path("top/real"));
    Files.delete(seenBefore);
    assertThat(plain("top")).doesNotExist();
    assertThat(seenBefore).isDirectory();
  }

  @Test
  void aLinkOrFileThatTheDiskHasIsNotReplaced() throws IOException {
    Files.createSymbolicLink(plain("top"), Path.of("nowhere"));
    assertThat(Files.exists(path("top"))).isFalse();
    assertThat(Files.isSymbolicLink(path("top"))).isTrue();
    Files.delete(path("top"));
    Files.writeString(plain("top"), "a file");
    assertThat(path("top")).isRegularFile();
    assertThat(path("top/middle/data")).isEmptyDirectory();
  }

  @Test
  void writingIsDeniedToWhoeverAsks() {
    assertThatThrownBy(() -> fs.provider().checkAccess(path("top"), AccessMode.WRITE))
        .isInstanceOf(FileSystemException.class)
        .isNotInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("Read-only file system");
  }
}
