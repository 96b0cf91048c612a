package io.github.cordonfs.nio.channel;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.nio.CordonFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest extends CordonFixture {

  private static final int LENGTH = 300_001;

  @Test
  void fileToFile() throws IOException {
    try (var from = channel(file("/f", LENGTH));
        var to = readWrite("/g")) {
      assertThat(from.transferTo(0, Long.MAX_VALUE, to)).isEqualTo(LENGTH);
      assertThat(to.position()).isEqualTo(LENGTH);
      assertThat(from.position()).isZero();
      assertThat(to.transferFrom(from, LENGTH, Long.MAX_VALUE)).isEqualTo(LENGTH);
      assertThat(from.position()).isEqualTo(LENGTH);
      assertThat(to.position()).isEqualTo(LENGTH);
      assertThat(to.size()).isEqualTo(2 * LENGTH);
    }
    byte[] both = Files.readAllBytes(path("/g"));
    assertThat(Arrays.copyOf(both, LENGTH)).isEqualTo(bytes(LENGTH));
    assertThat(Arrays.copyOfRange(both, LENGTH, 2 * LENGTH)).isEqualTo(bytes(LENGTH));
  }

  @Test
  void toAndFromFilesOfTheDefaultProvider(@TempDir Path directory) throws IOException {
    Path outside = directory.resolve("outside");
    try (var from = channel(file("/f", LENGTH));
        FileChannel to = FileChannel.open(outside, WRITE, StandardOpenOption.CREATE)) {
      assertThat(from.transferTo(1, LENGTH, to)).isEqualTo(LENGTH - 1);
    }
    assertThat(outside).hasBinaryContent(Arrays.copyOfRange(bytes(LENGTH), 1, LENGTH));
    try (FileChannel from = FileChannel.open(outside);
        var to = readWrite("/g")) {
      assertThat(from.transferTo(0, LENGTH, to)).isEqualTo(LENGTH - 1);
      assertThat(to.transferFrom(from, 0, LENGTH)).isEqualTo(LENGTH - 1);
    }
    assertThat(Files.mismatch(outside, path("/g"))).isEqualTo(-1);
  }

  @Test
  void aTransferFromPastTheEndIsNothingAndOneToThereGrowsTheFile() throws IOException {
    ByteArrayInputStream input = new ByteArrayInputStream(bytes(10));
    try (var channel = channel(file("/f", 10), READ, WRITE);
        var source = Channels.newChannel(input)) {
      assertThat(channel.transferTo(10, 5, channel)).isZero();
      assertThat(channel.transferTo(11, 5, channel)).isZero();
      assertThat(channel.transferFrom(source, 11, 5)).isEqualTo(5);
      assertThat(input.available()).isEqualTo(5);
      assertThat(channel.size()).isEqualTo(16);
      assertThat(Files.readAllBytes(path("/f"))[10]).isZero();
      assertThat(channel.transferFrom(source, 16, 5)).isEqualTo(5);
      assertThat(channel.size()).isEqualTo(21);
    }
  }

  /** Takes or gives a few bytes at a time, and then nothing. */
  private static final class Reluctant implements ReadableByteChannel, WritableByteChannel {
    private int calls;

    @Override
    public int read(ByteBuffer dst) {
      return calls++ == 3 ? 0 : step(dst);
    }

    @Override
    public int write(ByteBuffer src) {
      return calls++ == 3 ? 0 : step(src);
    }

    private static int step(ByteBuffer buffer) {
      int step = Math.min(7, buffer.remaining());
      buffer.position(buffer.position() + step);
      return step;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void aChannelThatStopsEndsTheTransfer() throws IOException {
    try (var channel = channel(file("/f", LENGTH), READ, WRITE)) {
      assertThat(channel.transferTo(0, LENGTH, new Reluctant())).isEqualTo(21);
      assertThat(channel.transferFrom(new Reluctant(), 0, LENGTH)).isEqualTo(21);
    }
  }

  @Test
  @Tag("A5")
  void aTransferThatMeetsPoisonOnTheWayTellsWhatItMoved() throws IOException {
    Path poisoned = fileWithPoison("/poisoned", 60, 20);
    try (var whole = channel(file("/f", 60 * PAGE));
        var bad = channel(poisoned, READ, WRITE);
        var target = readWrite("/g")) {
      assertThat(whole.transferTo(0, 60 * PAGE, bad)).isEqualTo(20 * PAGE);
      assertThatThrownBy(() -> whole.transferTo(0, 60 * PAGE, bad))
          .isInstanceOf(PoisonedPageException.class);
      bad.position(0);
      assertThat(target.transferFrom(bad, 0, 60 * PAGE)).isEqualTo(20 * PAGE);
      assertThatThrownBy(() -> target.transferFrom(bad, 0, PAGE))
          .isInstanceOf(PoisonedPageException.class);
    }
    assertThat(Files.readAllBytes(path("/g")))
        .isEqualTo(Arrays.copyOf(bytes(60 * PAGE), 20 * PAGE));
  }

  @Test
  void theFileKeepsWhatWasNotTaken() throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (var channel = channel(file("/f", LENGTH));
        var target = Channels.newChannel(output)) {
      assertThat(channel.transferTo(5, 100, target)).isEqualTo(100);
    }
    assertThat(output.toByteArray()).isEqualTo(Arrays.copyOfRange(bytes(LENGTH), 5, 105));
  }

  @Test
  void anAppendingChannelReceivesAtTheEnd() throws IOException {
    Path file = file("/f", 10);
    try (var channel = channel(file, APPEND);
        var source = Channels.newChannel(new ByteArrayInputStream(bytes(20)))) {
      assertThat(channel.transferFrom(source, 0, 20)).isEqualTo(20);
    }
    assertThat(Files.size(file)).isEqualTo(30);
  }

  @Test
  void badArgumentsAreRefused() throws IOException {
    Path file = file("/f", 10);
    var closed = channel(file, READ, WRITE);
    closed.close();
    try (var reader = channel(file);
        var writer = channel(file, WRITE)) {
      assertThatThrownBy(() -> reader.transferTo(-1, 1, writer))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.transferFrom(reader, 0, -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> reader.transferTo(0, 1, closed))
          .isInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(() -> writer.transferFrom(closed, 0, 1))
          .isInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(() -> reader.transferTo(0, 1, reader))
          .isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> writer.transferFrom(writer, 0, 1))
          .isInstanceOf(NonReadableChannelException.class);
    }
  }
}
