package io.github.cordonfs.nio.mount;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.TransferCounts;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes in and out of files of a mount is counted once, whether the cache has it or not. */
@Tag("S107")
class MountTransferCountsTest {

  /** By name, as the compiler warns of who uses it. */
  private static final OpenOption DIRECT = direct();

  private static final int PAGE = 4096;
  private static final int HUGE = 2 << 20;
  private static final int LENGTH = 3 * HUGE + 100;

  @TempDir Path disk;
  private CordonFileSystem mount;
  private Path file;
  private long read;
  private long written;

  private static OpenOption direct() {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      return (OpenOption) options.getField("DIRECT").get(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("ExtendedOpenOption", e);
    }
  }

  @BeforeEach
  void mount() throws IOException {
    Files.write(disk.resolve("file"), new byte[LENGTH]);
    // Less than the file: pages go, and come again.
    mount =
        Cordon.mount(
            disk, CordonOptions.builder().size("4m").writable(true).injection(true).build());
    file = mount.getPath("/file");
  }

  @AfterEach
  void close() throws IOException {
    mount.close();
  }

  private void countedAll() {
    assertThat(mount.transferCounts()).isEqualTo(new TransferCounts(read, written));
  }

  private void read(FileChannel channel, int length, long position, int got) throws IOException {
    assertThat(channel.read(ByteBuffer.allocate(length), position)).isEqualTo(got);
    read += Math.max(got, 0);
    countedAll();
  }

  private void write(FileChannel channel, int length, long position) throws IOException {
    assertThat(channel.write(ByteBuffer.allocate(length), position)).isEqualTo(length);
    written += length;
    countedAll();
  }

  @Test
  void readsAreCountedWhereverTheBytesComeFrom() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      read(channel, 1000, 5, 1000);
      assertThat(mount.readCounts().misses()).isEqualTo(1);
      read(channel, 1000, 6, 1000);
      assertThat(mount.readCounts().hits()).isEqualTo(1);
      read(channel, 2 * HUGE, 10, 2 * HUGE);
      read(channel, PAGE, LENGTH - 10, 10);
      read(channel, PAGE, LENGTH - 10, 10);
      read(channel, PAGE, LENGTH, -1);
      MemorySegment segment = MemorySegment.ofArray(new byte[PAGE]);
      for (int i = 0; i < 2; i++) {
        assertThat(CordonFileChannel.of(channel).read(segment, 0, PAGE, HUGE)).isEqualTo(PAGE);
        read += PAGE;
        countedAll();
      }
    }
    assertThat(Files.readAllBytes(file)).hasSize(LENGTH);
    read += LENGTH;
    countedAll();
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = new byte[PAGE];
      for (int i = 0; i < 3; i++) {
        assertThat(in.read(bytes)).isEqualTo(PAGE);
        read += PAGE;
        countedAll();
      }
    }
  }

  @Test
  void writesAreCountedOnceHoweverTheyAreDone() throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      write(channel, 100, 50); // to a page that is read for it
      write(channel, 100, 60); // over a dirty page
      write(channel, 10 * PAGE, HUGE - 5 * PAGE); // new pages of two extents
      write(channel, 2 * HUGE, 77); // more than fits at a time
      write(channel, 10, LENGTH + 10 * PAGE); // behind the end
      assertThat(channel.write(new ByteBuffer[] {ByteBuffer.allocate(7), ByteBuffer.allocate(9)}))
          .isEqualTo(16);
      written += 16;
      countedAll();
      CordonFileChannel.of(channel).punchHole(PAGE, 5 * PAGE);
      channel.truncate(HUGE);
      channel.force(true);
      countedAll();
    }
    try (FileChannel channel = FileChannel.open(file, APPEND)) {
      write(channel, 33, 0);
    }
    Files.write(mount.getPath("/new"), new byte[3 * PAGE + 1], CREATE_NEW);
    written += 3 * PAGE + 1;
    countedAll();
  }

  @Test
  void whatGoesRoundTheCacheIsCounted() throws IOException {
    ByteBuffer pages = ByteBuffer.allocateDirect(5 * PAGE).alignedSlice(PAGE).limit(4 * PAGE);
    try (FileChannel channel = FileChannel.open(file, READ, WRITE, DIRECT)) {
      for (ByteBuffer each : new ByteBuffer[] {pages, ByteBuffer.allocate(4 * PAGE)}) {
        assertThat(channel.read(each, PAGE)).isEqualTo(4 * PAGE);
        read += 4 * PAGE;
        countedAll();
        assertThat(channel.write(each.flip(), PAGE)).isEqualTo(4 * PAGE);
        written += 4 * PAGE;
        countedAll();
      }
    }
  }

  @Test
  void aReadThatEndsAtALostPageIsCountedUpToIt() throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      write(channel, 4 * PAGE, 0);
      mount.memoryFailures().strike(file, 2 * PAGE);
      read(channel, 4 * PAGE, 0, 2 * PAGE);
      ByteBuffer buffer = ByteBuffer.allocate(PAGE);
      assertThatThrownBy(() -> channel.read(buffer, 2 * PAGE))
          .isInstanceOf(PoisonedPageException.class);
      countedAll();
      CordonFileChannel.of(channel).clearPoison(0, 4 * PAGE);
      countedAll();
    }
  }

  @Test
  void manyOfAllKindsAddUp() throws IOException {
    Random random = new Random(7);
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      for (int i = 0; i < 500; i++) {
        int length = 1 + random.nextInt(random.nextInt(8) == 0 ? HUGE : 3 * PAGE);
        long position = random.nextInt(LENGTH - length);
        if (random.nextInt(3) == 0) {
          write(channel, length, position);
        } else {
          read(channel, length, position, length);
        }
      }
    }
  }
}
