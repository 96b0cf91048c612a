package io.github.cordonfs.nio.mount;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AccessAdvice;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.os.SystemDescriptor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of which several have a part, each with a lock of it. */
@Tag("B24")
class MountShareTest {

  private static final int PAGE = 4096;

  @AutoClose private final ExecutorService threads = Executors.newCachedThreadPool();
  @TempDir Path disk;
  private CordonFileSystem fs;
  private Path path;

  /** Somebody else: locks of open file descriptions know no processes. */
  private SystemDescriptor other;

  @BeforeEach
  void mount() throws IOException {
    Files.write(disk.resolve("file"), new byte[10 * PAGE]);
    fs =
        Cordon.mount(
            disk,
            CordonOptions.builder()
                .size("32m")
                .writable(true)
                .writableMappings(true)
                .injection(true)
                .build());
    path = fs.getPath("/file");
    other = new SystemDescriptor();
    byte[] name = disk.resolve("file").toString().getBytes(StandardCharsets.UTF_8);
    assertThat(other.open(name, true, false)).isZero();
    assertThat(other.hold()).isTrue();
  }

  @AfterEach
  void close() throws IOException {
    other.letGo();
    other.close();
    fs.close();
  }

  private CordonFileChannel channel() throws IOException {
    return CordonFileChannel.of(FileChannel.open(path, READ, WRITE));
  }

  /** Somebody else writes with a lock of just that. */
  private void othersWrite(long position, byte... bytes) {
    assertThat(other.lock(position, bytes.length, false)).isZero();
    assertThat(other.write(position, MemorySegment.ofArray(bytes))).isEqualTo(bytes.length);
    assertThat(other.unlock(position, bytes.length)).isZero();
  }

  private byte onDisk(long position) {
    MemorySegment one = MemorySegment.ofArray(new byte[1]);
    assertThat(other.read(position, one)).isEqualTo(1);
    return one.get(ValueLayout.JAVA_BYTE, 0);
  }

