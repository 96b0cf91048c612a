package io.github.cordonfs.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which files are in memory and which are real, whatever way a program names them. */
class OverlayRoutingTest extends OverlayFixture {

  @Test
  @Tag("S30")
  void filesUnderAPrefixAreInMemoryAndAllOthersAreReal() throws IOException {
    write("db/a", "memory");
    write("a", "real");
    assertThat(path("db/a")).hasContent("memory");
    assertThat(plain("db")).doesNotExist();
    assertThat(plain("a")).hasContent("real");
    Files.writeString(fs.getPath(NOWHERE, "b"), "memory");
    assertThat(fs.getPath(NOWHERE, "b")).hasContent("memory");
    assertThat(Path.of(NOWHERE)).doesNotExist();
  }

  @Test
  @Tag("S30")
  void aPrefixIsAnEmptyDirectoryFromTheStartWhateverIsReal() throws IOException {
    Files.createDirectory(plain("db"));
    Files.writeString(plain("db/hidden"), "real");
    assertThat(path("db")).isEmptyDirectory();
    assertThat(fs.getPath(NOWHERE)).isEmptyDirectory();
    assertThat(plain("db/hidden")).exists();
  }

  @Test
  void aNameThatOnlyBeginsLikeAPrefixIsReal() throws IOException {
    write("db.lock", "real");
    assertThat(plain("db.lock")).exists();
  }

