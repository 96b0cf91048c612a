package io.github.cordonfs.nio;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.CordonFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Facts that must hold whatever the threads do to each other. */
class ConcurrencyTest extends CordonFixture {

  private static final int ROUNDS = 500;

  @Test
  void appendersLoseNothing() throws Exception {
    int threads = 4;
    int record = 100;
    List<Together.Task> tasks = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      byte id = (byte) (t + 1);
      tasks.add(() -> {
        byte[] bytes = new byte[record];
        Arrays.fill(bytes, id);
        try (FileChannel channel = FileChannel.open(path("/log"), CREATE, APPEND)) {
          for (int i = 0; i < ROUNDS; i++) {
            assertThat(channel.write(ByteBuffer.wrap(bytes))).isEqualTo(record);
          }
        }
      });
    }
    Together.run(tasks);
    byte[] log = Files.readAllBytes(path("/log"));
    assertThat(log).hasSize(threads * ROUNDS * record);
    int[] records = new int[threads + 1];
    for (int i = 0; i < log.length; i += record) {
      for (int j = 1; j < record; j++) {
        assertThat(log[i + j]).isEqualTo(log[i]);
      }
      records[log[i]]++;
    }
    assertThat(records).containsExactly(0, ROUNDS, ROUNDS, ROUNDS, ROUNDS);
  }

  @Test
  void noWriterGetsBetweenTheBuffersOfAGatheringWrite() throws Exception {
    try (FileChannel one = FileChannel.open(path("/f"), CREATE, WRITE, READ);
        FileChannel two = FileChannel.open(path("/f"), WRITE)) {
      AtomicInteger checked = new AtomicInteger();
      for (int round = 0; round < ROUNDS; round++) {
        Together.run(() -> gather(one, (byte) 1), () -> gather(two, (byte) 2));
        ByteBuffer read = ByteBuffer.allocate(3 * PAGE);
        one.read(read, 0);
        for (int i = 1; i < 3 * PAGE; i += PAGE / 4) {
          assertThat(read.get(i)).isEqualTo(read.get(0));
        }
        checked.incrementAndGet();
      }
      assertThat(checked).hasValue(ROUNDS);
    }
  }

  private static void gather(FileChannel channel, byte value) throws IOException {
    ByteBuffer[] buffers = new ByteBuffer[3];
    for (int i = 0; i < 3; i++) {
      byte[] bytes = new byte[PAGE];
      Arrays.fill(bytes, value);
      buffers[i] = ByteBuffer.wrap(bytes);
    }
    assertThat(channel.position(0).write(buffers)).isEqualTo(3 * PAGE);
  }

  @Test
  void renamesInOppositeDirectionsNeverFormACycle() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Files.createDirectories(path("/a"));
      Files.createDirectories(path("/b"));
      AtomicInteger moved = new AtomicInteger();
      Together.run(
          () -> tryMove(path("/a"), path("/b/a"), moved),
          () -> tryMove(path("/b"), path("/a/b"), moved));
      assertThat(moved).hasValue(1);
      if (Files.exists(path("/a/b"))) {
        Files.delete(path("/a/b"));
        Files.delete(path("/a"));
      } else {
        Files.delete(path("/b/a"));
        Files.delete(path("/b"));
      }
      try (var names = Files.list(path("/"))) {
        assertThat(names).isEmpty();
      }
    }
  }

  private static void tryMove(Path from, Path to, AtomicInteger moved) throws IOException {
    try {
      Files.move(from, to);
      moved.incrementAndGet();
    } catch (NoSuchFileException e) {
      assertThat(e.getFile()).isNotNull();
    }
  }

  @Test
  void aReplacedNameIsThereAllTheWhile() throws Exception {
    Path target = file("/target", PAGE);
    AtomicBoolean done = new AtomicBoolean();
    Together.run(
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            Files.move(file("/next", PAGE), target, StandardCopyOption.ATOMIC_MOVE);
          }
          done.set(true);
        },
        () -> {
          while (!done.get()) {
            assertThat(Files.size(target)).isEqualTo(PAGE);
            assertThat(Files.readAllBytes(target)).hasSize(PAGE);
            Files.copy(target, path("/copy"), StandardCopyOption.REPLACE_EXISTING);
            assertThat(Files.size(path("/copy"))).isEqualTo(PAGE);
          }
        });
    Files.deleteIfExists(path("/copy"));
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isEqualTo(PAGE);
  }

  @Test
  void openingWhileUnlinkingOpensAWholeFileOrNone() throws Exception {
    byte[] expected = bytes(PAGE);
    for (int round = 0; round < ROUNDS; round++) {
      Path file = Files.write(path("/f"), expected);
      Together.run(
          () -> Files.delete(file),
          () -> {
            try (FileChannel channel = FileChannel.open(file)) {
              ByteBuffer read = ByteBuffer.allocate(PAGE);
              assertThat(channel.read(read)).isEqualTo(PAGE);
              assertThat(read.array()).isEqualTo(expected);
            } catch (NoSuchFileException e) {
              assertThat(e.getFile()).isEqualTo("/f");
            }
          });
    }
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isZero();
  }

  @Test
  void oneOfManyCreatorsWins() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Path file = path("/f" + round);
      AtomicInteger created = new AtomicInteger();
      Together.Task create =
          () -> {
            try {
              Files.createFile(file);
              created.incrementAndGet();
            } catch (FileAlreadyExistsException e) {
              assertThat(e.getFile()).isEqualTo(file.toString());
            }
          };
      Together.run(create, create, create);
      assertThat(created).hasValue(1);
    }
  }

  @Test
  void nothingIsMadeInARemovedDirectory() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Path directory = Files.createDirectory(path("/d"));
      AtomicBoolean made = new AtomicBoolean();
      AtomicBoolean removed = new AtomicBoolean();
      Together.run(
          () -> {
            try {
              Files.createFile(directory.resolve("f"));
              made.set(true);
            } catch (NoSuchFileException e) {
              assertThat(e.getFile()).isEqualTo("/d/f");
            }
          },
          () -> {
            try {
              Files.delete(directory);
              removed.set(true);
            } catch (FileSystemException e) {
              assertThat(e.getFile()).isEqualTo("/d");
            }
          });
      assertThat(made.get()).isNotEqualTo(removed.get());
      Files.deleteIfExists(path("/d/f"));
      Files.deleteIfExists(directory);
    }
  }

  @Test
  void closingAChannelDuringItsOperationsIsToldAsSuch() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      FileChannel channel = FileChannel.open(path("/f"), CREATE, READ, WRITE);
      channel.write(ByteBuffer.wrap(bytes(10 * PAGE)));
      Files.delete(path("/f"));
      Together.run(
          channel::close,
          () -> {
            try {
              ByteBuffer read = ByteBuffer.allocate(10 * PAGE);
              assertThat(channel.read(read, 0)).isEqualTo(10 * PAGE);
              assertThat(read.array()).isEqualTo(bytes(10 * PAGE));
            } catch (ClosedChannelException e) {
              assertThat(e)
                  .isInstanceOfAny(ClosedChannelException.class, AsynchronousCloseException.class);
            }
          });
    }
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isZero();
  }

  @Test
  void oneOfManyLockersWins() throws Exception {
    try (FileChannel channel = FileChannel.open(path("/f"), CREATE, READ, WRITE)) {
      for (int round = 0; round < ROUNDS; round++) {
        List<FileLock> locks = Collections.synchronizedList(new ArrayList<>());
        Together.Task lock =
            () -> {
              try {
                locks.add(channel.lock());
              } catch (OverlappingFileLockException e) {
                assertThat(e).isNotNull();
              }
            };
        Together.run(lock, lock);
        assertThat(locks).hasSize(1);
        locks.getFirst().release();
      }
    }
  }
}
