package io.github.cordonfs.nio.channel;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels as {@link FileChannel} describes them. */
class ChannelTest extends CordonFixture {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothKindsOfBuffersTransferBetweenPositionAndLimit(boolean direct) throws IOException {
    ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(100) : ByteBuffer.allocate(100);
    buffer.put(bytes(100)).position(10).limit(60);
    try (var channel = readWrite("/f")) {
      assertThat(channel.write(buffer, 5)).isEqualTo(50);
      assertThat(buffer.position()).isEqualTo(60);
      assertThat(channel.size()).isEqualTo(55);
      buffer.clear().position(20);
      assertThat(channel.read(buffer, 5)).isEqualTo(50);
      assertThat(buffer.position()).isEqualTo(70);
      byte[] read = new byte[50];
      buffer.get(20, read);
      assertThat(read).isEqualTo(Arrays.copyOfRange(bytes(100), 10, 60));
    }
  }

  @Test
  void aSegmentIsReadIntoBetweenOffsetAndLength() throws IOException {
    try (var channel = readWrite("/f")) {
      channel.write(ByteBuffer.wrap(bytes(100)), 0);
      byte[] read = new byte[50];
      MemorySegment target = MemorySegment.ofArray(read);
      assertThat(channel.read(target, 5, 20, 90)).isEqualTo(10);
      assertThat(Arrays.copyOfRange(read, 5, 15))
          .isEqualTo(Arrays.copyOfRange(bytes(100), 90, 100));
      assertThat(Arrays.copyOf(read, 5)).containsOnly(0);
      assertThat(Arrays.copyOfRange(read, 15, 50)).containsOnly(0);
      assertThat(channel.read(target, 0, 0, 0)).isZero();
      assertThat(channel.read(target, 0, 1, 100)).isEqualTo(-1);
      assertThatThrownBy(() -> channel.read(target, 40, 11, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> channel.read(target, 0, 1, -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.read(target.asReadOnly(), 0, 1, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void thePositionMovesWithRelativeOperationsOnly() throws IOException {
    try (var channel = readWrite("/f")) {
      channel.write(ByteBuffer.wrap(bytes(100)));
      assertThat(channel.position()).isEqualTo(100);
      channel.write(ByteBuffer.wrap(bytes(10)), 200);
      channel.read(ByteBuffer.allocate(10), 0);
      assertThat(channel.position()).isEqualTo(100);
      assertThat(channel.position(90).read(ByteBuffer.allocate(10))).isEqualTo(10);
      assertThat(channel.position()).isEqualTo(100);
      assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void atAndPastTheEndIsEndOfFile() throws IOException {
    try (var channel = channel(file("/f", 10))) {
      assertThat(channel.read(ByteBuffer.allocate(1), 10)).isEqualTo(-1);
      assertThat(channel.read(ByteBuffer.allocate(1), Long.MAX_VALUE)).isEqualTo(-1);
      assertThat(channel.position(11).read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(channel.read(new ByteBuffer[] {ByteBuffer.allocate(1)})).isEqualTo(-1);
      assertThat(channel.read(ByteBuffer.allocate(1), 9)).isEqualTo(1);
    }
  }

  @Test
  void nothingIsTransferredToOrFromAFullBuffer() throws IOException {
    try (var channel = readWrite("/f")) {
      assertThat(channel.read(ByteBuffer.allocate(0), 100)).isZero();
      assertThat(channel.write(ByteBuffer.allocate(0), 100)).isZero();
      assertThat(channel.size()).isZero();
    }
  }

  @Test
  void aGapReadsAsZeros() throws IOException {
    try (var channel = readWrite("/f")) {
      channel.position(3 * PAGE).write(ByteBuffer.wrap(bytes(1)));
      ByteBuffer read = ByteBuffer.allocate(3 * PAGE);
      assertThat(channel.read(read, 0)).isEqualTo(3 * PAGE);
      assertThat(read.array()).containsOnly(0);
    }
  }

  @Test
  void badArgumentsAreRefused() throws IOException {
    try (var channel = readWrite("/f")) {
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1), -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1).asReadOnlyBuffer(), 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.read(new ByteBuffer[1], 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> channel.truncate(-1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.punchHole(-1, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.allocate(0, 0, true))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.seekData(-1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> channel.seekHole(-1)).isInstanceOf(IllegalArgumentException.class);
      assertThat(channel.write(ByteBuffer.wrap(bytes(5)).asReadOnlyBuffer())).isEqualTo(5);
    }
  }

  @Test
  void theLargestOffsetIsAnErrorNotACrash() throws IOException {
    try (var channel = readWrite("/f")) {
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1), Long.MAX_VALUE))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("File too large");
      assertThat(channel.size()).isZero();
    }
  }

  @Test
  void scatteringFillsOneBufferAfterTheOther() throws IOException {
    ByteBuffer[] buffers = {ByteBuffer.allocate(3), ByteBuffer.allocate(0), ByteBuffer.allocate(9)};
    try (var channel = channel(file("/f", 10))) {
      assertThat(channel.read(buffers)).isEqualTo(10);
      assertThat(channel.position()).isEqualTo(10);
      assertThat(buffers[0].array()).isEqualTo(Arrays.copyOf(bytes(10), 3));
      assertThat(buffers[2].position()).isEqualTo(7);
      assertThat(channel.read(buffers, 1, 2)).isEqualTo(-1);
    }
  }

  @Test
  void gatheringWritesOneBufferAfterTheOther() throws IOException {
    ByteBuffer[] buffers = {
      ByteBuffer.wrap(bytes(20)).limit(3),
      ByteBuffer.allocate(0),
      ByteBuffer.wrap(bytes(20)).position(3)
    };
    try (var channel = readWrite("/f")) {
      assertThat(channel.write(buffers)).isEqualTo(20);
      assertThat(channel.position()).isEqualTo(20);
    }
    assertThat(path("/f")).hasBinaryContent(bytes(20));
  }

  @Test
  void appendingWritesAtTheEndWhateverThePosition() throws IOException {
    Path file = file("/f", 10);
    try (var channel = channel(file, APPEND)) {
      assertThat(channel.position()).isEqualTo(10);
      Files.write(file, bytes(5), APPEND);
      channel.position(0).write(ByteBuffer.wrap(bytes(3)));
      assertThat(channel.position()).isEqualTo(18);
      channel.write(ByteBuffer.wrap(bytes(2)), 0);
      channel.write(new ByteBuffer[] {ByteBuffer.wrap(bytes(1)), ByteBuffer.wrap(bytes(1))});
      assertThat(channel.size()).isEqualTo(22);
    }
    assertThat(Arrays.copyOf(Files.readAllBytes(file), 10)).isEqualTo(bytes(10));
  }

  @Test
  void truncationShrinksOnlyAndTakesThePositionAlong() throws IOException {
    try (var channel = readWrite("/f")) {
      channel.write(ByteBuffer.wrap(bytes(100)));
      assertThat(channel.truncate(200).size()).isEqualTo(100);
      assertThat(channel.truncate(40).size()).isEqualTo(40);
      assertThat(channel.position()).isEqualTo(40);
      channel.position(10).truncate(30);
      assertThat(channel.position()).isEqualTo(10);
    }
  }

  @Test
  void aClosedChannelRefusesEverything() throws IOException {
    var channel = readWrite("/f");
    channel.close();
    channel.close();
    assertThat(channel.isOpen()).isFalse();
    ByteBuffer buffer = ByteBuffer.allocate(0);
    assertThatThrownBy(() -> channel.read(buffer)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.read(buffer, 0)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.write(buffer)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.write(buffer, 0)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::position).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.position(0)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.force(true)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::lock).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::badRanges).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.seekData(0)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.transferFrom(channel, 0, 1))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void everyFileChannelIsCordons() throws IOException {
    Path file = file("/f", 1);
    try (FileChannel channel = FileChannel.open(file, READ, WRITE);
        SeekableByteChannel seekable = Files.newByteChannel(file)) {
      assertThat(CordonFileChannel.of(channel)).isSameAs(channel);
      assertThat(seekable).isInstanceOf(CordonFileChannel.class);
    }
  }

  @Test
  void holesAndReservationsAreSeen() throws IOException {
    try (var channel = readWrite("/f")) {
      channel.write(ByteBuffer.wrap(bytes(10 * PAGE)));
      channel.punchHole(2 * PAGE, 3 * PAGE);
      assertThat(channel.seekHole(0)).isEqualTo(2 * PAGE);
      assertThat(channel.seekData(2 * PAGE)).isEqualTo(5 * PAGE);
      assertThat(channel.seekHole(10 * PAGE)).isEqualTo(-1);
      assertThat(channel.seekData(10 * PAGE)).isEqualTo(-1);
      channel.allocate(20 * PAGE, PAGE, true);
      assertThat(channel.size()).isEqualTo(10 * PAGE);
      channel.allocate(20 * PAGE, PAGE, false);
      assertThat(channel.size()).isEqualTo(21 * PAGE);
    }
  }
}
