package io.github.cordonfs.nio.mount;

import static java.nio.file.StandardOpenOption.CREATE;
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
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a mount that are mapped for writing. */
class MountMappingTest {

  private static final int PAGE = 4096;

  @TempDir Path disk;
  private final byte[] content = bytes(1, 8 * PAGE);
  private CordonFileSystem fs;
  private Path file;

  private static CordonOptionsBuilder options() {
    return CordonOptions.builder().size("8m").injection(true);
  }

  @BeforeEach
  void mount() throws IOException {
    Files.write(disk.resolve("file"), content);
    fs = Cordon.mount(disk, options().writable(true).writableMappings(true).build());
    file = fs.getPath("/file");
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

  private MemorySegment map(int pages, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      return channel.map(MapMode.READ_WRITE, 0, (long) pages * PAGE, arena);
    }
  }

  private static void store(MemorySegment mapped, int page, byte[] bytes) {
    MemorySegment.copy(bytes, 0, mapped, ValueLayout.JAVA_BYTE, (long) page * PAGE, bytes.length);
  }

  private byte[] onDisk(int page, int pages) throws IOException {
    byte[] all = Files.readAllBytes(disk.resolve("file"));
    return Arrays.copyOfRange(all, page * PAGE, (page + pages) * PAGE);
  }

