package io.github.cordonfs.nio.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.nio.CordonFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StreamTest extends CordonFixture {

  private static final int LENGTH = 200_003;

  @Test
  void everyWayOfReadingAllReadsAll() throws IOException {
    Path file = file("/f", LENGTH);
    byte[] content = bytes(LENGTH);
    try (InputStream in = Files.newInputStream(file)) {
      assertThat(in.available()).isEqualTo(LENGTH);
      assertThat(in.readAllBytes()).isEqualTo(content);
      assertThat(in.readAllBytes()).isEmpty();
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[1])).isEqualTo(-1);
      assertThat(in.available()).isZero();
    }
    try (InputStream in = Files.newInputStream(file)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(in.transferTo(out)).isEqualTo(LENGTH);
      assertThat(out.toByteArray()).isEqualTo(content);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] read = new byte[LENGTH + 10];
      assertThat(in.readNBytes(read, 5, LENGTH)).isEqualTo(LENGTH);
      assertThat(Arrays.copyOfRange(read, 5, LENGTH + 5)).isEqualTo(content);
    }
  }

  @Test
  void bytesComeOneByOneToo() throws IOException {
    try (InputStream in = Files.newInputStream(Files.write(path("/f"), new byte[] {1, -1}))) {
      assertThat(in.read()).isEqualTo(1);
      assertThat(in.read()).isEqualTo(255);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aLimitedNumberOfBytesIsRead() throws IOException {
    try (InputStream in = Files.newInputStream(file("/f", 100))) {
      assertThat(in.readNBytes(30)).isEqualTo(Arrays.copyOf(bytes(100), 30));
      assertThat(in.skip(60)).isEqualTo(60);
      assertThat(in.skip(-1)).isEqualTo(-1);
      assertThat(in.readNBytes(30)).isEqualTo(Arrays.copyOfRange(bytes(100), 89, 100));
      assertThat(in.skip(1)).isZero();
      assertThat(in.read(new byte[0])).isZero();
      assertThatThrownBy(() -> in.readNBytes(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void growthIsReadToo() throws IOException {
    Path file = file("/f", 10);
    try (InputStream in = Files.newInputStream(file)) {
      assertThat(in.readAllBytes()).hasSize(10);
      Files.write(file, bytes(5), StandardOpenOption.APPEND);
      assertThat(in.readAllBytes()).isEqualTo(bytes(5));
    }
  }

  @Test
  void aClosedStreamRefuses() throws IOException {
    InputStream in = Files.newInputStream(file("/f", 10));
    in.close();
    in.close();
    assertThatThrownBy(in::read).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(in::available).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void anInputStreamDoesNotWrite() throws IOException {
    Path file = file("/f", 10);
    assertThatThrownBy(() -> Files.newInputStream(file, StandardOpenOption.WRITE))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anOutputStreamWritesFromTheBeginningOrAtTheEnd() throws IOException {
    Path file = file("/f", 100);
    try (var out = Files.newOutputStream(file)) {
      out.write(bytes(LENGTH), 1, LENGTH - 1);
      out.write(7);
      out.flush();
    }
    assertThat(Files.size(file)).isEqualTo(LENGTH);
    try (var out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      out.write(bytes(10));
    }
    assertThat(Files.size(file)).isEqualTo(LENGTH + 10);
    assertThatThrownBy(() -> Files.newOutputStream(file, StandardOpenOption.READ))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void linesAreReadAndWritten() throws IOException {
    Files.writeString(path("/f"), "a\nb\n");
    try (var lines = Files.lines(path("/f"))) {
      assertThat(lines).containsExactly("a", "b");
    }
  }
}
