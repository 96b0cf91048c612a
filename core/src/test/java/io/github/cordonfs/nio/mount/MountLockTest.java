package io.github.cordonfs.nio.mount;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.nio.LockedCounter;
import io.github.cordonfs.os.ChildProcess;
import io.github.cordonfs.os.SystemDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
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

/** Locks of channels of a mount, and whoever else opens the files. */
@Tag("B24")
class MountLockTest {

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
    fs = Cordon.mount(disk, CordonOptions.builder().size("16m").writable(true).build());
    path = fs.getPath("/file");
    other = open("file");
  }

  @AfterEach
  void close() throws IOException {
    other.letGo();
    other.close();
    fs.close();
  }

  private SystemDescriptor open(String name) {
    SystemDescriptor opened = new SystemDescriptor();
    byte[] bytes = disk.resolve(name).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(opened.open(bytes, true, false)).isZero();
    assertThat(opened.hold()).isTrue();
    return opened;
  }

  private FileChannel channel() throws IOException {
    return FileChannel.open(path, READ, WRITE);
  }

  private boolean othersGet(long position, long length, boolean shared) {
    int errno = other.lock(position, length, shared);
    if (errno == 0) {
      assertThat(other.unlock(position, length)).isZero();
    } else {
      assertThat(errno).isEqualTo(SystemDescriptor.TAKEN);
    }
    return errno == 0;
  }

  /** Begins a call that waits, and returns when it does. */
  private <T> Future<T> waiting(Callable<T> call) throws InterruptedException {
    Thread[] thread = new Thread[1];
    Future<T> future =
        threads.submit(() -> {
          thread[0] = Thread.currentThread();
          return call.call();
        });
    while (thread[0] == null || thread[0].getState() != Thread.State.TIMED_WAITING) {
      assertThat(future.isDone()).isFalse();
      Thread.sleep(1);
    }
    return future;
  }

  @Test
  void othersDoNotGetWhatIsLocked() throws IOException {
    try (FileChannel channel = channel()) {
      FileLock first = channel.lock(100, 50, false);
      FileLock second = channel.lock(150, 50, true);
      assertThat(othersGet(99, 1, false)).isTrue();
      assertThat(othersGet(100, 1, true)).isFalse();
      assertThat(othersGet(149, 1, true)).isFalse();
      assertThat(othersGet(199, 1, true)).isTrue();
      assertThat(othersGet(199, 1, false)).isFalse();
      first.release();
      assertThat(othersGet(100, 50, false)).isTrue();
      assertThat(othersGet(150, 50, false)).isFalse();
      second.release();
      FileLock all = channel.lock();
      assertThat(othersGet(1L << 40, 1, true)).isFalse();
      all.release();
      assertThat(othersGet(0, 0, false)).isTrue();
    }
  }

  @Test
  void aClosedChannelLocksNothing() throws IOException {
    FileChannel channel = channel();
    channel.lock();
    channel.close();
    assertThat(othersGet(0, 0, false)).isTrue();
    try (AsynchronousFileChannel asynchronous = AsynchronousFileChannel.open(path, READ, WRITE)) {
      assertThat(asynchronous.tryLock()).isNotNull();
      assertThat(othersGet(0, 0, true)).isFalse();
    }
    assertThat(othersGet(0, 0, false)).isTrue();
    channel().lock();
    fs.close();
    assertThat(othersGet(0, 0, false)).isTrue();
  }

  /** POSIX would take all locks of the process off the file. */
  @Test
  void aLockOutlivesOtherChannelsOfTheFile() throws IOException {
    try (FileChannel channel = channel()) {
      FileLock lock = channel.lock(0, 10, false);
      for (int i = 0; i < 3; i++) {
        try (FileChannel second = channel()) {
          second.write(ByteBuffer.wrap(new byte[] {1}), 5 * PAGE);
          second.lock(100, 10, false);
        }
        Files.readAllBytes(path);
        Files.readAllBytes(disk.resolve("file"));
      }
      assertThat(othersGet(0, 10, true)).isFalse();
      assertThat(othersGet(100, 10, false)).isTrue();
      assertThat(lock.isValid()).isTrue();
    }
  }

  @Test
  void whatOthersHaveIsNotGot() throws Exception {
    other.lock(0, 100, false);
    try (FileChannel channel = channel();
        AsynchronousFileChannel asynchronous = AsynchronousFileChannel.open(path, READ, WRITE)) {
      assertThat(channel.tryLock(50, 100, false)).isNull();
      assertThat(asynchronous.tryLock(50, 100, true)).isNull();
      assertThat(channel.tryLock(100, 100, false)).isNotNull();
      assertThatThrownBy(() -> channel.tryLock(150, 1, true))
          .isInstanceOf(OverlappingFileLockException.class);
      Future<FileLock> lock = waiting(() -> channel.lock(0, 100, false));
      assertThatThrownBy(() -> asynchronous.lock(0, 100, false))
          .isInstanceOf(OverlappingFileLockException.class);
      other.unlock(0, 100);
      assertThat(lock.get(20, TimeUnit.SECONDS).isValid()).isTrue();
      assertThat(othersGet(0, 1, true)).isFalse();
    }
  }

  @Test
  void anAsynchronousChannelWaitsElsewhere() throws Exception {
    other.lock(0, 100, false);
    try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(path, READ, WRITE)) {
      Future<FileLock> lock = channel.lock(0, 100, false);
      Thread.sleep(50);
      assertThat(lock.isDone()).isFalse();
      other.unlock(0, 100);
      assertThat(lock.get(20, TimeUnit.SECONDS).isValid()).isTrue();
      assertThat(othersGet(0, 1, true)).isFalse();
      lock.get().release();
      other.lock(0, 100, false);
      Future<FileLock> cancelled = channel.lock(0, 100, false);
      cancelled.cancel(true);
      other.unlock(0, 100);
      // Nothing is left of it, once the thread that waited knows.
      FileLock next = null;
      while (next == null) {
        next = channel.tryLock(0, 100, false);
      }
      next.release();
      assertThat(othersGet(0, 100, false)).isTrue();
    }
  }

  @Test
  void whoeverWaitsCanBeInterrupted() throws Exception {
    other.lock(0, 1, false);
    try (FileChannel channel = channel()) {
      Thread[] waiter = new Thread[1];
      Future<Boolean> lock =
          waiting(() -> {
            waiter[0] = Thread.currentThread();
            assertThatThrownBy(channel::lock).isInstanceOf(FileLockInterruptionException.class);
            return Thread.interrupted();
          });
      waiter[0].interrupt();
      assertThat(lock.get(20, TimeUnit.SECONDS)).as("interrupted still").isTrue();
      assertThat(channel.isOpen()).as("as of the JDK").isFalse();
    }
    other.unlock(0, 1);
    assertThat(othersGet(0, 0, false)).isTrue();
  }

  @Test
  void whoeverWaitsLearnsOfTheClose() throws Exception {
    other.lock(0, 1, false);
    FileChannel channel = channel();
    Future<FileLock> lock = waiting(channel::lock);
    channel.close();
    assertThatThrownBy(() -> lock.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(AsynchronousCloseException.class);
    other.unlock(0, 1);
    assertThat(othersGet(0, 0, false)).isTrue();
    try (FileChannel next = channel()) {
      assertThat(next.tryLock()).as("nothing is left in the table").isNotNull();
    }
  }

  @Test
  void aFileThatIsOnlyReadCanBeLockedForReading() throws IOException {
    Path directory = Files.createDirectory(disk.resolve("read"));
    Files.writeString(directory.resolve("file"), "text");
    SystemDescriptor reader = open("read/file");
    fs.close();
    try (CordonFileSystem readOnly = Cordon.mount(directory, CordonOptions.defaults());
        FileChannel channel = FileChannel.open(readOnly.getPath("/file"))) {
      FileLock lock = channel.lock(0, 4, true);
      assertThat(reader.lock(0, 4, true)).isZero();
      assertThat(reader.lock(0, 4, false)).isEqualTo(SystemDescriptor.TAKEN);
      lock.release();
      assertThat(reader.lock(0, 4, false)).isZero();
      assertThat(channel.tryLock(0, 4, true)).isNull();
    } finally {
      reader.letGo();
      reader.close();
    }
  }

  /** What a lock is for. */
  @Test
  void whatOthersWroteWithTheLockIsSeen() throws IOException {
    try (FileChannel channel = channel()) {
      for (byte i = 1; i < 20; i++) {
        ByteBuffer whole = ByteBuffer.allocate(10 * PAGE);
        channel.read(whole, 0); // so that it is in the cache
        Files.write(disk.resolve("file"), content(i));
        try (FileLock _ = channel.lock(0, Long.MAX_VALUE, i % 2 == 0)) {
          assertThat(Files.readAllBytes(path)).isEqualTo(content(i));
          assertThat(channel.size()).isEqualTo(content(i).length);
          whole.clear();
          assertThat(channel.read(whole, 0)).isEqualTo(content(i).length);
        }
      }
    }
  }

  private static byte[] content(byte i) {
    byte[] content = new byte[i % 3 == 0 ? 10 * PAGE : i * 1000];
    java.util.Arrays.fill(content, i);
    return content;
  }

  @Test
  void whatWasWrittenIsThereForWhoeverLocksNext() throws IOException {
    FileChannel channel = channel();
    try (FileChannel second = channel()) {
      FileLock lock = channel.lock(0, 10, false);
      channel.write(ByteBuffer.wrap(new byte[] {7, 8}), 3);
      lock.release();
      assertThat(Files.readAllBytes(disk.resolve("file"))).startsWith(0, 0, 0, 7, 8, 0);
      // What another channel writes meanwhile is no change of others.
      second.write(ByteBuffer.wrap(new byte[] {9}), 20L * PAGE);
      channel.lock(0, 10, false);
      assertThat(channel.size()).isEqualTo(20L * PAGE + 1);
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, 20L * PAGE);
      assertThat(one.get(0)).isEqualTo((byte) 9);
      second.write(ByteBuffer.wrap(new byte[] {5}), 4);
      assertThat(othersGet(0, 1, true)).isFalse();
      channel.close();
      assertThat(Files.readAllBytes(disk.resolve("file"))).startsWith(0, 0, 0, 7, 5, 0);
    }
  }

  /** Somebody who gets the lock in the moment in which the channel is closed. */
  @Test
  void whatIsWrittenByTheCloseIsThereBeforeTheLockEnds() throws Exception {
    for (byte round = 1; round < 20; round++) {
      byte[] written = new byte[1024 * PAGE];
      java.util.Arrays.fill(written, round);
      FileChannel channel = channel();
      channel.lock(0, 10, false);
      channel.write(ByteBuffer.wrap(written), 0);
      CountDownLatch begun = new CountDownLatch(1);
      Future<byte[]> seen =
          threads.submit(() -> {
            begun.countDown();
            while (other.lock(0, 10, false) != 0) {
              Thread.onSpinWait();
            }
            byte[] found = Files.readAllBytes(disk.resolve("file"));
            other.unlock(0, 10);
            return found;
          });
      begun.await();
      channel.close();
      assertThat(seen.get(20, TimeUnit.SECONDS)).startsWith(written);
    }
  }

  /** A file that a channel had open for writing, and did not write, is looked at again. */
  @Test
  @Tag("B13")
  void aChangeBesideAWriterThatWroteNothingIsNoticed() throws IOException {
    try (FileChannel channel = channel()) {
      channel.read(ByteBuffer.allocate(10 * PAGE), 0);
      Files.write(disk.resolve("file"), content((byte) 3));
    }
    assertThat(Files.readAllBytes(path)).isEqualTo(content((byte) 3));
  }

  @Test
  void aDeletedFileIsLockedHereOnly() throws IOException {
    try (FileChannel channel = channel();
        FileChannel second = channel()) {
      Files.delete(path);
      assertThat(channel.tryLock()).isNotNull();
      assertThatThrownBy(second::tryLock).isInstanceOf(OverlappingFileLockException.class);
    }
  }

  /** Whoever has the lock is alone, whatever releases and closes there are meanwhile. */
  @Test
  void nobodyElseHasWhatAChannelHas() throws Exception {
    int rounds = 400;
    Callable<Integer> locker =
        () -> {
          int got = 0;
          for (int i = 0; i < rounds; i++) {
            try (FileChannel channel = channel()) {
              FileLock lock = channel.tryLock(0, 10, false);
              if (lock != null) {
                got++;
                assertThat(other.lock(0, 10, true)).isEqualTo(SystemDescriptor.TAKEN);
                if (i % 2 == 0) {
                  lock.release();
                }
              }
            } catch (OverlappingFileLockException _) {
              Thread.onSpinWait();
            }
          }
          return got;
        };
    Future<Integer> one = threads.submit(locker);
    Future<Integer> two = threads.submit(locker);
    assertThat(one.get(60, TimeUnit.SECONDS) + two.get(60, TimeUnit.SECONDS)).isPositive();
    assertThat(othersGet(0, 0, false)).isTrue();
  }

  /** Two processes that add to one number, one of them through a mount. */
  @Test
  void twoProcessesShareAFile() throws Exception {
    int rounds = 300;
    Path output = disk.resolve("output");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                LockedCounter.class.getName(),
                disk.resolve("file").toString(),
                Integer.toString(rounds))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      LockedCounter.count(path, rounds);
    } finally {
      assertThat(ChildProcess.endsWithin(60, child)).isTrue();
    }
    assertThat(Files.readString(output)).isEmpty();
    assertThat(child.exitValue()).isZero();
    try (FileChannel channel = channel();
        FileLock _ = channel.lock()) {
      assertThat(LockedCounter.read(channel)).isEqualTo(2L * rounds);
    }
    assertThat(ByteBuffer.wrap(Files.readAllBytes(disk.resolve("file"))).getLong())
        .isEqualTo(2L * rounds);
  }
}
