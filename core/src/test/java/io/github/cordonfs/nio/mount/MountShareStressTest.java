package io.github.cordonfs.nio.mount;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.DirectPolicy;
import io.github.cordonfs.os.SystemDescriptor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Channels of a mount, and others who know nothing of it, that lock, read and write parts of one
 * file, of any place and length. More rounds with {@code -Dcordon.shareRounds}.
 */
@Tag("B24")
class MountShareStressTest {

  private static final int ROUNDS = Integer.getInteger("cordon.shareRounds", 400);
  private static final int LENGTH = 40_000;
  private static final int WRITER = 1 << 20;

  @AutoClose private final ExecutorService threads = Executors.newCachedThreadPool();
  @TempDir Path disk;

  /** What the file has. A byte is read and written by whoever has a lock of it. */
  private final byte[] content = new byte[LENGTH];

  /** By byte: how many have a lock of it, a writer counted as {@link #WRITER}. */
  private final AtomicIntegerArray holders = new AtomicIntegerArray(LENGTH);

  private volatile boolean failed;

  /** One who locks, reads and writes. */
  private interface Party extends AutoCloseable {
    /** Returns whether it got the lock. */
    boolean lock(int from, int length, boolean shared) throws IOException;

    /** Reads; what is behind the end of the file is zeros. */
    byte[] read(int from, int length) throws IOException;

    void write(int from, byte[] bytes) throws IOException;

    /** Gives the lock back. */
    void unlock(int from, int length, Random random) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Opens the file for each lock, or not. */
  private static final class OfMount implements Party {
    private final Path path;
    private CordonFileChannel channel;
    private FileLock lock;

    OfMount(Path path) throws IOException {
      this.path = path;
      channel = open();
    }

    private CordonFileChannel open() throws IOException {
      return CordonFileChannel.of(FileChannel.open(path, READ, WRITE));
    }

    @Override
    public boolean lock(int from, int length, boolean shared) throws IOException {
      try {
        lock = channel.tryLock(from, length, shared);
        return lock != null;
      } catch (OverlappingFileLockException _) {
        return false;
      }
    }

    @Override
    public byte[] read(int from, int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
        assertThat(lock.isValid()).isTrue();
      }
      return bytes.array();
    }

    @Override
    public void write(int from, byte[] bytes) throws IOException {
      if (Arrays.equals(bytes, new byte[bytes.length])) {
        // As far as there is a file.
        channel.write(ByteBuffer.wrap(bytes, bytes.length - 1, 1), from + bytes.length - 1);
        channel.punchHole(from, bytes.length);
      } else {
        assertThat(channel.write(ByteBuffer.wrap(bytes), from)).isEqualTo(bytes.length);
      }
    }

    @Override
    public void unlock(int from, int length, Random random) throws IOException {
      switch (random.nextInt(4)) {
        case 0 -> {
          channel.close();
          channel = open();
        }
        case 1 -> {
          channel.force(false);
          lock.release();
        }
        default -> lock.release();
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Has a description of its own. */
  private static final class Other implements Party {
    private final SystemDescriptor file = new SystemDescriptor();

    Other(Path path) {
      byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(file.open(name, true, false)).isZero();
      assertThat(file.hold()).isTrue();
    }

    @Override
    public boolean lock(int from, int length, boolean shared) {
      return file.lock(from, length, shared) == 0;
    }

    @Override
    public byte[] read(int from, int length) {
      byte[] bytes = new byte[length];
      assertThat(file.read(from, MemorySegment.ofArray(bytes))).isNotNegative();
      return bytes;
    }

    @Override
    public void write(int from, byte[] bytes) {
      assertThat(file.write(from, MemorySegment.ofArray(bytes))).isEqualTo(bytes.length);
    }

    @Override
    public void unlock(int from, int length, Random random) {
      assertThat(file.unlock(from, length)).isZero();
    }

    @Override
    public void close() {
      file.letGo();
      file.close();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTO")
  void everybodySeesWhatWasWrittenWithALock(DirectPolicy direct) throws Exception {
    Files.createFile(disk.resolve("file"));
    long seed = Long.getLong("cordon.seed", System.nanoTime());
    CordonOptions options =
        CordonOptions.builder().size("16m").writable(true).direct(direct).build();
    try (CordonFileSystem fs = Cordon.mount(disk, options)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Party party =
            i % 2 == 0 ? new OfMount(fs.getPath("/file")) : new Other(disk.resolve("file"));
        Random random = new Random(seed + i);
        all.add(
            threads.submit(() -> {
              try (party) {
                for (int round = 0; round < ROUNDS && !failed; round++) {
                  take(party, random);
                }
                return null;
              } catch (Throwable e) {
                failed = true;
                throw new AssertionError("seed " + seed, e);
              }
            }));
      }
      for (Future<?> each : all) {
        each.get(120, TimeUnit.SECONDS);
      }
    }
    byte[] there = Files.readAllBytes(disk.resolve("file"));
    assertThat(Arrays.copyOf(there, LENGTH)).as("seed " + seed).isEqualTo(content);
  }

  private void take(Party party, Random random) throws IOException {
    int length = 1 + random.nextInt(random.nextInt(3) == 0 ? 10_000 : 300);
    int from = random.nextInt(LENGTH - length);
    boolean shared = random.nextInt(4) == 0;
    if (!party.lock(from, length, shared)) {
      Thread.onSpinWait();
      return;
    }
    int one = shared ? 1 : WRITER;
    for (int i = from; i < from + length; i++) {
      int before = holders.getAndAdd(i, one);
      assertThat(before).as("others who have %d", i).isLessThan(shared ? WRITER : 1);
    }
    for (int times = random.nextInt(4); times >= 0; times--) {
      assertThat(party.read(from, length))
          .as("from %d", from)
          .isEqualTo(Arrays.copyOfRange(content, from, from + length));
      if (!shared) {
        int n = 1 + random.nextInt(length);
        int at = from + random.nextInt(length - n + 1);
        byte[] bytes = new byte[n];
        if (random.nextInt(4) > 0) {
          random.nextBytes(bytes);
        }
        party.write(at, bytes);
        System.arraycopy(bytes, 0, content, at, n);
      }
    }
    for (int i = from; i < from + length; i++) {
      holders.addAndGet(i, -one);
    }
    party.unlock(from, length, random);
  }
}
