package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.CordonFileSystem;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Making, finding and deleting files, directories and links. */
class FilesTest extends CordonFixture {

  @Test
  void whatIsWrittenIsRead() throws IOException {
    byte[] content = bytes(3 * PAGE + 17);
    assertThat(Files.readAllBytes(Files.write(path("/f"), content))).isEqualTo(content);
  }

  @Test
  void aTreeIsWalked() throws IOException {
    Files.createDirectories(path("/a/b/c"));
    file("/a/b/f", 1);
    try (Stream<Path> tree = Files.walk(path("/a"))) {
      assertThat(tree)
          .containsExactlyInAnyOrder(path("/a"), path("/a/b"), path("/a/b/c"), path("/a/b/f"));
    }
  }

  @Test
  void aTakenNameIsRefused() throws IOException {
    file("/f", 1);
    Files.createDirectory(path("/d"));
    assertThatThrownBy(() -> Files.createFile(path("/f")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage("/f");
    assertThatThrownBy(() -> Files.createDirectory(path("/f")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.createDirectory(path("/d")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.createDirectory(path("/")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.createFile(path("/d/..")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.createLink(path("/d"), path("/f")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.createSymbolicLink(path("/d"), path("/f")))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aWayThatDoesNotExistIsToldApartFromAWayThroughAFile() throws IOException {
    file("/f", 1);
    assertThatThrownBy(() -> Files.createFile(path("/x/f")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("/x/f");
    assertThatThrownBy(() -> Files.size(path("/x"))).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.createFile(path("/f/x")))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessageContaining("Not a directory");
    assertThatThrownBy(() -> Files.readString(path("/f/x/..")))
        .isExactlyInstanceOf(FileSystemException.class)
        .hasMessageContaining("Not a directory");
  }

  @Test
  void dotsAreFollowedWhereTheDirectoryIs() throws IOException {
    Files.createDirectories(path("/a/b"));
    file("/a/f", 3);
    Files.createSymbolicLink(path("/link"), path("a/b"));
    assertThat(Files.size(path("/link/../f"))).isEqualTo(3);
    assertThat(Files.size(path("/./a/../a/./f"))).isEqualTo(3);
    assertThat(path("/link/../f").toRealPath()).isEqualTo(path("/a/f"));
    assertThat(Files.exists(path("/../../a"))).isTrue();
  }

  @Test
  void namesOf255BytesAreTheLongest() throws IOException {
    file("/" + "x".repeat(255), 1);
    file("/" + "ä".repeat(127), 1);
    for (String name : new String[] {"x".repeat(256), "ä".repeat(128), "😀".repeat(64)}) {
      assertThatThrownBy(() -> Files.createFile(path("/" + name)))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("File name too long");
    }
  }

  @Test
  void deletionChecksWhatItDeletes() throws IOException {
    Files.createDirectory(path("/d"));
    file("/d/f", 1);
    assertThatThrownBy(() -> Files.delete(path("/d")))
        .isInstanceOf(DirectoryNotEmptyException.class);
    assertThatThrownBy(() -> Files.delete(path("/d/x"))).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.delete(path("/"))).hasMessageContaining("busy");
    assertThatThrownBy(() -> Files.delete(path("/d/."))).hasMessageContaining("Invalid argument");
    assertThatThrownBy(() -> Files.delete(path("/d/..")))
        .isInstanceOf(DirectoryNotEmptyException.class);
    Files.delete(path("/d/f"));
    Files.delete(path("/d"));
    assertThat(Files.deleteIfExists(path("/d"))).isFalse();
  }

  @Test
  void symbolicLinksLeadOn() throws IOException {
    Files.createDirectory(path("/d"));
    file("/d/f", 5);
    Files.createSymbolicLink(path("/d/relative"), path("f"));
    Files.createSymbolicLink(path("/absolute"), path("/d/relative"));
    Files.createSymbolicLink(path("/directory"), path("d"));
    assertThat(Files.size(path("/absolute"))).isEqualTo(5);
    assertThat(Files.size(path("/directory/relative"))).isEqualTo(5);
    assertThat(Files.readSymbolicLink(path("/d/relative"))).isEqualTo(path("f"));
    assertThat(path("/directory/relative").toRealPath()).isEqualTo(path("/d/f"));
    assertThat(path("/directory/relative").toRealPath(LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(path("/directory/relative"));
    assertThat(Files.isSymbolicLink(path("/absolute"))).isTrue();
    assertThatThrownBy(() -> Files.readSymbolicLink(path("/d")))
        .isInstanceOf(NotLinkException.class);
    Files.delete(path("/absolute"));
    assertThat(path("/d/f")).exists();
  }

  @Test
  void fortyLinksAreFollowedAndNotOneMore() throws IOException {
    file("/0", 7);
    for (int i = 1; i <= 41; i++) {
      Files.createSymbolicLink(path("/" + i), path("" + (i - 1)));
    }
    assertThat(Files.size(path("/40"))).isEqualTo(7);
    assertThatThrownBy(() -> Files.size(path("/41"))).isInstanceOf(FileSystemLoopException.class);
    Files.createSymbolicLink(path("/self"), path("self"));
    assertThatThrownBy(() -> Files.size(path("/self"))).isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void hardLinksShareOneFile() throws IOException {
    Path one = file("/one", 3);
    Path two = Files.createLink(path("/two"), one);
    assertThat(Files.isSameFile(one, two)).isTrue();
    Files.write(two, bytes(9));
    assertThat(Files.readAllBytes(one)).isEqualTo(bytes(9));
    Files.delete(one);
    assertThat(Files.readAllBytes(two)).isEqualTo(bytes(9));
  }

  @Test
  void hardLinksOfDirectoriesAreRefused() throws IOException {
    Files.createDirectory(path("/d"));
    assertThatThrownBy(() -> Files.createLink(path("/e"), path("/d")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Operation not permitted");
  }

  @Test
  void aHardLinkOfASymbolicLinkIsASymbolicLink() throws IOException {
    Files.createSymbolicLink(path("/s"), path("nowhere"));
    Files.createLink(path("/t"), path("/s"));
    Files.delete(path("/s"));
    assertThat(Files.readSymbolicLink(path("/t"))).isEqualTo(path("nowhere"));
  }

  @Test
  @Tag("R4")
  void anOpenFileOutlivesItsName() throws IOException {
    Path file = file("/f", 100);
    try (var channel = channel(file)) {
      Files.delete(file);
      assertThat(Files.exists(file)).isFalse();
      assertThat(channel.size()).isEqualTo(100);
      assertThat(used()).isEqualTo(PAGE);
      file("/f", 50);
      assertThat(channel.size()).isEqualTo(100);
    }
    assertThat(used()).isEqualTo(PAGE);
  }

  @Test
  @Tag("R4")
  void aPoisonedFileIsGoneWithItsLastNameAndHandle() throws IOException {
    Path file = fileWithPoison("/f", 3, 1);
    var channel = channel(file);
    Files.delete(file);
    assertThat(channel.badRanges()).isNotEmpty();
    channel.close();
    assertThat(used()).isZero();
    assertThat(failures().badFiles()).isEmpty();
  }

  private long used() {
    return CordonFileSystem.of(fs).memoryUsage().usedBytes();
  }

  @Test
  void sameFileIsToldByInode() throws IOException {
    Path file = file("/f", 1);
    Files.createSymbolicLink(path("/s"), file);
    assertThat(Files.isSameFile(file, path("/s"))).isTrue();
    assertThat(Files.isSameFile(file, file("/g", 1))).isFalse();
    assertThat(Files.isSameFile(path("/none"), path("/").resolve("none"))).isTrue();
    assertThat(Files.isSameFile(file, Path.of("/f"))).isFalse();
    assertThatThrownBy(() -> Files.isSameFile(file, path("/none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void hiddenFilesBeginWithADot() throws IOException {
    assertThat(Files.isHidden(path("/.a"))).isTrue();
    assertThat(Files.isHidden(path("/a"))).isFalse();
    assertThat(Files.isHidden(path("/"))).isFalse();
  }

  @Test
  void temporaryFilesAreMade() throws IOException {
    assertThat(Files.createTempFile(path("/"), "a", "b")).exists();
    assertThat(Files.createTempDirectory(path("/"), "a")).isDirectory();
  }

  @Test
  void pathsOfOtherProvidersAreRefused() {
    assertThatThrownBy(() -> fs.provider().delete(Path.of("/tmp/none")))
        .isInstanceOf(ProviderMismatchException.class);
  }
}