  @Test
  void dotsDoNotLeadAstray() throws IOException {
    write("db/a", "memory");
    write("r", "real");
    Files.createDirectory(path("sub"));
    assertThat(path("sub/../db/./a")).hasContent("memory");
    assertThat(path("absent/../db/a")).hasContent("memory");
    assertThat(path("db/../r")).hasContent("real");
    assertThat(path("db/../db/a")).hasContent("memory");
    assertThat(path("db/../sub/../db/a")).hasContent("memory");
    assertThatThrownBy(() -> Files.readString(path("db/absent/../a")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void dotsInMemoryGoWhereLinksLed() throws IOException {
    Files.createDirectories(path("db/x/y"));
    write("db/x/f", "through the link");
    Files.createSymbolicLink(path("db/link"), fs.getPath("x/y"));
    assertThat(path("db/link/../f")).hasContent("through the link");
  }

  @Test
  void aRelativePathIsResolvedAgainstTheWorkingDirectory() throws IOException {
    write("db/a", "memory");
    Path relative = fs.getPath("").toAbsolutePath().relativize(path("db/a"));
    assertThat(relative).isRelative().hasContent("memory");
    assertThat(relative.toAbsolutePath().normalize()).isEqualTo(path("db/a"));
  }

  @Test
  @Tag("S31")
  void linksStayInTheirFileSystem() throws IOException {
    write("db/a", "memory");
    write("r", "real");
    Files.createSymbolicLink(path("to-db"), path("db"));
    assertThat(Files.exists(path("to-db/a"))).isFalse();
    Files.createSymbolicLink(path("db/to-r"), path("r"));
    assertThat(Files.exists(path("db/to-r"))).isFalse();
    assertThat(Files.readSymbolicLink(path("db/to-r"))).isEqualTo(path("r"));
    Files.createSymbolicLink(path("db/to-a"), path("db/a"));
    assertThat(path("db/to-a")).hasContent("memory");
    assertThat(path("db/to-a").toRealPath()).isEqualTo(path("db/a").toRealPath());
    assertThatThrownBy(() -> Files.createLink(path("hard"), path("db/a")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Invalid cross-device link");
    Files.createLink(path("db/hard"), path("db/a"));
    assertThat(Files.isSameFile(path("db/hard"), path("db/a"))).isTrue();
    assertThat(Files.isSameFile(path("r"), path("db/a"))).isFalse();
  }

  @Test
  @Tag("S31")
  void noRealPathLeadsToWhatTheOverlayHides() throws IOException {
    Files.createDirectory(plain("db"));
    Files.writeString(plain("db/f"), "hidden");
    write("db/f", "memory");
    Files.createSymbolicLink(path("to-db"), path("db"));
    // A link on the disk leads to what is on the disk.
    assertThat(path("to-db/f")).hasContent("hidden");
    for (Path through : List.of(path("to-db"), path("to-db/f"))) {
      assertThatThrownBy(through::toRealPath)
          .isInstanceOf(FileSystemException.class)
          .hasMessageStartingWith(through + " -> " + path("db"))
          .hasMessageContaining("hidden by -Dcordon.overlay");
    }
    assertThat(path("to-db/f").toRealPath(LinkOption.NOFOLLOW_LINKS)).hasContent("hidden");
    assertThat(Files.isSameFile(path("to-db/f"), path("db/f"))).isFalse();
    // Nor does one lead to the directory that Cordon has in the place of the real one above.
    Files.createSymbolicLink(path("db/up"), fs.getPath(".."));
    assertThatThrownBy(() -> path("db/up").toRealPath())
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("leads out of the paths of -Dcordon.overlay");
    assertThat(path("db/f").toRealPath()).isEqualTo(path("db/f")).hasContent("memory");
  }

  @Test
  @Tag("S31")
  void copiesAndMovesGoAcrossButAtomicOnesDoNot() throws IOException {
    write("db/a", "one");
    Files.copy(path("db/a"), path("copy"));
    assertThat(plain("copy")).hasContent("one");
    Files.move(path("copy"), path("db/back"));
    assertThat(plain("copy")).doesNotExist();
    assertThat(path("db/back")).hasContent("one");
    assertThatThrownBy(() -> Files.move(path("db/a"), path("r"), StandardCopyOption.ATOMIC_MOVE))
        .isInstanceOf(AtomicMoveNotSupportedException.class);
    Files.move(path("db/a"), path("db/b"), StandardCopyOption.ATOMIC_MOVE);
    Files.move(path("db/b"), fs.getPath(NOWHERE, "b"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(fs.getPath(NOWHERE, "b")).hasContent("one");
    write("r", "real");
    Files.move(path("r"), path("s"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(plain("s")).hasContent("real");
  }

  @Test
  @Tag("S32")
  void theDirectoryAboveAPrefixListsItOnce() throws IOException {
    write("a", "real");
    assertThat(names(path("."))).containsExactlyInAnyOrder("a", "db");
    Files.createDirectory(plain("db"));
    assertThat(names(path(""))).containsExactlyInAnyOrder("a", "db");
    write("db/x", "memory");
    assertThat(names(path("db"))).containsExactly("x");
    try (Stream<Path> all = Files.walk(path(""))) {
      assertThat(all).contains(path("db/x"), path("a"));
    }
    try (DirectoryStream<Path> some = Files.newDirectoryStream(path(""), "d*")) {
      assertThat(some).containsExactly(path("db"));
    }
  }

  @Test
  @Tag("S32")
  void aPrefixCanBeDeletedAndMadeAgain() throws IOException {
    write("a", "real");
    Files.delete(path("db"));
    assertThat(names(path(""))).containsExactly("a");
    write("db", "now a file");
    assertThat(path("db")).isRegularFile();
    assertThat(plain("db")).doesNotExist();
  }

  @Test
  void openDirectoriesStayInTheirFileSystem() throws IOException {
    for (Path directory : List.of(path("db/sub"), path("sub"))) {
      Files.createDirectory(directory);
      Files.writeString(directory.resolve("a"), "x");
      try (SecureDirectoryStream<Path> stream =
          (SecureDirectoryStream<Path>) fs.provider().newDirectoryStream(directory, _ -> true)) {
        Files.move(directory, directory.resolveSibling("moved-away"));
        assertThat(stream).containsExactly(directory.resolve("a"));
        stream.newByteChannel(fs.getPath("a"), Set.of(StandardOpenOption.READ)).close();
        stream.move(fs.getPath("a"), stream, fs.getPath("b"));
        stream.deleteFile(fs.getPath("b"));
        assertThat(stream.getFileAttributeView(BasicFileAttributeView.class)).isNotNull();
        Files.delete(directory.resolveSibling("moved-away"));
      }
    }
    // Of a directory with entries in both file systems there is none.
    try (DirectoryStream<Path> above = Files.newDirectoryStream(path("db/.."))) {
      assertThat(above).isNotInstanceOf(SecureDirectoryStream.class);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    return names;
  }

  @Test
  void urisAreThoseOfFiles() throws IOException {
    Path file = write("db/a b", "x");
    assertThat(file.toUri()).isEqualTo(plain("db/a b").toUri());
    assertThat(path("db").toUri().toString()).endsWith("/db/");
    assertThat(fs.provider().getPath(file.toUri())).isEqualTo(file);
    Files.createDirectories(plain("db/dir"));
    assertThat(path("db/dir").toUri().toString()).endsWith("/db/dir");
    assertThat(path("").toUri()).isEqualTo(plain("").toUri());
    assertThat(fs.provider().getScheme()).isEqualTo("file");
    assertThat(fs.provider().getFileSystem(URI.create("file:///"))).isSameAs(fs);
  }

  @Test
  void channelsAndAttributesAreThoseOfTheirFileSystem() throws IOException {
    Path file = write("db/a", "memory");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      assertThat(CordonFileChannel.of(channel).seekHole(0)).isEqualTo(6);
      assertThat(channel.map(FileChannel.MapMode.READ_ONLY, 0, 6).get(0)).isEqualTo((byte) 'm');
    }
    try (FileChannel channel = FileChannel.open(write("r", "x"), StandardOpenOption.READ)) {
      assertThatThrownBy(() -> CordonFileChannel.of(channel))
          .isInstanceOf(IllegalArgumentException.class);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    Files.setAttribute(file, "posix:permissions", PosixFilePermissions.fromString("r--------"));
    assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0100400);
    assertThat(Files.getFileStore(file).type()).isEqualTo("cordon");
    assertThat(Files.getFileStore(path("r")).type()).isNotEqualTo("cordon");
    assertThat(fs.getFileStores()).contains(Files.getFileStore(file));
    assertThat(fs.supportedFileAttributeViews()).contains("basic", "posix", "owner");
    assertThat(Files.isHidden(path("db/.x"))).isTrue();
  }

  @Test
  void filesAreStruckByTheirPathsInTheOverlay() throws IOException {
    Path file = write("db/a", "memory");
    MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
    failures.strike(file, 0);
    assertThatThrownBy(() -> Files.readString(file))
        .isInstanceOf(PoisonedPageException.class)
        .hasMessageStartingWith(file.toString());
    assertThat(failures.badRanges(file)).hasSize(1);
    Path real = write("r", "real");
    assertThatThrownBy(() -> failures.strike(real, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a path of Cordon");
  }

  @Test
  void toFileIsForRealFilesOnly() {
    assertThat(path("a").toFile()).isEqualTo(plain("a").toFile());
    assertThatThrownBy(() -> path("db/a").toFile())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("java.io.File")
        .hasMessageContaining("-Dcordon.overlay")
        .hasMessageContaining("java.nio.file.Files");
  }

  @Test
  @Tag("S99")
  void whoeverGetsHoldOfTheMemoryCannotCloseIt() throws IOException {
    Path file = write("db/f", "memory");
    for (FileSystem found :
        List.of(
            fs.cordon(),
            FileSystems.getFileSystem(URI.create("cordon://overlay")),
            Path.of(URI.create("cordon://overlay" + path("db"))).getFileSystem())) {
      assertThatThrownBy(found::close)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage(
              "cordon://overlay cannot be closed: it is the memory behind the default file system,"
                  + " and stays open until the JVM ends");
      assertThat(found.isOpen()).isTrue();
    }
    assertThat(file).hasContent("memory");
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isPositive();
  }

  @Test
  @Tag("S99")
  void theFileSystemIsTheJvmsAndCannotBeClosed() {
    assertThatThrownBy(fs::close).isInstanceOf(UnsupportedOperationException.class);
    assertThat(fs.isOpen()).isTrue();
    assertThat(fs.isReadOnly()).isFalse();
    assertThat(fs.getSeparator()).isEqualTo("/");
    assertThat(fs.getRootDirectories()).containsExactly(fs.getPath("/"));
  }
}
