package io.github.cordonfs.nio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.TransferCounts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes in and out of files in memory is counted, byte by byte, whichever way it goes. */
@Tag("S107")
class TransferCountsTest extends CordonFixture {

  private static final int LENGTH = 5 * PAGE + 7;

  private CordonFileSystem cordon;
  private Path file;
  private TransferCounts before;

  @BeforeEach
  void write() throws IOException {
    cordon = CordonFileSystem.of(fs);
    assertThat(cordon.transferCounts()).isEqualTo(new TransferCounts(0, 0));
    file = file("/file", LENGTH);
    before = cordon.transferCounts();
    assertThat(before).isEqualTo(new TransferCounts(0, LENGTH));
  }

  private void counted(long read, long written) {
    TransferCounts now = cordon.transferCounts();
    assertThat(now)
        .isEqualTo(new TransferCounts(before.bytesRead() + read, before.bytesWritten() + written));
    before = now;
  }

  /** Does something with a file; returns how many bytes that were. */
  interface Transfer {
    long of(Path file) throws Exception;
  }

  record Named(String name, Transfer transfer) {
    @Override
    public String toString() {
      return name;
    }
  }

  interface OfChannel {
    long of(FileChannel channel) throws Exception;
  }

  private static Named channel(String name, OfChannel transfer) {
    return new Named(
        name,
        file -> {
          try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
            return transfer.of(channel);
          }
        });
  }

  private static ByteBuffer shared(Arena arena, int size) {
    return arena.allocate(size).asByteBuffer();
  }

  private static ByteBuffer[] buffers() {
    return new ByteBuffer[] {ByteBuffer.allocate(PAGE), ByteBuffer.allocateDirect(300)};
  }

  private static long readByByte(InputStream in) throws IOException {
    long read = 0;
    while (in.read() >= 0) {
      read++;
    }
    return read;
  }

  static Stream<Named> reads() {
    return Stream.of(
        channel("at a position", c -> c.read(ByteBuffer.allocate(1000), 3000)),
        channel("direct buffer", c -> c.read(ByteBuffer.allocateDirect(1000), 3000)),
        channel("up to the end", c -> c.read(ByteBuffer.allocate(1000), LENGTH - 10)),
        channel("relative", c -> c.read(ByteBuffer.allocate(2 * PAGE))),
        channel("scattering", c -> c.read(buffers())),
        channel(
            "segment",
            c ->
                CordonFileChannel.of(c)
                    .read(MemorySegment.ofArray(new byte[PAGE]), 10, PAGE - 10, 5)),
        channel(
            "arena of others",
            c -> {
              try (Arena arena = Arena.ofShared()) {
                return (long) c.read(shared(arena, 500), 1)
                    + c.read(shared(arena, 500))
                    + c.read(new ByteBuffer[] {shared(arena, 500), shared(arena, 7)});
              }
            }),
        channel(
            "to a stream",
            c -> c.transferTo(1, PAGE, Channels.newChannel(new ByteArrayOutputStream()))),
        new Named(
            "asynchronous",
            file -> {
              try (AsynchronousFileChannel c = AsynchronousFileChannel.open(file, READ)) {
                return c.read(ByteBuffer.allocate(999), 1).get();
              }
            }),
        new Named("all bytes", file -> Files.readAllBytes(file).length),
        new Named("lines", file -> Files.readString(file, ISO_8859_1).length()),
        new Named(
            "stream",
            file -> {
              try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = new byte[PAGE + 1];
                return in.read(bytes) + in.read(bytes, 5, 10) + readByByte(in);
              }
            }),
        new Named(
            "to an output stream",
            file -> {
              try (InputStream in = Files.newInputStream(file)) {
                return in.transferTo(OutputStream.nullOutputStream());
              }
            }));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void everyReadIsCounted(Named read) throws Exception {
    long bytes = read.transfer.of(file);
    assertThat(bytes).isPositive();
    counted(bytes, 0);
  }

  static Stream<Named> writes() {
    return Stream.of(
        channel("over", c -> c.write(ByteBuffer.allocate(1000), 3000)),
        channel("behind", c -> c.write(ByteBuffer.allocateDirect(1000), 8 * PAGE)),
        channel("far behind", c -> c.write(ByteBuffer.allocate(1000), 100L * PAGE)),
        channel("relative", c -> c.write(ByteBuffer.allocate(2 * PAGE))),
        channel("gathering", c -> c.write(buffers())),
        channel(
            "arena of others",
            c -> {
              try (Arena arena = Arena.ofShared()) {
                return (long) c.write(shared(arena, 500), 1)
                    + c.write(shared(arena, 500))
                    + c.write(new ByteBuffer[] {shared(arena, 500), shared(arena, 7)});
              }
            }),
        channel(
            "from a stream",
            c ->
                c.transferFrom(
                    Channels.newChannel(new ByteArrayInputStream(new byte[PAGE])), 1, PAGE)),
        new Named(
            "appending",
            file -> {
              try (FileChannel c = FileChannel.open(file, APPEND)) {
                return (long) c.write(ByteBuffer.allocate(77)) + c.write(ByteBuffer.allocate(8), 0);
              }
            }),
        new Named(
            "asynchronous",
            file -> {
              try (AsynchronousFileChannel c = AsynchronousFileChannel.open(file, WRITE)) {
                return c.write(ByteBuffer.allocate(999), 1).get();
              }
            }),
        new Named(
            "stream",
            file -> {
              try (OutputStream out = Files.newOutputStream(file)) {
                out.write(1);
                out.write(new byte[3 * PAGE]);
                out.write(new byte[10], 2, 5);
              }
              return 1 + 3 * PAGE + 5;
            }));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void everyWriteIsCounted(Named write) throws Exception {
    long bytes = write.transfer.of(file);
    assertThat(bytes).isPositive();
    counted(0, bytes);
  }

  @Test
  void aCopyIsReadAndWritten() throws IOException {
    Path large = file("/large", (3 << 20) + 1);
    counted(0, (3 << 20) + 1);
    Files.copy(large, path("/copy")); // from frame to frame
    counted((3 << 20) + 1, (3 << 20) + 1);
    try (FileChannel from = FileChannel.open(large, READ);
        FileChannel to = FileChannel.open(path("/other"), CREATE, WRITE)) {
      assertThat(from.transferTo(0, 1 << 20, to)).isEqualTo(1 << 20);
      counted(1 << 20, 1 << 20);
      assertThat(to.transferFrom(from, 1 << 20, 100)).isEqualTo(100);
      counted(100, 100);
    }
  }

  @Test
  void aCopyToAnotherFileSystemIsReadHereAndWrittenThere() throws IOException {
    try (CordonFileSystem other = Cordon.newFileSystem(options())) {
      Files.copy(file, other.getPath("/copy"));
      counted(LENGTH, 0);
      assertThat(other.transferCounts()).isEqualTo(new TransferCounts(0, LENGTH));
    }
  }

  @Test
  void whatDoesNotComeIsNotCounted() throws IOException {
    failures().strike(file, 2 * PAGE);
    try (CordonFileChannel channel = channel(file, READ, WRITE)) {
      ByteBuffer buffer = ByteBuffer.allocate(3 * PAGE);
      assertThat(channel.read(buffer, PAGE)).isEqualTo(PAGE);
      counted(PAGE, 0);
      assertThatThrownBy(() -> channel.read(buffer.clear(), 2 * PAGE))
          .isInstanceOf(PoisonedPageException.class);
      assertThat(channel.read(buffer.clear(), LENGTH)).isEqualTo(-1);
      assertThat(channel.read(ByteBuffer.allocate(0), 0)).isZero();
      assertThatThrownBy(() -> channel.write(buffer.clear().limit(10), 2 * PAGE))
          .isInstanceOf(PoisonedPageException.class);
      counted(0, 0);
    }
  }

  @Test
  void otherChangesAndMappingsAreNotCounted() throws IOException {
    failures().strike(file, PAGE);
    try (CordonFileChannel channel = channel(file, READ, WRITE);
        Arena arena = Arena.ofConfined()) {
      channel.setSize(10 * PAGE);
      channel.truncate(8 * PAGE);
      channel.punchHole(2 * PAGE, PAGE);
      channel.allocate(7 * PAGE, 2 * PAGE, false);
      assertThat(channel.restore(PAGE, ByteBuffer.allocate(PAGE)))
          .containsExactly(new ByteRange(PAGE, PAGE));
      MemorySegment mapped = channel.map(MapMode.READ_WRITE, 0, 3 * PAGE, arena);
      mapped.set(ValueLayout.JAVA_BYTE, 0, (byte) 5);
      assertThat(mapped.get(ValueLayout.JAVA_BYTE, PAGE)).isZero();
      counted(0, 0);
    }
  }

  @Test
  void theCountsOutliveTheFileSystem() throws IOException {
    assertThat(Files.readAllBytes(file)).hasSize(LENGTH);
    fs.close();
    counted(LENGTH, 0);
  }
}
