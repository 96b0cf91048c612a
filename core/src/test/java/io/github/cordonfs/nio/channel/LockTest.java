package io.github.cordonfs.nio.channel;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.nio.CordonFixture;
import io.github.cordonfs.nio.Together;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S12")
class LockTest extends CordonFixture {

  @Test
  void overlappingLocksAreRefusedOnAnyChannelOfTheFile() throws IOException {
    Path file = file("/f", 10);
    Path link = Files.createLink(path("/g"), file);
    try (var one = channel(file, READ, WRITE);
        var two = channel(link, READ, WRITE)) {
      FileLock lock = one.lock(0, 10, false);
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> two.tryLock(9, 1, false))
          .isInstanceOf(OverlappingFileLockException.class);
      assertThatThrownBy(() -> one.lock(0, 1, true))
          .isInstanceOf(OverlappingFileLockException.class);
      assertThat(two.tryLock(10, 1, true).isShared()).isTrue();
      lock.release();
      lock.release();
      assertThat(lock.isValid()).isFalse();
      assertThat(two.lock(0, 10, true).isValid()).isTrue();
    }
  }

  @Test
  void closingTheChannelReleasesItsLocks() throws IOException {
    Path file = file("/f", 10);
    var one = channel(file, READ, WRITE);
    FileLock lock = one.lock();
    one.close();
    assertThat(lock.isValid()).isFalse();
    assertThatThrownBy(lock::release).isInstanceOf(ClosedChannelException.class);
    try (var two = channel(file, READ, WRITE)) {
      assertThat(two.tryLock()).isNotNull();
    }
  }

  @Test
  void aLockNeedsAChannelOfItsKind() throws IOException {
    Path file = file("/f", 10);
    try (var reader = channel(file);
        var writer = channel(file, WRITE)) {
      assertThatThrownBy(() -> writer.lock(0, 1, true))
          .isInstanceOf(NonReadableChannelException.class);
      assertThatThrownBy(() -> reader.lock(0, 1, false))
          .isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> reader.lock(-1, 1, true))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aLengthOfZeroReachesToTheEndHoweverFar() throws IOException {
    try (var channel = channel(file("/f", 10), WRITE)) {
      channel.lock(5, 0, false);
      assertThatThrownBy(() -> channel.lock(1L << 40, 1, false))
          .isInstanceOf(OverlappingFileLockException.class);
      assertThat(channel.lock(0, 5, false).isValid()).isTrue();
    }
  }

  @Test
  void aChannelThatIsClosedWhileAnotherLocksTheFileLeavesNoLock() throws Exception {
    Path file = file("/f", 10);
    Together.run(() -> lockAndClose(file, 0), () -> lockAndClose(file, 1));
    try (var channel = channel(file, WRITE)) {
      assertThat(channel.tryLock()).isNotNull();
    }
  }

  /** Locks a byte of its own again and again: a lock that stays is met by the next round. */
  private static void lockAndClose(Path file, long at) throws IOException {
    for (int i = 0; i < 20_000; i++) {
      try (var channel = FileChannel.open(file, WRITE)) {
        assertThat(channel.tryLock(at, 1, false)).isNotNull();
      }
    }
  }
}