  private byte[] read(int page) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(PAGE);
      assertThat(channel.read(buffer, (long) page * PAGE)).isEqualTo(PAGE);
      return buffer.array();
    }
  }

  @Test
  @Tag("B20")
  void whatWasStoredIsOnTheDiskWhenItWasForced() throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, PAGE, 3 * PAGE);
      for (int round = 0; round < 3; round++) {
        byte[] stored = bytes(10 + round, PAGE + 100);
        mapped.put(50, stored);
        Cordon.force(mapped.slice(100, 10));
        assertThat(Arrays.copyOfRange(onDisk(1, 3), 50, 50 + stored.length)).isEqualTo(stored);
        assertThat(fs.unwrittenData().bytes()).isZero();
      }
      // A channel's force, too.
      mapped.put(0, (byte) 77);
      channel.force(false);
      assertThat(onDisk(1, 1)[0]).isEqualTo((byte) 77);
    }
  }

  @Test
  @Tag("B20")
  void itIsReadThroughChannelsAndWrittenAfterTheUnmap() throws IOException {
    byte[] stored = bytes(2, 2 * PAGE);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = map(4, arena);
      store(mapped, 1, stored);
      assertThat(read(2)).isEqualTo(Arrays.copyOfRange(stored, PAGE, 2 * PAGE));
      assertThat(onDisk(1, 2)).isEqualTo(Arrays.copyOfRange(content, PAGE, 3 * PAGE));
    }
    assertThat(fs.unwrittenData().bytes()).isEqualTo(4 * PAGE);
    fs.close();
    assertThat(onDisk(1, 2)).isEqualTo(stored);
  }

  @Test
  @Tag("B20")
  void aRenameHasItWrittenBefore() throws IOException {
    byte[] stored = bytes(3, PAGE);
    try (Arena arena = Arena.ofConfined()) {
      store(map(2, arena), 1, stored);
      Files.move(file, fs.getPath("/renamed"));
      assertThat(Files.readAllBytes(disk.resolve("renamed"))).endsWith(content[8 * PAGE - 1]);
      assertThat(Arrays.copyOfRange(Files.readAllBytes(disk.resolve("renamed")), PAGE, 2 * PAGE))
          .isEqualTo(stored);
    }
  }

  @Test
  @Tag("B20")
  void aMappingMakesTheFileLonger() throws IOException {
    Path made = fs.getPath("/made");
    try (FileChannel channel = FileChannel.open(made, CREATE, READ, WRITE);
        Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = channel.map(MapMode.READ_WRITE, 0, 2 * PAGE + 10, arena);
      assertThat(Files.size(disk.resolve("made"))).isEqualTo(2 * PAGE + 10);
      mapped.set(ValueLayout.JAVA_BYTE, 2 * PAGE + 9, (byte) 5);
      Cordon.force(mapped);
      assertThat(Files.readAllBytes(disk.resolve("made")))
          .hasSize(2 * PAGE + 10)
          .endsWith((byte) 5);
    }
  }

  @Test
  @Tag("B20")
  void pressureTakesNoPageThatIsMapped() throws IOException {
    byte[] stored = bytes(4, 8 * PAGE);
    Files.write(disk.resolve("other"), bytes(5, 16 << 20));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = map(8, arena);
      store(mapped, 0, stored);
      assertThat(Files.readAllBytes(fs.getPath("/other"))).isEqualTo(bytes(5, 16 << 20));
      assertThat(mapped.mismatch(MemorySegment.ofArray(stored))).isEqualTo(-1);
      assertThat(read(3)).isEqualTo(Arrays.copyOfRange(stored, 3 * PAGE, 4 * PAGE));
    }
  }

  @Test
  @Tag("H10")
  void aPageThatMayHaveBeenStoredToIsLost() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = map(4, arena);
      store(mapped, 0, bytes(6, 4 * PAGE));
      Cordon.force(mapped);
      // Nobody knows whether something was stored to it since.
      assertThat(fs.memoryFailures().strike(file, 2 * PAGE).message())
          .isEqualTo(MessageType.MEMORY_PAGE);
      assertThatThrownBy(() -> mapped.get(ValueLayout.JAVA_BYTE, 2 * PAGE))
          .isInstanceOf(InternalError.class);
      assertThatThrownBy(() -> read(2)).isInstanceOf(PoisonedPageException.class);
      store(mapped, 1, bytes(7, PAGE));
      assertThatThrownBy(() -> Cordon.force(mapped))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("[8192, 12288)");
      // The others are written, and that one never.
      assertThat(onDisk(1, 1)).isEqualTo(bytes(7, PAGE));
      assertThat(onDisk(2, 1))
          .isEqualTo(Arrays.copyOfRange(bytes(6, 4 * PAGE), 2 * PAGE, 3 * PAGE));
      assertThat(Cordon.lost(disk)).hasSize(1);
    }
    // It is lost after the unmap, too.
    assertThatThrownBy(() -> read(2)).isInstanceOf(PoisonedPageException.class);
    assertThatThrownBy(() -> fs.close()).hasMessageContaining("[8192, 12288)");
    try (CordonFileSystem later = Cordon.mount(disk, options().build());
        FileChannel channel = FileChannel.open(later.getPath("/file"), READ)) {
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(PAGE), 2 * PAGE))
          .isInstanceOf(PoisonedPageException.class);
    }
  }

  @Test
  @Tag("H10")
  void aLostPageOfAMappingIsRestored() throws IOException {
    byte[] good = bytes(8, PAGE);
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      MemorySegment mapped = map(4, arena);
      var _ = fs.memoryFailures().strike(file, PAGE);
      assertThat(CordonFileChannel.of(channel).restore(PAGE, ByteBuffer.wrap(good)))
          .containsExactly(new ByteRange(PAGE, PAGE));
      assertThat(mapped.asSlice(PAGE, PAGE).mismatch(MemorySegment.ofArray(good))).isEqualTo(-1);
      Cordon.force(mapped);
      assertThat(onDisk(1, 1)).isEqualTo(good);
      assertThat(Cordon.lost(disk)).isEmpty();
    }
  }

  @Test
  @Tag("H10")
  void aLostPageOfAMappingIsWhatTheDiskHasWhenTheLossIsAccepted() throws IOException {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      MemorySegment mapped = map(4, arena);
      store(mapped, 1, bytes(9, PAGE));
      var _ = fs.memoryFailures().strike(file, PAGE);
      assertThat(CordonFileChannel.of(channel).clearPoison(0, 8 * PAGE)).hasSize(1);
      byte[] old = Arrays.copyOfRange(content, PAGE, 2 * PAGE);
      assertThat(read(1)).isEqualTo(old);
      assertThat(mapped.asSlice(PAGE, PAGE).mismatch(MemorySegment.ofArray(old))).isEqualTo(-1);
      // It is mapped for writing as before.
      store(mapped, 1, bytes(10, PAGE));
      Cordon.force(mapped);
      assertThat(onDisk(1, 1)).isEqualTo(bytes(10, PAGE));
    }
  }

  @Test
  @Tag("B20")
  void whatIsCutOffAndComesBackIsZerosThatCanBeStoredTo() throws Exception {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, READ, WRITE)) {
      MemorySegment mapped = map(8, arena);
      store(mapped, 4, bytes(11, 4 * PAGE));
      channel.truncate(4 * PAGE + 10);
      assertThatThrownBy(() -> mapped.get(ValueLayout.JAVA_BYTE, 6 * PAGE))
          .isInstanceOf(InternalError.class);
      CordonFileChannel.of(channel).setSize(8 * PAGE);
      assertThat(read(6)).containsOnly(0);
      mapped.set(ValueLayout.JAVA_BYTE, 6 * PAGE + 1, (byte) 3);
      Cordon.force(mapped);
      assertThat(onDisk(6, 1)[1]).isEqualTo((byte) 3);
      assertThat(Arrays.copyOfRange(onDisk(4, 1), 10, PAGE)).containsOnly(0);
    }
  }

  @Test
  @Tag("B20")
  void aForceWritesWhatWasStoredBeforeWhileOthersStore() throws Exception {
    AtomicBoolean end = new AtomicBoolean();
    try (ExecutorService threads = Executors.newSingleThreadExecutor();
        Arena arena = Arena.ofShared()) {
      MemorySegment mapped = map(2, arena);
      Future<?> other =
          threads.submit(() -> {
            for (int i = 0; !end.get(); i++) {
              mapped.set(ValueLayout.JAVA_INT_UNALIGNED, 100, i);
            }
          });
      for (int i = 0; i < 300; i++) {
        mapped.set(ValueLayout.JAVA_INT_UNALIGNED, PAGE, i);
        Cordon.force(mapped);
        assertThat(ByteBuffer.wrap(onDisk(1, 1)).order(ByteOrder.nativeOrder()).getInt())
            .isEqualTo(i);
      }
      end.set(true);
      other.get();
    }
    fs.close();
    assertThat(ByteBuffer.wrap(onDisk(0, 1)).order(ByteOrder.nativeOrder()).getInt(100))
        .isPositive();
  }

  @Test
  @Tag("B20")
  void aFileThatWasDeletedIsMappedAndForcedAsBefore() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = map(2, arena);
      store(mapped, 0, bytes(13, PAGE));
      Cordon.force(mapped);
      Files.delete(file);
      store(mapped, 1, bytes(14, PAGE));
      Cordon.force(mapped);
      assertThat(mapped.asSlice(PAGE).mismatch(MemorySegment.ofArray(bytes(14, PAGE))))
          .isEqualTo(-1);
      assertThat(writeHandles()).isEqualTo(1);
    }
    assertThat(writeHandles()).isZero();
    assertThat(fs.unwrittenData().bytes()).isZero();
  }

  @Test
  @Tag("B20")
  void nobodyKeepsAFileOpenThatWasUnmappedAndWritten() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      store(map(2, arena), 0, bytes(12, PAGE));
      assertThat(writeHandles()).isEqualTo(1);
    }
    Files.setLastModifiedTime(file, Files.getLastModifiedTime(file)); // which has it written
    assertThat(onDisk(0, 1)).isEqualTo(bytes(12, PAGE));
    assertThat(writeHandles()).isZero();
  }

  /** Returns how many descriptors of this process can write to the file. */
  private long writeHandles() throws IOException {
    String real = disk.toRealPath().resolve("file").toString(); // deleted or not
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(
              fd -> {
                try {
                  String info =
                      Files.readString(Path.of("/proc/self/fdinfo", "" + fd.getFileName()));
                  boolean writes = info.lines().anyMatch(line -> line.matches("flags:\\s.*[12]"));
                  return writes && Files.readSymbolicLink(fd).toString().startsWith(real);
                } catch (IOException e) {
                  return false; // closed meanwhile: the descriptor of the list itself
                }
              })
          .count();
    }
  }

  @Test
  void otherMappingsAreForcedAsByTheJdk() throws IOException {
    try (CordonFileSystem memory = Cordon.newFileSystem(options().build());
        FileChannel channel = FileChannel.open(memory.getPath("/m"), CREATE, READ, WRITE);
        FileChannel plain = FileChannel.open(disk.resolve("file"), READ, WRITE)) {
      MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, PAGE);
      mapped.put(0, (byte) 1);
      Cordon.force(mapped);
      MappedByteBuffer other = plain.map(MapMode.READ_WRITE, 0, PAGE);
      other.put(0, (byte) 9);
      Cordon.force(other);
      assertThat(onDisk(0, 1)[0]).isEqualTo((byte) 9);
      assertThatThrownBy(() -> Cordon.force(MemorySegment.ofArray(new byte[8])))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
