package io.github.cordonfs.nio.mount;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AccessAdvice;
import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What advice changes: how often the store is read, and what stays in the cache. */
class MountAdviceTest {

  private static final int PAGE = 4096;
  private static final int HUGE = 2 << 20;

  @TempDir Path disk;
  private final byte[] content = new byte[2 * HUGE];
  private CordonFileSystem fs;

  @BeforeEach
  void mount() throws IOException {
    new Random(1).nextBytes(content);
    Files.write(disk.resolve("file"), content);
    fs =
        Cordon.mount(
            disk, CordonOptions.builder().size("32m").injection(true).writable(true).build());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private CordonFileChannel open(OpenOption... options) throws IOException {
    return CordonFileChannel.of(FileChannel.open(fs.getPath("/file"), options));
  }

  private static void read(FileChannel channel, int page, int pages) throws IOException {
    for (int i = page; i < page + pages; i++) {
      assertThat(channel.read(ByteBuffer.allocate(PAGE), (long) i * PAGE)).isEqualTo(PAGE);
    }
  }

  @Test
  @Tag("B21")
  void aRandomReaderReadsWhatItAsksFor() throws IOException {
    try (CordonFileChannel channel = open(READ)) {
      channel.advise(AccessAdvice.RANDOM, 0, 0);
      read(channel, 0, 100);
      assertThat(fs.storeReads()).isEqualTo(100);
      channel.advise(AccessAdvice.NORMAL, 0, 0);
      read(channel, 100, 100);
      assertThat(fs.storeReads()).isLessThan(150);
    }
  }

  @Test
  @Tag("B21")
  void aSequentialReaderReadsLargePiecesFromTheFirstOn() throws IOException {
    try (CordonFileChannel channel = open(READ)) {
      channel.advise(AccessAdvice.SEQUENTIAL, 0, 0);
      read(channel, 3, 500);
      // The first piece begins where the reader does.
      assertThat(fs.storeReads()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  @Tag("B21")
  void whatWillBeNeededIsReadInTheBackground() throws Exception {
    try (CordonFileChannel channel = open(READ)) {
      channel.advise(AccessAdvice.WILLNEED, 10 * PAGE, 100 * PAGE);
      while (fs.storeReads() == 0) {
        Thread.onSpinWait();
      }
      // Whoever comes before it is done waits for it.
      read(channel, 109, 1);
      long reads = fs.storeReads();
      read(channel, 10, 100);
      assertThat(fs.storeReads()).isEqualTo(reads);
      assertThat(fs.memoryUsage().usedBytes()).isEqualTo(100 * PAGE);
    }
  }

  @Test
  @Tag("B2")
  @Tag("B21")
  void whatIsNotNeededLeavesTheCacheUnlessItIsLostOrMapped() throws IOException {
    try (CordonFileChannel channel = open(READ, WRITE);
        Arena arena = Arena.ofConfined()) {
      channel.advise(AccessAdvice.RANDOM, 0, 0);
      read(channel, 0, 20);
      ByteBuffer written = ByteBuffer.allocate(2 * PAGE);
      assertThat(channel.write(written, 4 * PAGE)).isEqualTo(2 * PAGE);
      var _ = fs.memoryFailures().strike(fs.getPath("/file"), 4 * PAGE);
      var _ = channel.map(MapMode.READ_ONLY, 10 * PAGE, 3 * PAGE, arena);
      channel.advise(AccessAdvice.DONTNEED, 0, 0);
      assertThat(fs.memoryUsage().usedBytes()).isEqualTo(4 * PAGE);
      assertThat(channel.badRanges()).containsExactly(new ByteRange(4 * PAGE, PAGE));
      // The other one is on the disk.
      byte[] onDisk = Files.readAllBytes(disk.resolve("file"));
      assertThat(onDisk[5 * PAGE]).isZero();
      assertThat(onDisk[4 * PAGE]).isEqualTo(content[4 * PAGE]);
      long reads = fs.storeReads();
      read(channel, 5, 1);
      assertThat(fs.storeReads()).isEqualTo(reads + 1);
      assertThat(channel.clearPoison(0, HUGE)).hasSize(1);
    }
  }

  @Test
  @Tag("B12")
  @Tag("B21")
  void nothingGoesFromUnderAMappingThatIsBeingMade() throws Exception {
    AtomicBoolean end = new AtomicBoolean();
    try (ExecutorService threads = Executors.newSingleThreadExecutor();
        CordonFileChannel channel = open(READ)) {
      Future<?> dropping =
          threads.submit(() -> {
            while (!end.get()) {
              channel.advise(AccessAdvice.DONTNEED, 0, 64 * PAGE);
            }
            return true;
          });
      for (int round = 0; round < 2_000; round++) {
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, 64 * PAGE, arena);
          for (int page = round % 8; page < 64; page += 8) {
            // A page that is not there would fault.
            assertThat(mapped.get(ValueLayout.JAVA_BYTE, (long) page * PAGE))
                .isEqualTo(content[page * PAGE]);
          }
        }
      }
      end.set(true);
      dropping.get();
    } finally {
      end.set(true);
    }
  }

  @Test
  @Tag("B21")
  void adviceForAFileInMemoryChangesNothing() throws IOException {
    try (CordonFileSystem memory = Cordon.newFileSystem()) {
      Path file = Files.write(memory.getPath("/file"), content);
      try (CordonFileChannel channel = CordonFileChannel.of(FileChannel.open(file, READ))) {
        for (AccessAdvice each : AccessAdvice.values()) {
          channel.advise(each, 0, 0);
        }
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }
  }

  @Test
  @Tag("B21")
  void badArgumentsAreRefused() throws IOException {
    CordonFileChannel channel = open(StandardOpenOption.READ);
    assertThatThrownBy(() -> channel.advise(AccessAdvice.NORMAL, -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> channel.advise(null, 0, 1)).isInstanceOf(NullPointerException.class);
    channel.advise(AccessAdvice.WILLNEED, Long.MAX_VALUE - 1, 0);
    channel.close();
    assertThatThrownBy(() -> channel.advise(AccessAdvice.NORMAL, 0, 1))
        .isInstanceOf(ClosedChannelException.class);
  }
}
