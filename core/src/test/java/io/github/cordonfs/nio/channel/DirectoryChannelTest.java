package io.github.cordonfs.nio.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.nio.CordonFixture;
import io.github.cordonfs.nio.Together;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S26")
class DirectoryChannelTest extends CordonFixture {

  private Path directory;

  @BeforeEach
  void make() throws IOException {
    directory = Files.createDirectory(path("/d"));
  }

  @Test
  @Tag("A8")
  void aDirectoryIsOpenedForReadingAndForced() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
      assertThat(channel.size()).isEqualTo((long) Files.getAttribute(directory, "size"));
      assertThat(channel.position(7).position()).isEqualTo(7);
    }
  }

  @Test
  void theRootAndALinkToADirectoryAreOpenedToo() throws IOException {
    Path link = Files.createSymbolicLink(path("/l"), directory);
    try (FileChannel root = FileChannel.open(path("/"));
        FileChannel linked = FileChannel.open(link)) {
      root.force(false);
      linked.force(false);
    }
    assertFails(
        () -> FileChannel.open(link, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
        "Too many levels of symbolic links");
  }

  @Test
  void readingADirectoryFails() throws IOException {
    try (FileChannel channel = FileChannel.open(directory)) {
      ByteBuffer buffer = ByteBuffer.allocate(1);
      assertFails(() -> channel.read(buffer), "Is a directory");
      assertFails(() -> channel.read(buffer, 0), "Is a directory");
      assertFails(() -> channel.read(new ByteBuffer[] {buffer}), "Is a directory");
      assertFails(
          () -> channel.transferTo(0, 1, Channels.newChannel(new ByteArrayOutputStream())),
          "Is a directory");
      assertFails(() -> channel.map(MapMode.READ_ONLY, 0, 1), "No such device");
    }
    try (InputStream stream = Files.newInputStream(directory)) {
      assertFails(stream::read, "Is a directory");
    }
  }

  @Test
  void nothingIsWrittenToADirectory() throws IOException {
    assertFails(() -> FileChannel.open(directory, StandardOpenOption.WRITE), "Is a directory");
    try (FileChannel channel = FileChannel.open(directory)) {
      ByteBuffer buffer = ByteBuffer.allocate(1);
      assertThatThrownBy(() -> channel.write(buffer))
          .isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(channel::lock).isInstanceOf(NonWritableChannelException.class);
    }
  }

  @Test
  void aSharedLockOfADirectoryOverlapsOthers() throws IOException {
    FileChannel channel = FileChannel.open(directory);
    try (FileChannel other = FileChannel.open(directory)) {
      FileLock lock = channel.lock(0, 10, true);
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> other.tryLock(9, 1, true))
          .isInstanceOf(OverlappingFileLockException.class);
      channel.close();
      assertThat(lock.isValid()).isFalse();
      assertThat(other.tryLock(9, 1, true)).isNotNull();
    }
  }

  @Test
  void aClosedDirectoryChannelSaysSo() throws IOException {
    FileChannel channel = FileChannel.open(directory);
    channel.close();
    assertThatThrownBy(() -> channel.force(true)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void closingTheFileSystemClosesIt() throws IOException {
    FileChannel channel = FileChannel.open(directory);
    fs.close();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.force(true)).isInstanceOf(ClosedFileSystemException.class);
  }

  private void assertFails(ThrowingCallable operation, String reason) {
    assertThatThrownBy(operation)
        .isInstanceOfSatisfying(
            FileSystemException.class, e -> assertThat(e.getReason()).isEqualTo(reason));
  }

  @Test
  void aLockTakenWhileTheChannelIsClosedIsNotKept() throws Exception {
    for (int i = 0; i < 500; i++) {
      FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ);
      Together.run(
          () -> {
            try {
              assertThat(channel.tryLock(0, 1, true)).isNotNull();
            } catch (ClosedChannelException e) {
              // Too late.
            }
          },
          channel::close);
      try (FileChannel next = FileChannel.open(directory, StandardOpenOption.READ)) {
        assertThat(next.tryLock(0, 1, true)).isNotNull();
      }
    }
  }
}
