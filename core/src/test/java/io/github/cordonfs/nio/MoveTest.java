package io.github.cordonfs.nio;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MoveTest extends CordonFixture {

  @Test
  void aFileMovesAcrossDirectories() throws IOException {
    Path file = file("/f", 10);
    Files.createDirectory(path("/d"));
    Object key = Files.readAttributes(file, "fileKey").get("fileKey");
    Files.move(file, path("/d/g"));
    assertThat(file).doesNotExist();
    assertThat(path("/d/g")).hasBinaryContent(bytes(10));
    assertThat(Files.readAttributes(path("/d/g"), "fileKey")).containsEntry("fileKey", key);
  }

  @Test
  void aDirectoryMovesWithAllBelow() throws IOException {
    Files.createDirectories(path("/a/b"));
    file("/a/b/f", 10);
    Files.createDirectory(path("/c"));
    Files.move(path("/a"), path("/c/d"));
    assertThat(path("/c/d/b/f")).hasBinaryContent(bytes(10));
    assertThat(path("/c/d/b/../../../a")).doesNotExist();
    assertThat(path("/c/d/b").resolve("../..").toRealPath()).isEqualTo(path("/c"));
  }

  @Test
  void anExistingTargetIsRefusedUnlessReplacementIsAskedFor() throws IOException {
    Path from = file("/f", 10);
    Path to = file("/g", 20);
    assertThatThrownBy(() -> Files.move(from, to)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(to).hasBinaryContent(bytes(20));
    Files.move(from, to, REPLACE_EXISTING);
    assertThat(to).hasBinaryContent(bytes(10));
    assertThat(from).doesNotExist();
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isEqualTo(PAGE);
  }

  @Test
  void onlyAnEmptyDirectoryIsReplaced() throws IOException {
    Files.createDirectory(path("/from"));
    Files.createDirectory(path("/to"));
    file("/to/f", 1);
    assertThatThrownBy(() -> Files.move(path("/from"), path("/to"), REPLACE_EXISTING))
        .isInstanceOf(DirectoryNotEmptyException.class);
    assertThatThrownBy(() -> Files.move(path("/from"), path("/to"), ATOMIC_MOVE))
        .isInstanceOf(DirectoryNotEmptyException.class);
    Files.delete(path("/to/f"));
    Files.move(path("/from"), path("/to"), ATOMIC_MOVE);
    assertThat(path("/from")).doesNotExist();
    assertThat(path("/to")).isEmptyDirectory();
  }

  @Test
  void anAtomicMoveReplacesLikeByLikeOnly() throws IOException {
    Path file = file("/f", 1);
    Path directory = Files.createDirectory(path("/d"));
    assertThatThrownBy(() -> Files.move(file, directory, ATOMIC_MOVE))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Is a directory");
    assertThatThrownBy(() -> Files.move(directory, file, ATOMIC_MOVE))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Not a directory");
    Files.move(file, directory, REPLACE_EXISTING);
    assertThat(directory).isRegularFile();
  }

  @Test
  void aDirectoryNeverMovesIntoItself() throws IOException {
    Files.createDirectories(path("/a/b/c"));
    for (String target : new String[] {"/a/x", "/a/b/x", "/a/b/c/x", "/a/b/c"}) {
      assertThatThrownBy(() -> Files.move(path("/a"), path(target), REPLACE_EXISTING))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("Invalid argument");
    }
    assertThatThrownBy(() -> Files.move(path("/a/b"), path("/a"), REPLACE_EXISTING))
        .isInstanceOf(DirectoryNotEmptyException.class);
    assertThat(path("/a/b/c")).isDirectory();
  }

  @Test
  void namesOfOneFileAreLeftAlone() throws IOException {
    Path one = file("/one", 1);
    Path two = Files.createLink(path("/two"), one);
    Files.move(one, two, REPLACE_EXISTING);
    Files.move(one, two, ATOMIC_MOVE);
    Files.move(one, two);
    Files.move(one, path("/one"));
    assertThat(one).exists();
    assertThat(two).exists();
  }

  @Test
  void whatHasNoNameOfItsOwnDoesNotMove() throws IOException {
    Files.createDirectory(path("/d"));
    assertThatThrownBy(() -> Files.move(path("/"), path("/x"))).hasMessageContaining("busy");
    assertThatThrownBy(() -> Files.move(path("/d/."), path("/x"))).hasMessageContaining("busy");
    assertThatThrownBy(() -> Files.move(path("/d"), path("/"), REPLACE_EXISTING))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> Files.move(path("/none"), path("/x")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("/none");
    assertThatThrownBy(() -> Files.move(path("/d"), path("/none/x")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("/none/x");
  }

  @Test
  void aSymbolicLinkMovesItself() throws IOException {
    Path file = file("/f", 1);
    Files.createSymbolicLink(path("/s"), file);
    Files.move(path("/s"), path("/t"));
    assertThat(Files.readSymbolicLink(path("/t"))).isEqualTo(file);
    assertThat(file).exists();
  }

  @Test
  @Tag("A7")
  void aPoisonedFileMoves() throws IOException {
    Path file = fileWithPoison("/f", 3, 1);
    Files.move(file, path("/g"));
    assertThat(failures().badFiles()).containsExactly(path("/g"));
  }

  @Test
  void optionsThatMeanNothingToAMoveAreRefused() throws IOException {
    Path file = file("/f", 1);
    assertThatThrownBy(() -> Files.move(file, path("/g"), COPY_ATTRIBUTES))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aFileMovesToAnotherFileSystem() throws IOException {
    try (CordonFileSystem other = Cordon.newFileSystem(options())) {
      Path file = file("/f", 3 * PAGE);
      Path target = other.getPath("/g");
      assertThatThrownBy(() -> Files.move(file, target, ATOMIC_MOVE))
          .isInstanceOf(AtomicMoveNotSupportedException.class);
      Files.move(file, target);
      assertThat(file).doesNotExist();
      assertThat(target).hasBinaryContent(bytes(3 * PAGE));
    }
  }

  @Test
  @Tag("A5")
  void aFailedMoveKeepsItsSourceAndTheOldTarget() throws IOException {
    try (CordonFileSystem other = Cordon.newFileSystem(options())) {
      Path file = fileWithPoison("/f", 3, 1);
      Path target = Files.write(other.getPath("/g"), bytes(5));
      assertThatThrownBy(() -> Files.move(file, target, REPLACE_EXISTING))
          .isInstanceOf(PoisonedPageException.class);
      assertThat(file).exists();
      assertThat(target).hasBinaryContent(bytes(5));
      assertThat(other.memoryUsage().usedBytes()).isEqualTo(PAGE);
    }
  }

  @Test
  void aDirectoryThatIsNotEmptyDoesNotMoveToAnotherFileSystem() throws IOException {
    try (CordonFileSystem other = Cordon.newFileSystem(options())) {
      Files.createDirectory(path("/d"));
      file("/d/f", 1);
      assertThatThrownBy(() -> Files.move(path("/d"), other.getPath("/d")))
          .isInstanceOf(DirectoryNotEmptyException.class);
      assertThat(path("/d/f")).exists();
      assertThat(other.getPath("/d")).doesNotExist();
    }
  }

  @Test
  @Tag("A5")
  void aDirectoryThatCannotMoveToAnotherFileSystemLeavesWhatIsThere() throws IOException {
    try (CordonFileSystem other = Cordon.newFileSystem(options())) {
      Files.createDirectory(path("/d"));
      file("/d/f", 1);
      Path target = Files.writeString(other.getPath("/t"), "precious");
      assertThatThrownBy(() -> Files.move(path("/d"), target, StandardCopyOption.REPLACE_EXISTING))
          .isInstanceOf(DirectoryNotEmptyException.class);
      assertThat(target).hasContent("precious");
    }
  }

  @Test
  @Tag("S84")
  void theRootStaysWhereItIs() throws IOException {
    Path root = path("/");
    Path directory = Files.createDirectory(path("/d"));
    assertThat(Files.move(root, path("/"))).isEqualTo(root);
    assertThat(Files.move(root, path("/d/.."), REPLACE_EXISTING)).isEqualTo(path("/d/.."));
    assertThat(Files.move(directory, path("/d/."))).isEqualTo(path("/d/."));
    assertThatThrownBy(() -> Files.move(root, path("/"), ATOMIC_MOVE))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/ -> /: Device or resource busy");
    assertThatThrownBy(() -> Files.move(directory, root))
        .isExactlyInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Files.move(directory, root, REPLACE_EXISTING))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/: Device or resource busy");
    assertThatThrownBy(() -> Files.move(root, path("/e")))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/ -> /e: Device or resource busy");
    assertThat(directory).isEmptyDirectory();
  }
}
