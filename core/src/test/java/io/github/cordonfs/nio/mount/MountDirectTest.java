package io.github.cordonfs.nio.mount;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.CordonOptionsBuilder;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels of a mount that were opened with DIRECT: round the cache, and consistent with it. */
@Tag("B3")
class MountDirectTest {

  /** By name, as the compiler warns of who uses it. */
  private static final OpenOption DIRECT = direct();

  private static final int PAGE = 4096;
  private static final int HUGE = 2 << 20;

  @TempDir Path disk;
  private final byte[] content = bytes(1, 8 * PAGE + 100);
  private CordonFileSystem fs;
  private Path file;

  @BeforeEach
  void mount() throws IOException {
    Files.write(disk.resolve("file"), content);
    fs = Cordon.mount(disk, options().writable(true).build());
    file = fs.getPath("/file");
  }

  private static CordonOptionsBuilder options() {
    return CordonOptions.builder().size("32m").injection(true);
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  static OpenOption direct() {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      return (OpenOption) options.getField("DIRECT").get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("ExtendedOpenOption", e);
    }
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Returns whole pages in memory that begins with one. */
  private static ByteBuffer aligned(int bytes) {
    return ByteBuffer.allocateDirect(bytes + PAGE).alignedSlice(PAGE).limit(bytes).slice();
  }

  private static ByteBuffer aligned(byte[] content) {
    return aligned(content.length).put(content).flip();
  }

  private FileChannel open(OpenOption... options) throws IOException {
    return FileChannel.open(file, options);
  }

  private byte[] pages(byte[] from, int page, int count) {
    return Arrays.copyOfRange(from, page * PAGE, (page + count) * PAGE);
  }

  private static byte[] read(FileChannel channel, ByteBuffer buffer, int page) throws IOException {
    int n = channel.read(buffer, (long) page * PAGE);
    byte[] bytes = new byte[Math.max(n, 0)];
    buffer.flip().get(bytes);
    return bytes;
  }

  private byte[] onDisk() throws IOException {
    return Files.readAllBytes(disk.resolve("file"));
  }

  @Test
  void aDirectReadGoesToTheStoreAndLeavesNothingInTheCache() throws IOException {
    try (FileChannel channel = open(READ, DIRECT)) {
      for (int attempt = 1; attempt <= 3; attempt++) {
        long before = fs.storeReads();
        assertThat(read(channel, aligned(2 * PAGE), 1)).isEqualTo(pages(content, 1, 2));
        assertThat(fs.storeReads()).isEqualTo(before + 1);
      }
      assertThat(fs.memoryUsage().usedBytes()).isZero();
      // The end of the file is no end of a block, and memory on the heap is none of the system's.
      assertThat(read(channel, ByteBuffer.allocate(4 * PAGE), 7))
          .isEqualTo(Arrays.copyOfRange(content, 7 * PAGE, content.length));
      assertThat(channel.read(aligned(PAGE), 9 * PAGE)).isEqualTo(-1);
    }
  }

  @Test
  void aDirectReadGetsWhatIsDirtyAndDropsWhatIsClean() throws IOException {
    try (FileChannel channel = open(READ, WRITE);
        FileChannel direct = open(READ, DIRECT)) {
      byte[] written = bytes(2, PAGE + 10);
      channel.write(ByteBuffer.wrap(written), PAGE);
      assertThat(read(direct, aligned(2 * PAGE), 1)).startsWith(written);
      assertThat(pages(onDisk(), 1, 2)).startsWith(written);
      long before = fs.storeReads();
      assertThat(read(channel, ByteBuffer.allocate(2 * PAGE), 1)).startsWith(written);
      assertThat(fs.storeReads()).isGreaterThan(before);
    }
  }

  @Test
  void aDirectWriteIsOnTheDiskAndSeenByEverybody() throws IOException {
    try (FileChannel channel = open(READ, WRITE);
        FileChannel direct = open(READ, WRITE, DIRECT)) {
      assertThat(read(channel, ByteBuffer.allocate(4 * PAGE), 0)).isEqualTo(pages(content, 0, 4));
      channel.write(ByteBuffer.wrap(bytes(3, 100)), 2 * PAGE + 50);
      byte[] written = bytes(4, 2 * PAGE);
      assertThat(direct.write(aligned(written), PAGE)).isEqualTo(2 * PAGE);
      assertThat(pages(onDisk(), 1, 2)).isEqualTo(written);
      assertThat(read(channel, ByteBuffer.allocate(2 * PAGE), 1)).isEqualTo(written);
      // By way of the heap, gathered and at the position.
      ByteBuffer[] parts = {ByteBuffer.wrap(bytes(5, PAGE)), ByteBuffer.wrap(bytes(6, 2 * PAGE))};
      direct.position(3 * PAGE);
      assertThat(direct.write(parts)).isEqualTo(3 * PAGE);
      assertThat(direct.position()).isEqualTo(6 * PAGE);
      assertThat(pages(onDisk(), 3, 1)).isEqualTo(bytes(5, PAGE));
      ByteBuffer[] targets = {ByteBuffer.allocate(2 * PAGE), ByteBuffer.allocate(PAGE)};
      direct.position(3 * PAGE);
      assertThat(direct.read(targets)).isEqualTo(3 * PAGE);
      assertThat(targets[1].array()).isEqualTo(pages(bytes(6, 2 * PAGE), 1, 1));
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(onDisk());
  }

  @Test
  void aDirectWriteMakesTheFileLonger() throws IOException {
    try (FileChannel direct = open(READ, WRITE, DIRECT)) {
      byte[] written = bytes(7, 2 * PAGE);
      assertThat(direct.write(aligned(written), 16 * PAGE)).isEqualTo(2 * PAGE);
      assertThat(direct.size()).isEqualTo(18 * PAGE);
      assertThat(read(direct, aligned(2 * PAGE), 16)).isEqualTo(written);
    }
    byte[] expected = Arrays.copyOf(content, 18 * PAGE);
    System.arraycopy(bytes(7, 2 * PAGE), 0, expected, 16 * PAGE, 2 * PAGE);
    assertThat(onDisk()).isEqualTo(expected);
    assertThat(Files.readAllBytes(file)).isEqualTo(expected);
  }

  @Test
  void whatIsAppendedBeginsWithABlock() throws IOException {
    byte[] more = bytes(8, PAGE);
    try (FileChannel direct = open(APPEND, DIRECT)) {
      assertThatThrownBy(() -> direct.write(aligned(more)))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("block size");
      direct.truncate(8 * PAGE);
      assertThat(direct.write(aligned(more))).isEqualTo(PAGE);
    }
    assertThat(pages(onDisk(), 8, 1)).isEqualTo(more);
  }

  @Test
  void aLostPageIsNeverReadFromTheDisk() throws IOException {
    try (FileChannel channel = open(READ, WRITE);
        FileChannel direct = open(READ, WRITE, DIRECT)) {
      channel.write(ByteBuffer.wrap(bytes(9, PAGE)), 2 * PAGE);
      assertThat(fs.memoryFailures().strike(file, 2 * PAGE).message())
          .isEqualTo(MessageType.MEMORY_PAGE);
      assertThatThrownBy(() -> direct.read(aligned(PAGE), 2 * PAGE))
          .isInstanceOf(PoisonedPageException.class)
          .hasMessageContaining("/file");
      // What is before it and behind is read.
      assertThat(read(direct, aligned(4 * PAGE), 1)).isEqualTo(pages(content, 1, 1));
      assertThat(read(direct, aligned(PAGE), 3)).isEqualTo(pages(content, 3, 1));
      // Neither a read nor a write beside it drops it.
      assertThat(direct.write(aligned(bytes(10, PAGE)), PAGE)).isEqualTo(PAGE);
      assertThat(CordonFileChannel.of(channel).badRanges())
          .containsExactly(new ByteRange(2 * PAGE, PAGE));
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(PAGE), 2 * PAGE))
          .isInstanceOf(PoisonedPageException.class);
      assertThat(pages(onDisk(), 2, 1)).isEqualTo(pages(content, 2, 1));
      assertThat(CordonFileChannel.of(direct).clearPoison(0, HUGE)).hasSize(1);
    }
  }

