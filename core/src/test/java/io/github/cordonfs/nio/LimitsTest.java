package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LimitsTest extends CordonFixture {

  private static void assertNoSpace(ThrowingCallable operation) {
    assertThatThrownBy(operation)
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("No space left on device");
  }

  @Test
  void aFullFileSystemRefusesWritesAndKeepsWhatItHas() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(1 << 20);
    long written = 0;
    try (var channel = readWrite("/f")) {
      while (written < SIZE) {
        written += channel.write(chunk.clear(), written);
      }
      assertNoSpace(() -> channel.write(chunk.clear(), SIZE));
      assertThat(channel.size()).isEqualTo(SIZE);
      assertNoSpace(() -> channel.allocate(SIZE, PAGE, false));
      assertThat(channel.size()).isEqualTo(SIZE);
      assertThat(channel.write(chunk.clear(), 0)).isEqualTo(1 << 20);
      channel.truncate(SIZE - PAGE);
      assertThat(channel.write(ByteBuffer.wrap(bytes(PAGE)), SIZE - PAGE)).isEqualTo(PAGE);
    }
    Files.delete(path("/f"));
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isZero();
    assertThat(file("/g", 1 << 20)).hasBinaryContent(bytes(1 << 20));
  }

  @Test
  void anAllocationThatDoesNotFitTakesNothing() throws IOException {
    try (var channel = readWrite("/f")) {
      assertNoSpace(() -> channel.allocate(0, SIZE + PAGE, false));
      assertThat(channel.size()).isZero();
      assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isZero();
    }
  }

  @Test
  void theInodeLimitIsExactAndLeavesNothingHalfDone() throws IOException {
    try (FileSystem small = Cordon.newFileSystem(options().toBuilder().maxInodes(4).build())) {
      Path root = small.getPath("/");
      Files.createDirectory(root.resolve("d"));
      Files.createSymbolicLink(root.resolve("s"), root);
      Path file = Files.createFile(root.resolve("f"));
      assertNoSpace(() -> Files.createFile(root.resolve("x")));
      assertNoSpace(() -> Files.createDirectory(root.resolve("x")));
      assertNoSpace(() -> Files.createSymbolicLink(root.resolve("x"), root));
      assertNoSpace(() -> Files.copy(file, root.resolve("x")));
      assertNoSpace(() -> Files.copy(file, root.resolve("s"), StandardCopyOption.REPLACE_EXISTING));
      assertThat(root.resolve("x")).doesNotExist();
      assertThatThrownBy(() -> Files.createDirectory(root.resolve("d")))
          .isInstanceOf(FileAlreadyExistsException.class);
      Files.createLink(root.resolve("link"), file);
      Files.move(file, root.resolve("g"));
      Files.delete(root.resolve("s"));
      Files.createFile(root.resolve("x"));
      assertNoSpace(() -> Files.createFile(root.resolve("y")));
    }
  }

  @Test
  void anInodeIsFreeOnlyWhenNameAndHandlesAreGone() throws IOException {
    try (FileSystem small = Cordon.newFileSystem(options().toBuilder().maxInodes(2).build())) {
      Path file = small.getPath("/f");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        Files.delete(file);
        assertThat(channel.isOpen()).isTrue();
        assertNoSpace(() -> Files.createFile(file));
      }
      Files.createFile(file);
    }
  }

  @Test
  void replacementsGiveTheirInodesBack() throws IOException {
    try (FileSystem small = Cordon.newFileSystem(options().toBuilder().maxInodes(3).build())) {
      Path one = Files.createFile(small.getPath("/1"));
      Path two = Files.createFile(small.getPath("/2"));
      for (int i = 0; i < 5; i++) {
        Files.move(one, two, StandardCopyOption.REPLACE_EXISTING);
        Files.createDirectory(one);
        Files.move(two, one, StandardCopyOption.REPLACE_EXISTING);
        Files.createSymbolicLink(two, one);
        Files.move(one, two, StandardCopyOption.REPLACE_EXISTING);
        Files.createFile(one);
      }
    }
  }
}
