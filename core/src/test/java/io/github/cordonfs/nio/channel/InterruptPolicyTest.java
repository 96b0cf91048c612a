package io.github.cordonfs.nio.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonOpenOption;
import io.github.cordonfs.InterruptPolicy;
import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S11")
class InterruptPolicyTest extends CordonFixture {

  /** An operation on a channel. */
  private interface Operation {
    void on(CordonFileChannel channel) throws IOException;
  }

  private static final List<Operation> OPERATIONS =
      List.of(
          c -> c.read(ByteBuffer.allocate(1)),
          c -> c.read(ByteBuffer.allocate(1), 0),
          c -> c.read(new ByteBuffer[] {ByteBuffer.allocate(1)}),
          c -> c.write(ByteBuffer.allocate(1)),
          c -> c.write(ByteBuffer.allocate(1), 0),
          c -> c.write(new ByteBuffer[] {ByteBuffer.allocate(1)}),
          c -> c.transferTo(0, 1, c),
          c -> c.transferFrom(c, 0, 1),
          c -> c.truncate(1),
          c -> c.force(false),
          c -> c.size(),
          c -> c.position(),
          c -> c.position(1),
          c -> c.lock(),
          c -> c.punchHole(0, 1),
          c -> c.allocate(0, 1, true));

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void anInterruptedThreadClosesTheChannel() throws IOException {
    for (Operation operation : OPERATIONS) {
      CordonFileChannel channel = readWrite("/f");
      CordonFileChannel other = readWrite("/f");
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> operation.on(channel))
          .isInstanceOfAny(ClosedByInterruptException.class, FileLockInterruptionException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(channel.isOpen()).isFalse();
      assertThatThrownBy(() -> operation.on(channel))
          .isExactlyInstanceOf(ClosedChannelException.class);
      assertThat(other.isOpen()).isTrue();
      other.close();
    }
  }

  @Test
  void underIgnoreInterruptsAreLeftAlone() throws IOException {
    try (FileSystem ignoring =
        Cordon.newFileSystem(options().toBuilder().interrupts(InterruptPolicy.IGNORE).build())) {
      for (Operation operation : OPERATIONS) {
        try (FileChannel channel =
            FileChannel.open(
                ignoring.getPath("/f"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
          Thread.currentThread().interrupt();
          operation.on(CordonFileChannel.of(channel));
          assertThat(Thread.interrupted()).isTrue();
          assertThat(channel.isOpen()).isTrue();
        }
      }
    }
  }

  @Test
  @Tag("S27")
  void aChannelOpenedUninterruptibleLeavesInterruptsAlone() throws IOException {
    for (Operation operation : OPERATIONS) {
      try (FileChannel channel =
          FileChannel.open(
              path("/f"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              CordonOpenOption.UNINTERRUPTIBLE)) {
        Thread.currentThread().interrupt();
        operation.on(CordonFileChannel.of(channel));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(channel.isOpen()).isTrue();
      }
    }
  }

  @Test
  void operationsOnNamesTakeNoNotice() throws IOException {
    Thread.currentThread().interrupt();
    Files.createDirectory(path("/d"));
    Files.move(path("/d"), path("/e"));
    Files.delete(path("/e"));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @Tag("S47")
  void whoIsInterruptedReadsAndWritesFilesAllTheSame() throws IOException {
    Path file = file("/f", 10);
    Thread.currentThread().interrupt();
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes(10));
    Files.writeString(file, "saved");
    assertThat(Files.readString(file)).isEqualTo("saved");
    try (var in = Files.newInputStream(file);
        var out = Files.newOutputStream(path("/g"));
        var channel = Files.newByteChannel(file)) {
      assertThat(in.read()).isEqualTo('s');
      out.write(1);
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(1);
    }
    assertThat(Thread.interrupted()).isTrue();
  }
}