  @Test
  void aDirectWriteOfTheWholePageMakesItGood() throws IOException {
    byte[] good = bytes(11, 3 * PAGE);
    try (FileChannel channel = open(READ, WRITE);
        FileChannel direct = open(READ, WRITE, DIRECT)) {
      channel.write(ByteBuffer.wrap(bytes(9, PAGE)), 2 * PAGE);
      var _ = fs.memoryFailures().strike(file, 2 * PAGE);
      assertThatThrownBy(() -> channel.force(false)).isInstanceOf(FileSystemException.class);
      assertThat(Cordon.lost(disk)).hasSize(1);
      assertThat(direct.write(aligned(good), PAGE)).isEqualTo(good.length);
      assertThat(CordonFileChannel.of(channel).badRanges()).isEmpty();
      assertThat(read(channel, ByteBuffer.allocate(good.length), 1)).isEqualTo(good);
      assertThat(pages(onDisk(), 1, 3)).isEqualTo(good);
      // Not before what is there instead is durable.
      assertThat(Cordon.lost(disk)).hasSize(1);
      direct.force(false);
      assertThat(Cordon.lost(disk)).isEmpty();
    }
  }

  @Test
  void aPageThatTheStoreHasHealsByADirectRead() throws IOException {
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    assertThat(fs.memoryFailures().strike(file, PAGE).message()).isEqualTo(MessageType.CLEAN_PAGE);
    try (FileChannel direct = open(READ, DIRECT)) {
      assertThat(read(direct, aligned(4 * PAGE), 0)).isEqualTo(pages(content, 0, 4));
    }
  }

