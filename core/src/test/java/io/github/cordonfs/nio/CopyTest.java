package io.github.cordonfs.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CopyTest extends CordonFixture {

  private long used() {
    return CordonFileSystem.of(fs).memoryUsage().usedBytes();
  }

  @Test
  void aCopyHasTheSameContentAndItsOwnLife() throws IOException {
    Path from = file("/f", 50 * PAGE + 3);
    Path to = Files.copy(from, path("/g"));
    Files.delete(from);
    assertThat(to).hasBinaryContent(bytes(50 * PAGE + 3));
  }

  @Test
  void holesStayHoles() throws IOException {
    try (var channel = readWrite("/f")) {
      channel.write(ByteBuffer.wrap(bytes(10)), 1 << 24);
      channel.write(ByteBuffer.wrap(bytes(10)), 5 * PAGE);
      channel.allocate(0, (1 << 24) + 10, false);
      channel.punchHole(8 * PAGE, (1 << 24) - 8 * PAGE);
      channel.punchHole(0, 4 * PAGE);
    }
    long before = used();
    Files.copy(path("/f"), path("/g"));
    assertThat(used() - before).isBetween(2L * PAGE, before);
    assertThat(Files.mismatch(path("/f"), path("/g"))).isEqualTo(-1);
  }

  @Test
  void aSparseFileKeepsItsSize() throws IOException {
    try (var channel = readWrite("/f")) {
      channel.allocate(0, 1L << 20, false);
      channel.punchHole(0, 1L << 20);
    }
    Files.copy(path("/f"), path("/g"));
    assertThat(Files.size(path("/g"))).isEqualTo(1L << 20);
    assertThat(used()).isZero();
  }

  @Test
  void anExistingTargetIsRefusedUnlessReplacementIsAskedFor() throws IOException {
    Path from = file("/f", 10);
    Path to = file("/g", 20);
    assertThatThrownBy(() -> Files.copy(from, to)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(to).hasBinaryContent(bytes(20));
    Files.copy(from, to, REPLACE_EXISTING);
    assertThat(to).hasBinaryContent(bytes(10));
    assertThat(from).hasBinaryContent(bytes(10));
  }

  @Test
  void aCopyOntoItselfDoesNothing() throws IOException {
    Path file = file("/f", 10);
    Files.copy(file, path("/f"));
    Files.copy(file, Files.createLink(path("/g"), file), REPLACE_EXISTING);
    assertThat(file).hasBinaryContent(bytes(10));
    assertThat(Files.isSameFile(file, path("/g"))).isTrue();
  }

  @Test
  void aDirectoryIsCopiedWithoutItsFiles() throws IOException {
    Files.createDirectory(path("/d"));
    file("/d/f", 1);
    Files.copy(path("/d"), path("/e"));
    assertThat(path("/e")).isEmptyDirectory();
    assertThatThrownBy(() -> Files.copy(path("/e"), path("/d"), REPLACE_EXISTING))
        .isInstanceOf(DirectoryNotEmptyException.class);
    Files.copy(path("/d/f"), path("/e"), REPLACE_EXISTING);
    assertThat(path("/e")).isRegularFile();
  }

  @Test
  void aLinkIsFollowedUnlessNotWanted() throws IOException {
    Path file = file("/f", 10);
    Path link = Files.createSymbolicLink(path("/s"), path("f"));
    Files.copy(link, path("/followed"));
    Files.copy(link, path("/link"), NOFOLLOW_LINKS);
    assertThat(Files.isSymbolicLink(path("/followed"))).isFalse();
    assertThat(path("/followed")).hasBinaryContent(bytes(10));
    assertThat(Files.readSymbolicLink(path("/link"))).isEqualTo(path("f"));
    Files.copy(path("/followed"), link, REPLACE_EXISTING);
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(Files.isSameFile(link, file)).isFalse();
  }

  @Test
  void attributesAreCopiedIfAskedFor() throws IOException {
    Path from = file("/f", 10);
    FileTime time = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(from, time);
    Files.setPosixFilePermissions(from, PosixFilePermissions.fromString("rwx--x---"));
    Files.copy(from, path("/with"), COPY_ATTRIBUTES);
    Files.copy(from, path("/without"));
    assertThat(Files.getLastModifiedTime(path("/with"))).isEqualTo(time);
    assertThat(Files.getPosixFilePermissions(path("/with")))
        .isEqualTo(PosixFilePermissions.fromString("rwx--x---"));
    assertThat(Files.getLastModifiedTime(path("/without"))).isGreaterThan(time);
  }

  @Test
  @Tag("A5")
  @Tag("S7")
  void aFailedCopyLeavesNoTarget() throws IOException {
    Path from = fileWithPoison("/f", 40, 33);
    long before = used();
    assertThatThrownBy(() -> Files.copy(from, path("/g")))
        .isInstanceOfSatisfying(
            PoisonedPageException.class,
            e -> {
              assertThat(e.getFile()).isEqualTo("/f");
              assertThat(e.offset()).isEqualTo(33 * PAGE);
            });
    assertThat(path("/g")).doesNotExist();
    assertThat(used()).isEqualTo(before);
  }

  @Test
  @Tag("A5")
  @Tag("S7")
  void aFailedCopyKeepsTheOldTarget() throws IOException {
    Path from = fileWithPoison("/f", 3, 1);
    Path to = file("/g", 20);
    assertThatThrownBy(() -> Files.copy(from, to, REPLACE_EXISTING))
        .isInstanceOf(PoisonedPageException.class);
    assertThat(to).hasBinaryContent(bytes(20));
  }

  @Test
  void aCopyThatDoesNotFitLeavesNothing() throws IOException {
    Path from = file("/f", (int) (SIZE * 3 / 4));
    long before = used();
    assertThatThrownBy(() -> Files.copy(from, path("/g")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("No space left on device");
    assertThat(path("/g")).doesNotExist();
    assertThat(used()).isEqualTo(before);
  }

  @Test
  void aFileIsCopiedToAnotherFileSystem() throws IOException {
    try (FileSystem other = Cordon.newFileSystem(options())) {
      Files.copy(file("/f", 3 * PAGE), other.getPath("/g"));
      assertThat(other.getPath("/g")).hasBinaryContent(bytes(3 * PAGE));
      Path poisoned = fileWithPoison("/p", 3, 1);
      assertThatThrownBy(() -> Files.copy(poisoned, other.getPath("/h")))
          .isInstanceOf(PoisonedPageException.class);
      assertThat(other.getPath("/h")).doesNotExist();
    }
  }

  @Test
  void atomicMoveIsNotForCopies() throws IOException {
    Path file = file("/f", 1);
    assertThatThrownBy(() -> Files.copy(file, path("/g"), ATOMIC_MOVE))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @Tag("A5")
  void whatACopyTakesThePlaceOfGivesItsMemoryBack() throws IOException {
    Path directory = Files.createDirectory(path("/d"));
    Path link = Files.createSymbolicLink(path("/l"), path("/nowhere"));
    long free = Files.getFileStore(directory).getUnallocatedSpace();
    Object inodes = Files.getFileStore(directory).getAttribute("cordon:inodes");
    for (Path source : new Path[] {directory, link}) {
      Path target = file("/f", 1 << 20);
      Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
      Files.delete(target);
      assertThat(Files.getFileStore(directory).getUnallocatedSpace()).isEqualTo(free);
      assertThat(Files.getFileStore(directory).getAttribute("cordon:inodes")).isEqualTo(inodes);
    }
  }
}