  private static byte read(FileChannel channel, long position) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    assertThat(channel.read(one, position)).isEqualTo(1);
    return one.get(0);
  }

  private static void write(FileChannel channel, long position, int value) throws IOException {
    assertThat(channel.write(ByteBuffer.wrap(new byte[] {(byte) value}), position)).isEqualTo(1);
  }

  /** What is written back is what was written, and not its page. */
  @Test
  void partsOfOnePageAreWrittenByTwo() throws IOException {
    try (FileChannel channel = channel();
        FileLock _ = channel.lock(0, 100, false)) {
      write(channel, 1, 1);
      othersWrite(100, (byte) 2);
      write(channel, 50, 3);
      write(channel, 99, 4);
      // More than is written at a time.
      ByteBuffer much = ByteBuffer.allocate(2 << 20);
      much.put(much.capacity() - 1, (byte) 5);
      try (FileLock _ = channel.lock(5 * PAGE + 1, much.capacity(), false)) {
        assertThat(channel.write(much, 5 * PAGE + 1)).isEqualTo(much.capacity());
      }
    }
    assertThat(onDisk(5 * PAGE + (2 << 20))).isEqualTo((byte) 5);
    assertThat(onDisk(1)).isEqualTo((byte) 1);
    assertThat(onDisk(50)).isEqualTo((byte) 3);
    assertThat(onDisk(99)).isEqualTo((byte) 4);
    assertThat(onDisk(100)).as("what others wrote").isEqualTo((byte) 2);
  }

  /** The end of the file is older than what others added behind it. */
  @Test
  void whatOthersAddedIsNotCutOff() throws IOException {
    try (FileChannel channel = channel();
        FileLock _ = channel.lock(10 * PAGE, PAGE, false)) {
      othersWrite(11 * PAGE + 5, (byte) 7);
      write(channel, 10 * PAGE + 5, 8);
      othersWrite(13 * PAGE + 5, (byte) 9);
    }
    assertThat(onDisk(10 * PAGE + 5)).isEqualTo((byte) 8);
    assertThat(onDisk(11 * PAGE + 5)).isEqualTo((byte) 7);
    assertThat(onDisk(13 * PAGE + 5)).isEqualTo((byte) 9);
    assertThat(Files.size(disk.resolve("file"))).isEqualTo(13 * PAGE + 6);
  }

  @Test
  @Tag("B3")
  @Tag("B20")
  void noWayToMakeItLongerCutsWhatOthersAdded() throws IOException {
    Path file = disk.resolve("file");
    try (CordonFileChannel channel = channel();
        FileLock _ = channel.lock(10 * PAGE, 3 * PAGE, false)) {
      othersWrite(20 * PAGE, (byte) 1);
      channel.allocate(10 * PAGE, PAGE, false);
      assertThat(Files.size(file)).isEqualTo(20 * PAGE + 1);
      try (Arena arena = Arena.ofShared()) {
        channel.map(MapMode.READ_WRITE, 11 * PAGE, PAGE, arena);
      }
      assertThat(Files.size(file)).isEqualTo(20 * PAGE + 1);
      try (FileChannel direct = FileChannel.open(path, WRITE, MountDirectTest.direct())) {
        direct.write(ByteBuffer.allocateDirect(2 * PAGE).alignedSlice(PAGE).limit(PAGE), 12 * PAGE);
      }
      assertThat(channel.size()).isEqualTo(13 * PAGE);
      channel.punchHole(12 * PAGE, 100 * PAGE);
    }
    assertThat(Files.size(file)).isEqualTo(20 * PAGE + 1);
    assertThat(onDisk(20 * PAGE)).isEqualTo((byte) 1);
  }

  /** What was written here hides nothing that others wrote at the same time. */
  @Test
  void aChangeOfOthersBesideOnesOwnIsSeen() throws Exception {
    try (FileChannel channel = channel()) {
      FileLock lock = channel.lock(0, 10, false);
      assertThat(read(channel, 5 * PAGE)).isZero();
      othersWrite(5 * PAGE, (byte) 7);
      write(channel, 0, 1);
      lock.release();
      try (Backing store = Backing.of(disk)) {
        while (!store.version("file").isSettled()) {
          Thread.sleep(20);
        }
      }
      try (FileLock _ = channel.lock(5 * PAGE, 1, true)) {
        assertThat(read(channel, 5 * PAGE)).isEqualTo((byte) 7);
      }
    }
  }

  @Test
  @Tag("B20")
  void whatWasStoredIsThereOnceTheChannelIsClosed() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment mapped;
      try (FileChannel channel = channel()) {
        channel.lock();
        mapped = channel.map(MapMode.READ_WRITE, 0, 2 * PAGE, arena);
        mapped.set(ValueLayout.JAVA_BYTE, PAGE, (byte) 42);
      }
      assertThat(other.lock(0, 0, false)).isZero();
      assertThat(onDisk(PAGE)).isEqualTo((byte) 42);
    }
  }

  /** A page that is mapped for writing keeps its whole huge folio in the cache. */
  @Test
  @Tag("B20")
  void aHugeFolioThatIsMappedInPartIsReadAnew() throws IOException {
    Files.write(disk.resolve("file"), new byte[2 << 20]);
    try (FileChannel channel = channel();
        Arena arena = Arena.ofShared()) {
      CordonFileChannel.of(channel).advise(AccessAdvice.SEQUENTIAL, 0, 0);
      Files.readAllBytes(path);
      MemorySegment mapped = channel.map(MapMode.READ_WRITE, 0, PAGE, arena);
      MemorySegment shown = channel.map(MapMode.READ_ONLY, 200 * PAGE, PAGE, arena);
      assertThat(shown.get(ValueLayout.JAVA_BYTE, 0)).isZero();
      mapped.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
      othersWrite(300 * PAGE, (byte) 3);
      othersWrite(200 * PAGE, (byte) 2);
      try (FileLock _ = channel.lock(100 * PAGE, 300 * PAGE, true)) {
        assertThat(read(channel, 300 * PAGE)).isEqualTo((byte) 3);
        assertThat(read(channel, 200 * PAGE)).isEqualTo((byte) 2);
        assertThat(shown.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 2);
        assertThat(mapped.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 1);
      }
    }
  }

  /** A channel's locks are all of one description, which must not go before the last write. */
  @Test
  @Tag("B20")
  void aLockThatIsTakenBesideTheCloseGivesNoOtherBack() throws Exception {
    int length = 8 << 20;
    assertThat(other.lock(1L << 40, 1, false)).isZero();
    for (int round = 1; round <= 20; round++) {
      byte value = (byte) round;
      try (Arena arena = Arena.ofShared()) {
        FileChannel channel = channel();
        channel.lock(0, length, false);
        channel.map(MapMode.READ_WRITE, 0, length, arena).fill(value);
        Future<?> locker =
            threads.submit(() -> {
              try {
                while (true) {
                  FileLock far = channel.tryLock(1L << 40, 1, false);
                  if (far != null) {
                    far.release();
                  }
                }
              } catch (ClosedChannelException _) {
                return null;
              }
            });
        Callable<Byte> next =
            () -> {
              while (other.lock(0, length, false) != 0) {
                Thread.onSpinWait();
              }
              byte last = onDisk(length - 1);
              other.unlock(0, length);
              return last;
            };
        Future<Byte> seen = threads.submit(next);
        channel.close();
        assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo(value);
        locker.get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aClosedFileSystemLeavesNoLockOfAnAsynchronousChannel() throws IOException {
    AsynchronousFileChannel channel = AsynchronousFileChannel.open(path, READ, WRITE);
    assertThat(channel.tryLock()).isNotNull();
    fs.close();
    assertThat(other.lock(0, 0, false)).isZero();
    assertThat(channel.isOpen()).isFalse();
  }

  /** Whoever is told of a lost page is told of that one. */
  @Test
  @Tag("B4")
  @Tag("B7")
  void aHoleThatEndsInALostPageNamesIt() throws IOException {
    try (CordonFileChannel channel = channel()) {
      write(channel, 5 * PAGE, 1);
      fs.memoryFailures().strike(path, 5 * PAGE);
      assertThatThrownBy(() -> channel.punchHole(2 * PAGE, 3 * PAGE + 10))
          .isInstanceOfSatisfying(
              PoisonedPageException.class, e -> assertThat(e.offset()).isEqualTo(5L * PAGE));
      channel.clearPoison(5 * PAGE, PAGE);
    }
  }
}
