package io.github.cordonfs.nio.directory;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Operations relative to an open directory. */
class SecureDirectoryStreamTest extends CordonFixture {

  private Path dir;

  @BeforeEach
  void makeDirectory() throws IOException {
    dir = Files.createDirectories(path("/top/dir"));
    Files.writeString(dir.resolve("a"), "mine");
  }

  private SecureDirectoryStream<Path> secure(Path directory) throws IOException {
    return (SecureDirectoryStream<Path>)
        directory.getFileSystem().provider().newDirectoryStream(directory, _ -> true);
  }

  private String read(SecureDirectoryStream<Path> stream, String name) throws IOException {
    try (SeekableByteChannel channel = stream.newByteChannel(path(name), Set.of(READ))) {
      ByteBuffer text = ByteBuffer.allocate(100);
      assertThat(channel.read(text)).isPositive();
      return new String(text.array(), 0, text.position(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private void write(SecureDirectoryStream<Path> stream, String name) throws IOException {
    try (SeekableByteChannel channel =
        stream.newByteChannel(path(name), Set.of(CREATE_NEW, WRITE))) {
      assertThat(channel.write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'}))).isEqualTo(3);
    }
  }

  @Test
  @Tag("S35")
  void aDirectoryThatIsReplacedByALinkDoesNotLeadElsewhere() throws IOException {
    Path victim = Files.createDirectory(path("/victim"));
    Files.writeString(victim.resolve("a"), "precious");
    try (SecureDirectoryStream<Path> stream = secure(dir)) {
      Files.move(dir, path("/moved"));
      Files.createSymbolicLink(dir, victim);
      assertThat(read(stream, "a")).isEqualTo("mine");
      write(stream, "b");
      stream.deleteFile(path("a"));
      assertThat(stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes())
          .extracting(a -> a.isDirectory())
          .isEqualTo(true);
    }
    assertThat(victim.resolve("a")).hasContent("precious");
    assertThat(victim.resolve("b")).doesNotExist();
    assertThat(path("/moved/b")).hasContent("new");
    assertThat(path("/moved/a")).doesNotExist();
  }

  @Test
  @Tag("S35")
  void aTreeIsDeletedWithoutLeavingIt() throws IOException {
    Path outside = file("/outside", 10);
    Files.createDirectories(dir.resolve("x/y/z"));
    Files.createFile(dir.resolve("x/y/f"));
    Files.createSymbolicLink(dir.resolve("x/out"), path("/"));
    try (SecureDirectoryStream<Path> top = secure(path("/top"))) {
      deleteTree(top, path("dir"));
    }
    assertThat(path("/top")).isEmptyDirectory();
    assertThat(outside).exists();
  }

  private static void deleteTree(SecureDirectoryStream<Path> parent, Path name) throws IOException {
    try (SecureDirectoryStream<Path> stream = parent.newDirectoryStream(name, NOFOLLOW_LINKS)) {
      for (Path entry : stream) {
        Path child = entry.getFileName();
        BasicFileAttributeView view =
            stream.getFileAttributeView(child, BasicFileAttributeView.class, NOFOLLOW_LINKS);
        if (view.readAttributes().isDirectory()) {
          deleteTree(stream, child);
        } else {
          stream.deleteFile(child);
        }
      }
    }
    parent.deleteDirectory(name);
  }

  @Test
  void entriesAreResolvedAgainstThePathThatWasOpened() throws IOException {
    try (SecureDirectoryStream<Path> top = secure(path("/top"));
        SecureDirectoryStream<Path> stream = top.newDirectoryStream(path("dir"))) {
      assertThat(stream).containsExactly(path("/top/dir/a"));
    }
  }

  @Test
  void dotsGoUpFromWhereTheDirectoryIs() throws IOException {
    try (SecureDirectoryStream<Path> stream = secure(dir)) {
      file("/here", 1);
      Files.writeString(path("/top/a"), "above");
      assertThat(read(stream, "../a")).isEqualTo("above");
      Files.writeString(path("/a"), "root");
      Files.move(dir, path("/moved"));
      assertThat(read(stream, "../a")).isEqualTo("root");
      assertThat(read(stream, "/top/a")).isEqualTo("above");
      Files.createSymbolicLink(path("/moved/relative"), path("../a"));
      Files.createSymbolicLink(path("/moved/absolute"), path("/top/a"));
      assertThat(read(stream, "relative")).isEqualTo("root");
      assertThat(read(stream, "absolute")).isEqualTo("above");
    }
  }

  @Test
  void linksAreFollowedUnlessToldOtherwise() throws IOException {
    Files.createSymbolicLink(dir.resolve("link"), path("/top"));
    Files.createSymbolicLink(dir.resolve("file"), path("a"));
    try (SecureDirectoryStream<Path> stream = secure(dir)) {
      stream.newDirectoryStream(path("link")).close();
      assertThatThrownBy(() -> stream.newDirectoryStream(path("link"), NOFOLLOW_LINKS))
          .isInstanceOf(FileSystemException.class);
      assertThatThrownBy(() -> stream.newByteChannel(path("file"), Set.of(READ, NOFOLLOW_LINKS)))
          .isInstanceOf(FileSystemException.class);
      assertThat(read(stream, "file")).isEqualTo("mine");
      assertThatThrownBy(() -> stream.newDirectoryStream(path("a")))
          .isInstanceOf(NotDirectoryException.class);
      stream.deleteFile(path("link"));
      assertThat(path("/top")).exists();
    }
  }

  @Test
  void filesAndDirectoriesAreDeletedAsWhatTheyAre() throws IOException {
    Files.createDirectories(dir.resolve("sub/full"));
    try (SecureDirectoryStream<Path> stream = secure(dir)) {
      assertThatThrownBy(() -> stream.deleteFile(path("sub")))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("Is a directory");
      assertThatThrownBy(() -> stream.deleteDirectory(path("a")))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("Not a directory");
      assertThatThrownBy(() -> stream.deleteDirectory(path("sub")))
          .isInstanceOf(DirectoryNotEmptyException.class);
      assertThatThrownBy(() -> stream.deleteFile(path("none")))
          .isInstanceOf(NoSuchFileException.class);
      stream.deleteDirectory(path("sub/full"));
      stream.deleteDirectory(path("sub"));
      stream.deleteFile(path("a"));
    }
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void filesAreMovedFromOneOpenDirectoryToAnother() throws IOException {
    Path other = Files.createDirectory(path("/other"));
    Files.createDirectory(other.resolve("sub"));
    file("/other/old", 1);
    try (SecureDirectoryStream<Path> from = secure(dir);
        SecureDirectoryStream<Path> to = secure(other)) {
      Files.move(other, path("/elsewhere"));
      from.move(path("a"), to, path("old"));
      assertThat(path("/elsewhere/old")).hasContent("mine");
      assertThatThrownBy(() -> to.move(path("old"), to, path("sub")))
          .isInstanceOf(FileSystemException.class);
      to.move(path("old"), from, path("back"));
      assertThat(dir.resolve("back")).exists();
      assertThatThrownBy(() -> from.move(path("none"), to, path("x")))
          .isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> from.move(path("back"), null, path("x")))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void nothingMovesToAnotherFileSystem() throws IOException {
    try (FileSystem second = Cordon.newFileSystem(options());
        SecureDirectoryStream<Path> from = secure(dir);
        SecureDirectoryStream<Path> to = secure(second.getPath("/"))) {
      assertThatThrownBy(() -> from.move(path("a"), to, second.getPath("a")))
          .isInstanceOf(AtomicMoveNotSupportedException.class);
      assertThatThrownBy(() -> from.deleteFile(Path.of("a")))
          .isInstanceOf(ProviderMismatchException.class);
    }
  }

  @Test
  void attributesAreReadAndSetThroughTheDirectory() throws IOException {
    try (SecureDirectoryStream<Path> stream = secure(dir)) {
      Files.move(dir, path("/moved"));
      stream
          .getFileAttributeView(path("a"), PosixFileAttributeView.class)
          .setPermissions(PosixFilePermissions.fromString("rwx------"));
      stream
          .getFileAttributeView(PosixFileAttributeView.class)
          .setPermissions(PosixFilePermissions.fromString("rwxrwx---"));
    }
    assertThat(Files.getPosixFilePermissions(path("/moved/a"))).hasSize(3);
    assertThat(Files.getPosixFilePermissions(path("/moved"))).hasSize(6);
  }

  @Test
  void whatIsDeletedOnCloseIsWhatWasOpenedWhereverItsDirectoryIs() throws IOException {
    try (SecureDirectoryStream<Path> stream = secure(dir)) {
      SeekableByteChannel channel =
          stream.newByteChannel(path("t"), Set.of(CREATE, WRITE, DELETE_ON_CLOSE));
      Files.move(dir, path("/moved"));
      Files.createDirectory(dir);
      file("/top/dir/t", 1);
      assertThat(path("/moved/t")).exists();
      channel.close();
      assertThat(path("/moved/t")).doesNotExist();
      assertThat(path("/top/dir/t")).exists();
    }
  }

  @Test
  void aDeletedDirectoryHasNothingAndTakesNothing() throws IOException {
    try (SecureDirectoryStream<Path> stream = secure(dir)) {
      Files.delete(dir.resolve("a"));
      Files.delete(dir);
      Files.createDirectory(dir);
      Files.writeString(dir.resolve("a"), "another's");
      assertThatThrownBy(() -> read(stream, "a")).isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> write(stream, "b")).isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> stream.deleteFile(path("a")))
          .isInstanceOf(NoSuchFileException.class);
      assertThat(stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes())
          .isNotNull();
    }
    assertThat(dir.resolve("b")).doesNotExist();
  }

  @Test
  void aClosedStreamSaysSo() throws IOException {
    SecureDirectoryStream<Path> stream = secure(dir);
    SecureDirectoryStream<Path> open = secure(dir);
    stream.close();
    Path a = path("a");
    assertThatThrownBy(() -> stream.newDirectoryStream(a))
        .isInstanceOf(ClosedDirectoryStreamException.class);
    assertThatThrownBy(() -> stream.newByteChannel(a, Set.of(READ)))
        .isInstanceOf(ClosedDirectoryStreamException.class);
    assertThatThrownBy(() -> stream.deleteFile(a))
        .isInstanceOf(ClosedDirectoryStreamException.class);
    assertThatThrownBy(() -> stream.deleteDirectory(a))
        .isInstanceOf(ClosedDirectoryStreamException.class);
    assertThatThrownBy(() -> open.move(a, stream, a))
        .isInstanceOf(ClosedDirectoryStreamException.class);
    assertThatThrownBy(
            () -> stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes())
        .isInstanceOf(ClosedDirectoryStreamException.class);
    open.close();
  }

  @Test
  void aNameThatIsTakenIsRefused() throws IOException {
    try (SecureDirectoryStream<Path> stream = secure(dir)) {
      assertThatThrownBy(() -> write(stream, "a")).isInstanceOf(FileAlreadyExistsException.class);
    }
  }
}
