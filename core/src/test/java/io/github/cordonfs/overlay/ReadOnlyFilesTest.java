package io.github.cordonfs.overlay;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an overlay that shows the disk refuses, as a disk that is mounted read-only refuses it. */
@Tag("S102")
class ReadOnlyFilesTest extends OverlayFixture {

  private Path file;
  private Path directory;
  private Path missing;
  private List<String> before;

  @Override
  void configure(Properties properties) {
    properties.setProperty("cordon.overlay.backing", "true");
  }

  @BeforeEach
  void fillTheDisk() throws IOException {
    Files.createDirectories(plain("db/dir/empty"));
    Files.writeString(plain("db/file"), "on the disk");
    Files.createSymbolicLink(plain("db/link"), Path.of("file"));
    Files.createSymbolicLink(plain("db/dangling"), Path.of("nothing"));
    Files.writeString(plain("outside"), "outside");
    file = path("db/file");
    directory = path("db/dir");
    missing = path("db/missing");
    before = disk();
  }

  @AfterEach
  void theDiskIsAsItWas() throws IOException {
    assertThat(disk()).isEqualTo(before);
  }

  /** Returns all that a change below the path would change. */
  private List<String> disk() throws IOException {
    try (Stream<Path> walk = Files.walk(plain("db"))) {
      return walk.sorted().map(ReadOnlyFilesTest::described).toList();
    }
  }

