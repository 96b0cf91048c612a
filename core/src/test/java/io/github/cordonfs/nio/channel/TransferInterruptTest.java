package io.github.cordonfs.nio.channel;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOpenOption;
import io.github.cordonfs.InterruptPolicy;
import io.github.cordonfs.nio.CordonFixture;
import io.github.cordonfs.nio.Together;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Transfers and interrupts, with channels that take notice of them and such that do not. What the
 * default provider does is compared in module {@code conformance}.
 */
@Tag("S76")
class TransferInterruptTest extends CordonFixture {

  private static final int LENGTH = 200_000;

  @TempDir private Path directory;
  private FileSystem ignoring;

  /** Who the other channel is of. */
  enum Other {
    CORDON,
    UNINTERRUPTIBLE,
    IGNORING,
    DEFAULT_PROVIDER
  }

  @BeforeEach
  void makeOther() throws IOException {
    ignoring =
        Cordon.newFileSystem(options().toBuilder().interrupts(InterruptPolicy.IGNORE).build());
  }

  @AfterEach
  void closeOther() throws IOException {
    Thread.interrupted();
    ignoring.close();
  }

  private FileChannel open(Other whose, String name) throws IOException {
    Path file =
        switch (whose) {
          case CORDON, UNINTERRUPTIBLE -> path("/" + name);
          case IGNORING -> ignoring.getPath("/" + name);
          case DEFAULT_PROVIDER -> directory.resolve(name);
        };
    Files.write(file, bytes(LENGTH));
    return whose == Other.UNINTERRUPTIBLE
        ? FileChannel.open(file, READ, WRITE, CordonOpenOption.UNINTERRUPTIBLE)
        : FileChannel.open(file, READ, WRITE);
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Other.values())
        .filter(own -> own != Other.DEFAULT_PROVIDER)
        .flatMap(own ->
            Stream.of(Other.values())
                .flatMap(other -> Stream.of(true, false).map(to -> Arguments.of(own, other, to))));
  }

  private static boolean notices(Other whose) {
    return whose == Other.CORDON || whose == Other.DEFAULT_PROVIDER;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void anInterruptClosesAllThatTakeNotice(Other whose, Other others, boolean to)
      throws IOException {
    try (FileChannel own = open(whose, "own");
        FileChannel other = open(others, "other")) {
      Thread.currentThread().interrupt();
      Together.Task transfer =
          () -> {
            long done = to ? own.transferTo(0, 10, other) : own.transferFrom(other, 0, 10);
            assertThat(done).isEqualTo(10);
          };
      if (notices(whose) || notices(others)) {
        assertThatThrownBy(transfer::run).isInstanceOf(ClosedByInterruptException.class);
      } else {
        assertThat(own.transferTo(0, 10, other)).isEqualTo(10);
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(own.isOpen()).isEqualTo(!notices(whose));
      assertThat(other.isOpen()).isEqualTo(!notices(others));
    }
  }

  /** Gives or takes bytes a few at a time, and does something before the second few. */
  private static final class Hesitating implements ReadableByteChannel, WritableByteChannel {

    private final Together.Task before;
    private int operations;
    private boolean open = true;

    Hesitating(Together.Task before) {
      this.before = before;
    }

    private int moved(ByteBuffer buffer) throws IOException {
      if (++operations == 2) {
        try {
          before.run();
        } catch (IOException | RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IOException(e);
        }
      }
      int moved = buffer.remaining();
      buffer.position(buffer.limit());
      return moved;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
      return moved(dst);
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
      return moved(src);
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }

  @Test
  void bytesThatWereMovedAreToldBeforeAnInterrupt() throws IOException {
    try (FileChannel own = open(Other.CORDON, "own")) {
      Hesitating source = new Hesitating(() -> Thread.currentThread().interrupt());
      long done = own.transferFrom(source, 0, LENGTH);
      // What was read when the interrupt came is not written any more.
      assertThat(done).isEqualTo(64 << 10);
      assertThat(own.isOpen()).isTrue();
      assertThatThrownBy(own::size).isInstanceOf(ClosedByInterruptException.class);
    }
    Thread.interrupted();
    try (FileChannel own = open(Other.CORDON, "own")) {
      Hesitating target = new Hesitating(() -> Thread.currentThread().interrupt());
      assertThat(own.transferTo(0, LENGTH, target)).isEqualTo(128 << 10);
      assertThatThrownBy(own::size).isInstanceOf(ClosedByInterruptException.class);
    }
  }

  @Test
  void betweenFilesAnInterruptIsToldBeforeWhatWasMoved() throws IOException {
    for (boolean to : new boolean[] {true, false}) {
      try (FileChannel own = open(Other.CORDON, "own");
          FileChannel behind = open(Other.CORDON, "behind")) {
        Thread.interrupted();
        // A channel of a file, of a provider that nobody knows.
        FileChannel other =
            new ForeignFileChannel(
                behind, new Hesitating(() -> Thread.currentThread().interrupt()));
        assertThatThrownBy(
                () -> {
                  long done =
                      to ? own.transferTo(0, LENGTH, other) : own.transferFrom(other, 0, LENGTH);
                  assertThat(done).isNegative();
                })
            .isInstanceOf(ClosedByInterruptException.class);
        assertThat(own.isOpen()).isFalse();
        assertThat(other.isOpen()).isFalse();
      }
    }
  }

  @Test
  void aChannelThatIsClosedMeanwhileTakesNothingMore() throws IOException {
    for (OpenOption mode : new OpenOption[] {WRITE, APPEND}) {
      Path file = path("/" + mode);
      Files.write(file, bytes(10));
      FileChannel own = FileChannel.open(file, mode);
      Hesitating source = new Hesitating(own::close);
      assertThat(own.transferFrom(source, 0, LENGTH)).isEqualTo(64 << 10);
      assertThat(source.isOpen()).isTrue();
      long size = Files.size(file);
      FileChannel closed = FileChannel.open(file, mode);
      Hesitating first = new Hesitating(closed::close);
      assertThat(first.read(ByteBuffer.allocate(1))).isEqualTo(1);
      assertThatThrownBy(() -> closed.transferFrom(first, 0, LENGTH))
          .isExactlyInstanceOf(AsynchronousCloseException.class);
      assertThat(first.isOpen()).isTrue();
      assertThat(Files.size(file)).isEqualTo(size);
    }
  }

  @Test
  void aFileSystemThatIsClosedMeanwhileSaysSo() throws IOException {
    FileChannel own = FileChannel.open(ignoring.getPath("/f"), CREATE, WRITE);
    Hesitating source = new Hesitating(ignoring::close);
    assertThat(source.read(ByteBuffer.allocate(1))).isEqualTo(1);
    assertThatThrownBy(() -> own.transferFrom(source, 0, LENGTH))
        .isInstanceOf(ClosedFileSystemException.class);
  }
}