  @Test
  void mappingsShowWhatWasWritten() throws IOException {
    try (FileChannel direct = open(READ, WRITE, DIRECT);
        Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = direct.map(MapMode.READ_ONLY, 0, content.length, arena);
      assertThat(mapped.asSlice(PAGE, PAGE).mismatch(MemorySegment.ofArray(pages(content, 1, 1))))
          .isEqualTo(-1);
      byte[] written = bytes(12, 2 * PAGE);
      direct.write(aligned(written), PAGE);
      assertThat(mapped.asSlice(PAGE, 2 * PAGE).mismatch(MemorySegment.ofArray(written)))
          .isEqualTo(-1);
      assertThat(read(direct, aligned(2 * PAGE), 1)).isEqualTo(written);
    }
  }

  @Test
  void aPartOfAHugeFolioIsWrittenWhereItIs() throws IOException {
    byte[] large = bytes(13, 2 * HUGE);
    Files.write(disk.resolve("large"), large);
    Path path = fs.getPath("/large");
    assertThat(Files.readAllBytes(path)).isEqualTo(large);
    assertThat(fs.memoryUsage().hugeFolios()).isPositive();
    byte[] written = bytes(14, 3 * PAGE);
    try (FileChannel direct = FileChannel.open(path, READ, WRITE, DIRECT)) {
      direct.write(aligned(written), HUGE + PAGE);
      assertThat(read(direct, aligned(PAGE), HUGE / PAGE)).isEqualTo(pages(large, HUGE / PAGE, 1));
    }
    System.arraycopy(written, 0, large, HUGE + PAGE, written.length);
    assertThat(Files.readAllBytes(path)).isEqualTo(large);
    assertThat(Files.readAllBytes(disk.resolve("large"))).isEqualTo(large);
  }

  @Test
  void synchronousWritesAreDurableToo() throws IOException {
    try (FileChannel direct = open(READ, WRITE, DIRECT, DSYNC)) {
      assertThat(direct.write(aligned(bytes(15, PAGE)), 0)).isEqualTo(PAGE);
      assertThat(pages(onDisk(), 0, 1)).isEqualTo(bytes(15, PAGE));
    }
  }

  @Test
  void whatIsNoWholeBlockIsRefusedAsByTheJdk() throws IOException {
    try (FileChannel direct = open(READ, WRITE, DIRECT)) {
      assertThatThrownBy(() -> direct.read(aligned(PAGE), 100))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("block size");
      assertThatThrownBy(() -> direct.write(ByteBuffer.allocate(100), 0))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("block size");
      // A transfer is of any bytes.
      Path copy = disk.resolve("copy");
      try (FileChannel to =
          FileChannel.open(copy, java.nio.file.StandardOpenOption.CREATE, WRITE)) {
        assertThat(direct.transferTo(10, 5000, to)).isEqualTo(5000);
      }
      assertThat(Files.readAllBytes(copy)).isEqualTo(Arrays.copyOfRange(content, 10, 5010));
    }
  }

  @Test
  void aMountThatIsOnlyReadHasThemToo() throws IOException {
    fs.close();
    fs = Cordon.mount(disk, options().build());
    file = fs.getPath("/file");
    try (FileChannel direct = open(READ, DIRECT)) {
      assertThat(read(direct, aligned(8 * PAGE), 0)).isEqualTo(pages(content, 0, 8));
      assertThat(fs.storeReads()).isEqualTo(1);
    }
  }
}
