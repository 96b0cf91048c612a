package io.github.cordonfs.nio.mount;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.SoftOfflineResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of a mount that are written. */
class MountWriteTest {

  private static final int PAGE = 4096;
  private static final int HUGE = 2 << 20;

  @TempDir Path disk;
  private CordonFileSystem fs;

  @BeforeEach
  void mount() throws IOException {
    fs = Cordon.mount(disk, options().build());
  }

  private static io.github.cordonfs.CordonOptionsBuilder options() {
    return CordonOptions.builder().size("32m").injection(true).writable(true);
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private void assertOnDisk(String name, byte[] content) throws IOException {
    assertThat(Files.readAllBytes(disk.resolve(name))).isEqualTo(content);
  }

  @Test
  @Tag("B1")
  void whatIsClosedIsInTheDirectory() throws IOException {
    byte[] content = bytes(1, 3 * PAGE + 17);
    Files.write(fs.getPath("/file"), content);
    assertOnDisk("file", content);
    assertThat(Files.readAllBytes(fs.getPath("/file"))).isEqualTo(content);
  }

  @Test
  @Tag("B1")
  void dataIsInTheCacheUntilItIsForced() throws IOException {
    byte[] content = bytes(2, 5 * PAGE);
    try (FileChannel channel = FileChannel.open(fs.getPath("/file"), CREATE, WRITE, READ)) {
      channel.write(ByteBuffer.wrap(content));
      assertOnDisk("file", new byte[5 * PAGE]);
      ByteBuffer read = ByteBuffer.allocate(5 * PAGE);
      channel.read(read, 0);
      assertThat(read.array()).isEqualTo(content);
      channel.force(true);
      assertOnDisk("file", content);
    }
  }

  @Test
  @Tag("B1")
  void partsOfPagesAreWrittenOverWhatTheStoreHas() throws IOException {
    byte[] content = bytes(3, 3 * HUGE + 100);
    Files.write(disk.resolve("file"), content);
    Random random = new Random(4);
    try (FileChannel channel = FileChannel.open(fs.getPath("/file"), WRITE, READ)) {
      for (int i = 0; i < 300; i++) {
        byte[] part = bytes(i, 1 + random.nextInt(i % 10 == 0 ? 100_000 : 5000));
        int at = random.nextInt(content.length);
        if (at + part.length > content.length) {
          content = Arrays.copyOf(content, at + part.length);
        }
        System.arraycopy(part, 0, content, at, part.length);
        assertThat(channel.write(ByteBuffer.wrap(part), at)).isEqualTo(part.length);
        if (i % 37 == 0) {
          channel.force(false);
          assertOnDisk("file", content);
        }
        if (i % 50 == 0) {
          assertThat(Files.readAllBytes(fs.getPath("/file"))).isEqualTo(content);
        }
      }
    }
    assertOnDisk("file", content);
  }

  @Test
  @Tag("B11")
  @Tag("B1")
  void moreThanTheCacheCanBeWritten() throws IOException {
    byte[] piece = bytes(5, HUGE / 2);
    try (FileChannel channel = FileChannel.open(fs.getPath("/file"), CREATE, WRITE)) {
      for (int i = 0; i < 80; i++) {
        piece[0] = (byte) i;
        channel.write(ByteBuffer.wrap(piece));
      }
    }
    byte[] found = Files.readAllBytes(disk.resolve("file"));
    for (int i = 0; i < 80; i++) {
      piece[0] = (byte) i;
      assertThat(Arrays.copyOfRange(found, i * piece.length, (i + 1) * piece.length))
          .isEqualTo(piece);
    }
  }

  @Test
  @Tag("B4")
  void filesAreCutOffAndExtendedInTheDirectoryAtOnce() throws IOException {
    byte[] content = bytes(6, 4 * PAGE);
    try (FileChannel channel = FileChannel.open(fs.getPath("/file"), CREATE, WRITE, READ)) {
      channel.write(ByteBuffer.wrap(content));
      channel.truncate(PAGE + 10);
      assertThat(Files.size(disk.resolve("file"))).isEqualTo(PAGE + 10);
      channel.write(ByteBuffer.wrap(new byte[] {9}), 3 * PAGE);
      assertThat(Files.size(disk.resolve("file"))).isEqualTo(3 * PAGE + 1);
    }
    byte[] wanted = Arrays.copyOf(Arrays.copyOf(content, PAGE + 10), 3 * PAGE + 1);
    wanted[3 * PAGE] = 9;
    assertOnDisk("file", wanted);
    assertThat(Files.readAllBytes(fs.getPath("/file"))).isEqualTo(wanted);
  }

  @Test
  void appendersWriteAtTheEnd() throws IOException {
    Files.write(fs.getPath("/log"), bytes(7, 100));
    try (FileChannel one = FileChannel.open(fs.getPath("/log"), APPEND);
        FileChannel other = FileChannel.open(fs.getPath("/log"), APPEND)) {
      one.write(ByteBuffer.wrap(new byte[] {1, 2}));
      other.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {3}), ByteBuffer.wrap(new byte[2])});
    }
    byte[] wanted = Arrays.copyOf(bytes(7, 100), 105);
    System.arraycopy(new byte[] {1, 2, 3}, 0, wanted, 100, 3);
    assertOnDisk("log", wanted);
  }

  @Test
  void namesChangeInTheDirectory() throws IOException {
    Path directory = Files.createDirectory(fs.getPath("/a"));
    Path file = Files.writeString(directory.resolve("file"), "text");
    assertThatThrownBy(() -> Files.createFile(file)).isInstanceOf(FileAlreadyExistsException.class);
    Files.createLink(fs.getPath("/link"), file);
    Files.createSymbolicLink(fs.getPath("/symbolic"), fs.getPath("a/file"));
    Files.move(directory, fs.getPath("/b"));
    assertThat(disk.resolve("b/file")).hasContent("text");
    assertThat(disk.resolve("link")).hasContent("text");
    assertThat(Files.readSymbolicLink(disk.resolve("symbolic"))).hasToString("a/file");
    Files.writeString(fs.getPath("/b/file"), "other");
    assertThat(Files.readString(fs.getPath("/link"))).isEqualTo("other");
    Files.delete(fs.getPath("/b/file"));
    assertThatThrownBy(() -> Files.delete(fs.getPath("/b/file")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("/b/file");
    assertThat(disk.resolve("link")).hasContent("other");
  }

  @Test
  void whatIsMovedOverAnotherFileIsWrittenBefore() throws IOException {
    Files.writeString(fs.getPath("/file"), "old");
    try (FileChannel channel = FileChannel.open(fs.getPath("/new"), CREATE, WRITE)) {
      channel.write(
          ByteBuffer.wrap("new content".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      Files.move(fs.getPath("/new"), fs.getPath("/file"), StandardCopyOption.REPLACE_EXISTING);
      assertThat(disk.resolve("file")).hasContent("new content");
      channel.write(ByteBuffer.wrap(new byte[] {'!'}));
    }
    assertThat(disk.resolve("file")).hasContent("new content!");
  }

  @Test
  void timesThatAreSetStay() throws IOException {
    FileTime time = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));
    try (FileChannel channel = FileChannel.open(fs.getPath("/file"), CREATE, WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[10]));
      Files.setLastModifiedTime(fs.getPath("/file"), time);
    }
    assertThat(Files.getLastModifiedTime(disk.resolve("file"))).isEqualTo(time);
  }

  @Test
  void writableMappingsAreRefused() throws IOException {
    Files.write(fs.getPath("/file"), bytes(8, PAGE));
    try (FileChannel channel = FileChannel.open(fs.getPath("/file"), WRITE, READ)) {
      assertThatThrownBy(() -> channel.map(MapMode.READ_WRITE, 0, PAGE))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("cannot be mapped for writing");
      assertThat(channel.map(MapMode.READ_ONLY, 0, PAGE).get(5)).isEqualTo(bytes(8, PAGE)[5]);
    }
  }

  // --- failures ---

  @Test
  @Tag("H10")
  void aDirtyPageThatFailsIsToldAndNeverOldContent() throws IOException {
    byte[] old = bytes(9, 3 * PAGE);
    Files.write(disk.resolve("file"), old);
    Path file = fs.getPath("/file");
    byte[] written = bytes(10, 3 * PAGE);
    FileChannel channel = FileChannel.open(file, WRITE, READ);
    channel.write(ByteBuffer.wrap(written));
    MemoryFailureEvent event = fs.memoryFailures().strike(file, PAGE + 5);
    assertThat(event.message()).isEqualTo(MessageType.MEMORY_PAGE);
    assertThat(event.paths()).containsExactly("/file");
    ByteBuffer page = ByteBuffer.allocate(PAGE);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> channel.read(page.clear(), PAGE))
          .isInstanceOf(PoisonedPageException.class);
      assertThatThrownBy(() -> channel.force(true))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("/file")
          .hasMessageContaining("[4096, 8192)");
    }
    channel.read(page.clear(), 0);
    assertThat(page.array()).isEqualTo(Arrays.copyOf(written, PAGE));
    // What was good is written; of the lost page the directory has the old content.
    byte[] wanted = written.clone();
    System.arraycopy(old, PAGE, wanted, PAGE, PAGE);
    assertOnDisk("file", wanted);
    channel.close();
    assertThatThrownBy(() -> Files.readAllBytes(file)).isInstanceOf(PoisonedPageException.class);
    assertThatThrownBy(() -> fs.close()).hasMessageContaining("[4096, 8192)");
  }

  @Test
  @Tag("H9")
  void aPageThatWasForcedHeals() throws IOException {
    Path file = fs.getPath("/file");
    byte[] content = bytes(11, 2 * PAGE);
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, READ)) {
      channel.write(ByteBuffer.wrap(content));
      channel.force(false);
      assertThat(fs.memoryFailures().strike(file, 0).message()).isEqualTo(MessageType.CLEAN_PAGE);
      ByteBuffer read = ByteBuffer.allocate(2 * PAGE);
      channel.read(read, 0);
      assertThat(read.array()).isEqualTo(content);
    }
  }

  @Test
  @Tag("R7")
  void aLostPageBecomesWellByWritingOverItAndByRestoring() throws IOException {
    Path file = fs.getPath("/file");
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, READ)) {
      byte[] content = bytes(12, 4 * PAGE);
      channel.write(ByteBuffer.wrap(content));
      fs.memoryFailures().strike(file, 0);
      fs.memoryFailures()
          .restore(file, new ByteRange(0, PAGE), ByteBuffer.wrap(content, 0, PAGE).slice());
      channel.force(true);
      assertOnDisk("file", content);
      channel.write(ByteBuffer.wrap(content), 0);
      fs.memoryFailures().strike(file, 2 * PAGE);
      assertThat(fs.memoryFailures().clearPoison(file, new ByteRange(0, 4 * PAGE))).hasSize(1);
      // What the directory has: this was forced before.
      channel.force(true);
      assertOnDisk("file", content);
    }
  }

  @Test
  @Tag("B4")
  void whatIsCutOffIsLostNoMore() throws IOException {
    Path file = fs.getPath("/file");
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, READ)) {
      channel.write(ByteBuffer.wrap(bytes(13, 4 * PAGE)));
      fs.memoryFailures().strike(file, 2 * PAGE);
      channel.truncate(PAGE);
      channel.force(true);
    }
    assertOnDisk("file", Arrays.copyOf(bytes(13, 4 * PAGE), PAGE));
  }

  @Test
  @Tag("O3")
  void aDirtyPageMovesOutOfSuspectMemory() throws IOException {
    Path file = fs.getPath("/file");
    byte[] content = bytes(14, 3 * PAGE);
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, READ)) {
      channel.write(ByteBuffer.wrap(content));
      assertThat(fs.memoryFailures().softOffline(file, PAGE)).isEqualTo(SoftOfflineResult.MIGRATED);
    }
    assertOnDisk("file", content);
  }

  @Test
  @Tag("H12")
  void theOldSchemeShowsOldContent() throws IOException {
    fs.close();
    fs = Cordon.mount(disk, options().poison(PoisonPolicy.DROP).build());
    Files.write(disk.resolve("file"), bytes(15, PAGE));
    Path file = fs.getPath("/file");
    try (FileChannel channel = FileChannel.open(file, WRITE, READ)) {
      channel.write(ByteBuffer.wrap(bytes(16, PAGE)));
      assertThat(fs.memoryFailures().strike(file, 0).message())
          .isEqualTo(MessageType.MEMORY_PAGE_DROPPED);
      ByteBuffer read = ByteBuffer.allocate(PAGE);
      channel.read(read, 0);
      assertThat(read.array()).isEqualTo(bytes(15, PAGE));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = StandardOpenOption.class,
      names = {"SYNC", "DSYNC"})
  @Tag("B1")
  void writesOfASyncedChannelAreInTheDirectory(StandardOpenOption sync) throws IOException {
    byte[] content = bytes(31, 3 * PAGE);
    try (FileChannel channel = FileChannel.open(fs.getPath("/file"), CREATE, WRITE, sync)) {
      channel.write(ByteBuffer.wrap(content, 0, PAGE));
      assertOnDisk("file", Arrays.copyOf(content, PAGE));
      channel.write(ByteBuffer.wrap(content, PAGE, PAGE), PAGE);
      assertOnDisk("file", Arrays.copyOf(content, 2 * PAGE));
      channel.write(new ByteBuffer[] {ByteBuffer.allocate(0)});
      channel.position(2L * PAGE);
      channel.write(
          new ByteBuffer[] {ByteBuffer.wrap(content, 2 * PAGE, 10), ByteBuffer.allocate(0)});
      assertOnDisk("file", Arrays.copyOf(content, 2 * PAGE + 10));
      Files.write(fs.getPath("/other"), content);
      try (FileChannel other = FileChannel.open(fs.getPath("/other"), READ)) {
        assertThat(channel.transferFrom(other, 0, 3 * PAGE)).isEqualTo(3 * PAGE);
      }
      assertOnDisk("file", content);
      fs.memoryFailures().strike(fs.getPath("/file"), PAGE);
      channel.write(ByteBuffer.wrap(content, 0, 1), 0);
    }
    try (var out = Files.newOutputStream(fs.getPath("/stream"), CREATE, WRITE, sync)) {
      out.write(content);
      assertOnDisk("stream", content);
    }
  }

  /**
   * What the mount only reads it must not hold open for writing either: then nobody looks again.
   */
  @Test
  @Tag("B13")
  void aFileThatOthersCutOffIsLookedAtAgain() throws IOException {
    Path file = disk.resolve("file");
    int seed = 0;
    for (int length : new int[] {3 * PAGE, PAGE, 2 * PAGE, 2 * PAGE, 100, 100}) {
      byte[] content = bytes(seed++, length);
      Files.write(file, content);
      FileTime time = FileTime.from(Instant.EPOCH.plusSeconds(seed));
      Files.setLastModifiedTime(file, time);
      assertThat(Files.readAllBytes(fs.getPath("/file"))).isEqualTo(content);
      assertThat(Files.getLastModifiedTime(file)).as("nobody cut it off once more").isEqualTo(time);
    }
  }

  /** A lost page is kept; that is no reason to show what is old of the others. */
  @Test
  @Tag("B13")
  @Tag("B2")
  void aFileWithALostPageIsLookedAtAgain() throws IOException {
    Path path = fs.getPath("/file");
    Files.write(path, bytes(1, 10 * PAGE));
    try (FileChannel channel = FileChannel.open(path, WRITE)) {
      channel.write(ByteBuffer.wrap(bytes(2, PAGE)), 3 * PAGE);
      fs.memoryFailures().strike(path, 3 * PAGE);
    }
    for (int length : new int[] {10 * PAGE, 12 * PAGE, 7 * PAGE + 5}) {
      byte[] content = bytes(length, length);
      Files.write(disk.resolve("file"), content);
      try (FileChannel channel = FileChannel.open(path)) {
        assertThat(channel.size()).isEqualTo(length);
        for (int at = 0; at < length; at += PAGE) {
          ByteBuffer page = ByteBuffer.allocate(Math.min(PAGE, length - at));
          if (at == 3 * PAGE) {
            assertThatThrownBy(() -> channel.read(page, 3 * PAGE))
                .isInstanceOf(PoisonedPageException.class);
          } else {
            assertThat(channel.read(page, at)).isEqualTo(page.capacity());
            assertThat(page.array())
                .isEqualTo(Arrays.copyOfRange(content, at, at + page.capacity()));
          }
        }
      }
    }
    fs.memoryFailures().clearPoison(path, new ByteRange(3 * PAGE, PAGE));
    assertThat(Files.readAllBytes(path)).isEqualTo(Files.readAllBytes(disk.resolve("file")));
  }

  @Test
  @Tag("B5")
  void whatAFullStoreDidNotTakeCanBeOpenedAndRead() throws IOException {
    try (CordonFileSystem small =
        Cordon.newFileSystem(CordonOptions.builder().size("4m").build())) {
      Path full = Files.createDirectory(small.getPath("/full"));
      byte[] content = bytes(41, 8 * PAGE);
      CordonFileSystem mount = Cordon.mount(full, options().build());
      Path file = mount.getPath("/file");
      FileChannel channel = FileChannel.open(file, CREATE, WRITE);
      channel.write(ByteBuffer.wrap(content));
      fillUp(small.getPath("/rest"));
      assertThatThrownBy(channel::close).hasMessageContaining("No space left");
      // It is looked at again, as if others had changed it.
      Files.setLastModifiedTime(full.resolve("file"), FileTime.fromMillis(0));
      assertThat(Files.readAllBytes(file)).isEqualTo(content);
      // What it has is tried once more.
      assertThatThrownBy(mount::close).hasMessageContaining("No space left");
    }
  }

  @Test
  @Tag("B7")
  void whatCordonKeepsIsNotListedHoweverTheDirectoryIsNamed() throws IOException {
    Files.createDirectory(fs.getPath("/sub"));
    assertThat(Files.isDirectory(disk.resolve(".cordon"))).isTrue();
    for (String name : List.of("/", ".", "/.", "/sub/..", "/sub/../.")) {
      try (Stream<Path> list = Files.list(fs.getPath(name))) {
        assertThat(list.map(each -> each.getFileName().toString())).as(name).containsExactly("sub");
      }
    }
  }

  private static void fillUp(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, CREATE, WRITE)) {
      ByteBuffer page = ByteBuffer.allocate(PAGE);
      while (channel.write(page.clear()) > 0) {}
    } catch (FileSystemException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }
}
