package io.github.cordonfs.nio.mount;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.CordonOptionsBuilder;
import io.github.cordonfs.LostFile;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.os.ChildProcess;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holes that are punched into files of a mount. */
@Tag("B4")
class MountHoleTest {

  private static final int PAGE = 4096;

  @TempDir Path disk;

  private static CordonOptionsBuilder options() {
    return CordonOptions.builder().size("16m").injection(true).writable(true);
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static CordonFileChannel open(FileSystem fs) throws IOException {
    return CordonFileChannel.of(FileChannel.open(fs.getPath("/file"), READ, WRITE));
  }

  private long blocks() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("stat", "-c", "%b", disk.resolve("file").toString()).start();
    String text =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(ChildProcess.endsWithin(20, process)).isTrue();
    return Long.parseLong(text.strip());
  }

  @Test
  void theDiskGetsItsSpaceBack() throws Exception {
    byte[] content = bytes(1, 3 << 20);
    try (CordonFileSystem fs = Cordon.mount(disk, options().build())) {
      Files.write(fs.getPath("/file"), content);
      long before = blocks();
      try (CordonFileChannel channel = open(fs)) {
        channel.force(true);
        channel.punchHole(PAGE, 2 << 20);
        channel.force(true);
        assertThat(blocks()).isLessThanOrEqualTo(before - (2 << 20) / 512);
      }
      Arrays.fill(content, PAGE, PAGE + (2 << 20), (byte) 0);
      assertThat(Files.readAllBytes(fs.getPath("/file"))).isEqualTo(content);
      assertThat(Files.readAllBytes(disk.resolve("file"))).isEqualTo(content);
    }
  }

  /** Of any place and length, over what is clean, dirty or not in the cache, of whatever store. */
  @Test
  void theRangeIsZeroAndNothingElse() throws IOException {
    try (FileSystem memory = Cordon.newFileSystem()) {
      Path behind = Files.createDirectory(memory.getPath("/behind"));
      for (Path store : new Path[] {disk, behind}) {
        punchAndCompare(store);
      }
    }
  }

  private static void punchAndCompare(Path store) throws IOException {
    byte[] content = bytes(2, (5 << 20) + 777);
    Files.write(store.resolve("file"), content);
    Random random = new Random(3);
    try (CordonFileSystem fs = Cordon.mount(store, options().build());
        CordonFileChannel channel = open(fs)) {
      for (int i = 0; i < 300; i++) {
        int at = random.nextInt(content.length);
        int length = 1 + random.nextInt(random.nextInt(4) == 0 ? 3 << 20 : 5 * PAGE);
        if (random.nextInt(4) == 0) {
          at &= -PAGE;
        }
        int end = Math.min(at + length, content.length);
        if (random.nextInt(3) == 0) {
          channel.punchHole(at, length);
          Arrays.fill(content, at, end, (byte) 0);
        } else {
          byte[] written = bytes(i, end - at);
          assertThat(channel.write(ByteBuffer.wrap(written), at)).isEqualTo(end - at);
          System.arraycopy(written, 0, content, at, end - at);
        }
        if (i % 20 == 0) {
          assertThat(Files.readAllBytes(fs.getPath("/file"))).isEqualTo(content);
        }
        if (i % 50 == 0) {
          channel.force(false);
          assertThat(Files.readAllBytes(store.resolve("file"))).isEqualTo(content);
        }
      }
      assertThat(channel.size()).isEqualTo(content.length);
    }
    assertThat(Files.readAllBytes(store.resolve("file"))).isEqualTo(content);
  }

  @Test
  @Tag("B7")
  void aLostPageInItIsGoodAgain() throws IOException {
    try (CordonFileSystem fs = Cordon.mount(disk, options().build())) {
      Files.write(disk.resolve("file"), bytes(4, 8 * PAGE));
      try (CordonFileChannel channel = open(fs)) {
        for (int page = 1; page < 4; page++) {
          channel.write(ByteBuffer.wrap(bytes(page, PAGE)), (long) page * PAGE);
          fs.memoryFailures().strike(fs.getPath("/file"), (long) page * PAGE);
        }
        channel.punchHole(2 * PAGE, PAGE);
        assertThat(channel.badRanges()).hasSize(2);
        ByteBuffer page = ByteBuffer.allocate(PAGE);
        channel.read(page, 2 * PAGE);
        assertThat(page.array()).isEqualTo(new byte[PAGE]);
        // A part of a page that is lost cannot be given up.
        assertThatThrownBy(() -> channel.punchHole(3 * PAGE + 10, PAGE))
            .isInstanceOf(PoisonedPageException.class);
        assertThatThrownBy(() -> channel.force(true)).isInstanceOf(IOException.class);
        channel.punchHole(PAGE, 3 * PAGE);
        assertThat(channel.badRanges()).isEmpty();
        channel.force(true);
        assertThat(Cordon.lost(disk)).extracting(LostFile::path).isEmpty();
      }
    }
    byte[] expected = bytes(4, 8 * PAGE);
    Arrays.fill(expected, PAGE, 4 * PAGE, (byte) 0);
    assertThat(Files.readAllBytes(disk.resolve("file"))).isEqualTo(expected);
  }

  @Test
  @Tag("M1")
  @Tag("B20")
  void aMappingShowsZeros() throws IOException {
    byte[] content = bytes(5, 8 * PAGE);
    Files.write(disk.resolve("file"), content);
    try (CordonFileSystem fs = Cordon.mount(disk, options().writableMappings(true).build());
        CordonFileChannel channel = open(fs);
        Arena arena = Arena.ofShared()) {
      MemorySegment mapped = channel.map(MapMode.READ_WRITE, 0, content.length, arena);
      channel.punchHole(100, 4 * PAGE);
      Arrays.fill(content, 100, 100 + 4 * PAGE, (byte) 0);
      assertThat(mapped.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
      mapped.set(ValueLayout.JAVA_BYTE, 2 * PAGE, (byte) 42);
      content[2 * PAGE] = 42;
      Cordon.force(mapped);
      assertThat(Files.readAllBytes(disk.resolve("file"))).isEqualTo(content);
    }
  }

  /** What a page had before must not come back by a read that was under way. */
  @Test
  void readersBesideItSeeOldOrZeros() throws Exception {
    byte[] old = new byte[64 * PAGE];
    Arrays.fill(old, (byte) 1);
    for (int round = 0; round < 30; round++) {
      Files.write(disk.resolve("file"), old);
      try (CordonFileSystem fs = Cordon.mount(disk, options().build());
          CordonFileChannel channel = open(fs)) {
        Thread reader =
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    for (int i = 0; i < 64; i++) {
                      channel.read(ByteBuffer.allocate(PAGE), (long) i * PAGE);
                    }
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
        channel.punchHole(0, old.length);
        assertThat(Files.readAllBytes(fs.getPath("/file"))).isEqualTo(new byte[old.length]);
        reader.join();
        assertThat(Files.readAllBytes(fs.getPath("/file"))).isEqualTo(new byte[old.length]);
      }
    }
  }
}