  private static String described(Path path) {
    try {
      return path
          + " "
          + Files.readAttributes(path, "unix:ino,mode,nlink,ctime,size", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(Path path, ThrowingCallable change) {
    assertThatThrownBy(change)
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessageStartingWith(path + ": Read-only file system")
        .hasMessageContaining("-Dcordon.overlay.backing=true");
  }

  @Test
  void nothingIsWritten() {
    refused(file, () -> Files.writeString(file, "x"));
    refused(file, () -> Files.newOutputStream(file));
    refused(file, () -> Files.newByteChannel(file, WRITE));
    refused(file, () -> Files.newByteChannel(file, APPEND));
    refused(file, () -> FileChannel.open(file, READ, WRITE));
    refused(file, () -> FileChannel.open(file, READ, DELETE_ON_CLOSE));
    refused(file, () -> Files.newInputStream(file, READ, DELETE_ON_CLOSE));
    refused(file, () -> AsynchronousFileChannel.open(file, WRITE));
    Path link = path("db/link");
    refused(link, () -> Files.writeString(link, "x"));
    Path dangling = path("db/dangling");
    refused(dangling, () -> Files.writeString(dangling, "x"));
  }

  @Test
  void nothingIsCreated() {
    refused(missing, () -> Files.writeString(missing, "x"));
    refused(missing, () -> Files.createFile(missing));
    refused(missing, () -> Files.createDirectory(missing));
    refused(missing, () -> Files.createSymbolicLink(missing, file));
    refused(missing, () -> Files.createLink(missing, file));
    refused(missing, () -> FileChannel.open(missing, CREATE, WRITE));
    refused(missing, () -> FileChannel.open(missing, CREATE_NEW, WRITE));
    assertThatThrownBy(() -> Files.createTempFile(directory, "a", "b"))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only file system");
    assertThatThrownBy(() -> Files.createDirectories(path("db/a/b")))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only file system");
  }

  @Test
  void nothingIsDeletedOrMoved() {
    refused(file, () -> Files.delete(file));
    refused(file, () -> Files.deleteIfExists(file));
    refused(directory, () -> Files.delete(directory));
    refused(file, () -> Files.move(file, missing));
    refused(file, () -> Files.move(file, path("moved")));
    refused(missing, () -> Files.move(path("outside"), missing));
    refused(missing, () -> Files.copy(path("outside"), missing));
    refused(missing, () -> Files.copy(file, missing));
    refused(file, () -> Files.copy(path("outside"), file, REPLACE_EXISTING));
    assertThat(path("moved")).doesNotExist();
    assertThat(path("outside")).hasContent("outside");
  }

  @Test
  void noAttributeIsSet() {
    FileTime time = FileTime.fromMillis(0);
    refused(file, () -> Files.setLastModifiedTime(file, time));
    refused(file, () -> Files.setPosixFilePermissions(file, Set.of()));
    refused(file, () -> Files.setOwner(file, Files.getOwner(file)));
    refused(file, () -> Files.setAttribute(file, "user:x", ByteBuffer.allocate(1)));
    refused(file, () -> Files.setAttribute(file, "lastModifiedTime", time));
    assertThatThrownBy(() -> Files.setAttribute(file, "none:x", 1))
        .isInstanceOf(UnsupportedOperationException.class);
    var posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    refused(file, () -> posix.setTimes(time, null, null));
    refused(file, () -> posix.setGroup(posix.readAttributes().group()));
    refused(file, () -> posix.setOwner(posix.getOwner()));
    var basic = Files.getFileAttributeView(file, BasicFileAttributeView.class);
    refused(file, () -> basic.setTimes(time, null, null));
    var owner = Files.getFileAttributeView(file, FileOwnerAttributeView.class);
    refused(file, () -> owner.setOwner(owner.getOwner()));
    var dos = Files.getFileAttributeView(file, DosFileAttributeView.class);
    refused(file, () -> dos.setReadOnly(true));
    refused(file, () -> dos.setHidden(true));
    refused(file, () -> dos.setSystem(true));
    refused(file, () -> dos.setArchive(true));
    refused(file, () -> dos.setTimes(time, null, null));
    var user = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    refused(file, () -> user.write("x", ByteBuffer.allocate(1)));
    refused(file, () -> user.delete("x"));
  }

  @Test
  void viewsShowWhatTheDiskHas() throws IOException {
    Path real = plain("db/file");
    var user = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    Files.setAttribute(real, "user:x", new byte[] {7});
    before = disk();
    assertThat(user.list()).containsExactly("x");
    assertThat(user.size("x")).isEqualTo(1);
    ByteBuffer value = ByteBuffer.allocate(1);
    assertThat(user.read("x", value)).isEqualTo(1);
    assertThat(value.get(0)).isEqualTo((byte) 7);
    var dos = Files.getFileAttributeView(file, DosFileAttributeView.class);
    assertThat(dos.name()).isEqualTo("dos");
    assertThat(dos.readAttributes().isHidden()).isFalse();
    assertThat(Files.getOwner(file)).isEqualTo(Files.getOwner(real));
  }

  @Test
  void whatElseIsWrongIsSaidFirst() {
    Path below = path("db/none/f");
    for (Path there : List.of(file, directory)) {
      assertThatThrownBy(() -> Files.createDirectory(there))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThatThrownBy(() -> Files.createFile(there))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThatThrownBy(() -> Files.copy(path("outside"), there))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThatThrownBy(() -> Files.move(path("outside"), there))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThatThrownBy(() -> Files.writeString(directory, ""))
        .isInstanceOf(FileSystemException.class)
        .hasMessageEndingWith("Is a directory");
    assertThatThrownBy(() -> Files.createDirectory(path("db/file/x")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageEndingWith("Not a directory");
    List<ThrowingCallable> missed =
        List.of(
            () -> Files.writeString(below, ""),
            () -> Files.createDirectory(below),
            () -> Files.newByteChannel(missing, WRITE),
            () -> Files.delete(missing),
            () -> Files.move(missing, file, REPLACE_EXISTING),
            () -> Files.copy(missing, directory.resolve("copy")),
            () -> Files.copy(path("none"), missing),
            () -> Files.copy(path("outside"), below, REPLACE_EXISTING),
            () -> Files.createLink(path("hard"), missing),
            () -> Files.setLastModifiedTime(path("db/dangling"), FileTime.fromMillis(0)),
            () -> Files.setLastModifiedTime(missing, FileTime.fromMillis(0)));
    for (ThrowingCallable each : missed) {
      assertThatThrownBy(each).isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void programsThatMindAReadOnlyDiskAreNotDisturbed() throws IOException {
    assertThat(Files.createDirectories(directory)).isEqualTo(directory);
    Files.copy(file, path("db/file"));
    Files.move(file, path("db/file"));
    assertThat(Files.deleteIfExists(missing)).isFalse();
    assertThat(Files.deleteIfExists(path("db/none/f"))).isFalse();
    assertThat(Files.isWritable(file)).isFalse();
    assertThat(Files.isReadable(file)).isTrue();
    assertThat(Files.getFileStore(file).isReadOnly()).isTrue();
    assertThat(Files.getFileStore(path("outside")).isReadOnly()).isFalse();
    assertThat(fs.getFileStores()).contains(Files.getFileStore(path("db")));
    assertThat(fs.isReadOnly()).isFalse();
  }

  @Test
  @Tag("S31")
  void noAtomicMoveCrossesItsBorder() {
    assertThatThrownBy(() -> Files.move(path("outside"), missing, ATOMIC_MOVE))
        .isInstanceOf(AtomicMoveNotSupportedException.class);
    assertThatThrownBy(() -> Files.move(file, path("moved"), ATOMIC_MOVE))
        .isInstanceOf(AtomicMoveNotSupportedException.class);
    refused(file, () -> Files.move(file, missing, ATOMIC_MOVE));
    assertThat(path("moved")).doesNotExist();
  }

  @Test
  @Tag("S31")
  void noHardLinkCrossesItsBorder() {
    assertThatThrownBy(() -> Files.createLink(path("hard"), file))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessageContaining("Invalid cross-device link");
    assertThatThrownBy(() -> Files.createLink(missing, path("outside")))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessageContaining("Invalid cross-device link");
    assertThat(path("hard")).doesNotExist();
  }

  /** Only the path decides. */
  @Test
  void aLinkOutsideLeadsToTheDiskItself() throws IOException {
    Files.createSymbolicLink(path("in"), path("db"));
    Files.writeString(path("in/file"), "changed");
    assertThat(Files.readString(file)).isEqualTo("changed");
    before = disk();
  }
}
