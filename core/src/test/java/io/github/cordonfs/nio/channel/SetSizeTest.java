package io.github.cordonfs.nio.channel;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code CordonFileChannel.setSize}: ftruncate(2), upwards too. */
class SetSizeTest extends CordonFixture {

  @Test
  void aFileIsExtendedWithAHole() throws IOException {
    Path file = file("/f", 100);
    try (var channel = channel(file, READ, WRITE)) {
      channel.setSize(10 * PAGE);
      assertThat(channel.size()).isEqualTo(10 * PAGE);
      assertThat(channel.seekHole(0)).isEqualTo(PAGE);
      assertThat(channel.seekData(PAGE)).isEqualTo(-1);
      channel.setSize(Long.MAX_VALUE);
      assertThat(channel.size()).isEqualTo(Long.MAX_VALUE);
      channel.setSize(10 * PAGE);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(bytes(100), 10 * PAGE));
    assertThat(Files.getAttribute(file, "unix:blocks")).isEqualTo(8L);
  }

  @Test
  void aFileIsCutOffAndThePositionStays() throws IOException {
    Path file = file("/f", 3 * PAGE);
    try (var channel = channel(file, READ, WRITE)) {
      channel.position(2 * PAGE);
      channel.setSize(100);
      assertThat(channel.position()).isEqualTo(2 * PAGE);
      channel.setSize(3 * PAGE);
    }
    assertThat(Files.readAllBytes(file))
        .isEqualTo(Arrays.copyOf(Arrays.copyOf(bytes(3 * PAGE), 100), 3 * PAGE));
  }

  @Test
  void theSameSizeGivesMemoryBehindTheEndBack() throws IOException {
    Path file = file("/f", PAGE);
    try (var channel = channel(file, WRITE)) {
      channel.allocate(0, 9 * PAGE, true);
      channel.truncate(PAGE);
      assertThat(Files.getAttribute(file, "unix:blocks")).isEqualTo(72L);
      channel.setSize(PAGE);
      assertThat(Files.getAttribute(file, "unix:blocks")).isEqualTo(8L);
    }
  }

  @Test
  @Tag("R2")
  @Tag("R3")
  void aPoisonedPageGoesOnlyWhenTheFileEndsBelowIt() throws IOException {
    Path file = fileWithPoison("/f", 3, 1);
    try (var channel = channel(file, READ, WRITE)) {
      channel.setSize(PAGE + 1);
      channel.setSize(3 * PAGE);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), PAGE + 1))
          .isInstanceOf(PoisonedPageException.class);
      channel.setSize(PAGE);
      channel.setSize(3 * PAGE);
    }
    assertThat(Files.readAllBytes(file))
        .isEqualTo(Arrays.copyOf(Arrays.copyOf(bytes(3 * PAGE), PAGE), 3 * PAGE));
  }

  @Test
  void badCallsAreRefused() throws IOException {
    Path file = file("/f", 1);
    var closed = channel(file, WRITE);
    assertThatThrownBy(() -> closed.setSize(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    closed.close();
    assertThatThrownBy(() -> closed.setSize(1)).isInstanceOf(ClosedChannelException.class);
    try (var reader = channel(file)) {
      assertThatThrownBy(() -> reader.setSize(1)).isInstanceOf(NonWritableChannelException.class);
    }
  }
}
