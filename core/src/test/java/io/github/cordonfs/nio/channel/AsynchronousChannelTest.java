package io.github.cordonfs.nio.channel;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Asynchronous channels: as synchronous ones, told by futures and handlers. */
class AsynchronousChannelTest extends CordonFixture {

  /** What handlers were told. */
  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

  private final class Recorder<V> implements CompletionHandler<V, String> {
    @Override
    public void completed(V result, String attachment) {
      told.add(result);
      told.add(attachment);
      told.add(Thread.currentThread());
    }

    @Override
    public void failed(Throwable failure, String attachment) {
      told.add(failure);
      told.add(attachment);
      told.add(Thread.currentThread());
    }
  }

  private static Throwable failure(Future<?> future) {
    try {
      return new AssertionError("no failure but " + future.get());
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private AsynchronousFileChannel open(String name) throws IOException {
    return AsynchronousFileChannel.open(path(name), CREATE, READ, WRITE);
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    try (AsynchronousFileChannel channel = open("/a")) {
      assertThat(channel.write(ByteBuffer.wrap(bytes(9000)), 5000).get()).isEqualTo(9000);
      assertThat(channel.size()).isEqualTo(14000);
      ByteBuffer dst = ByteBuffer.allocate(10_000);
      assertThat(channel.read(dst, 5000).get()).isEqualTo(9000);
      assertThat(dst.flip()).isEqualTo(ByteBuffer.wrap(bytes(9000)));
      assertThat(channel.read(ByteBuffer.allocate(1), 14000).get()).isEqualTo(-1);
      assertThat(channel.read(ByteBuffer.allocate(0), 14000).get()).isZero();
      assertThat(channel.truncate(3)).isSameAs(channel);
      channel.force(true);
      assertThat(channel.size()).isEqualTo(3);
    }
  }

  @Test
  void handlersAreCalledWithTheirAttachmentInAnotherThread() throws Exception {
    try (AsynchronousFileChannel channel = open("/a")) {
      channel.write(ByteBuffer.allocate(7), 0, "write", new Recorder<>());
      assertThat(told.take()).isEqualTo(7);
      assertThat(told.take()).isEqualTo("write");
      assertThat(told.take()).isNotSameAs(Thread.currentThread());
      channel.read(ByteBuffer.allocate(9), 0, "read", new Recorder<>());
      assertThat(told.take()).isEqualTo(7);
      assertThat(told.take()).isEqualTo("read");
      assertThat(((Thread) told.take()).isDaemon()).isTrue();
    }
  }

  @Test
  void aHandlerMayUseAndCloseTheChannel() throws Exception {
    AsynchronousFileChannel channel = open("/a");
    channel.write(
        ByteBuffer.allocate(7),
        0,
        "first",
        new CompletionHandler<Integer, String>() {
          @Override
          public void completed(Integer result, String attachment) {
            try {
              assertThat(channel.write(ByteBuffer.allocate(7), 7).get()).isEqualTo(7);
              channel.close();
              told.add("closed");
            } catch (Exception e) {
              told.add(e);
            }
          }

          @Override
          public void failed(Throwable failure, String attachment) {
            told.add(failure);
          }
        });
    assertThat(told.take()).isEqualTo("closed");
    assertThat(Files.size(path("/a"))).isEqualTo(14);
  }

  @Test
  void operationsRunWhereTheCallerWants() throws Exception {
    Path file = file("/a", 10);
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Thread worker = executor.submit(Thread::currentThread).get();
      try (AsynchronousFileChannel channel =
          AsynchronousFileChannel.open(file, Set.of(READ), executor)) {
        channel.read(ByteBuffer.allocate(10), 0, "read", new Recorder<>());
        assertThat(told.take()).isEqualTo(10);
        assertThat(told.take()).isEqualTo("read");
        assertThat(told.take()).isSameAs(worker);
      }
    }
  }

  @Test
  @Tag("A1")
  void aReadInAPoisonedPageFailsTheFutureAndTheHandler() throws Exception {
    Path file = fileWithPoison("/a", 3, 1);
    try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file)) {
      assertThat(failure(channel.read(ByteBuffer.allocate(10), PAGE + 5)))
          .isInstanceOf(PoisonedPageException.class)
          .hasMessageContaining("/a")
          .extracting(e -> ((PoisonedPageException) e).offset())
          .isEqualTo((long) PAGE);
      channel.read(ByteBuffer.allocate(10), PAGE, "read", new Recorder<>());
      assertThat(told.take()).isInstanceOf(PoisonedPageException.class);
      assertThat(told.take()).isEqualTo("read");
    }
  }

  @Test
  @Tag("A2")
  void aReadThatStartsBeforeAPoisonedPageEndsAtIt() throws Exception {
    Path file = fileWithPoison("/a", 3, 1);
    try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file)) {
      assertThat(channel.read(ByteBuffer.allocate(3 * PAGE), 10).get()).isEqualTo(PAGE - 10);
      assertThat(channel.read(ByteBuffer.allocate(3 * PAGE), 2L * PAGE).get()).isEqualTo(PAGE);
    }
  }

  @Test
  @Tag("A3")
  @Tag("A4")
  void aWriteEndsAtAPoisonedPageAndFailsInIt() throws Exception {
    Path file = fileWithPoison("/a", 3, 1);
    try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, WRITE)) {
      assertThat(channel.write(ByteBuffer.allocate(3 * PAGE), 10).get()).isEqualTo(PAGE - 10);
      assertThat(failure(channel.write(ByteBuffer.allocate(PAGE), PAGE)))
          .isInstanceOf(PoisonedPageException.class);
    }
    assertThat(failures().badRanges(file)).hasSize(1);
  }

  @Test
  void badArgumentsAreToldAtOnce() throws Exception {
    Path file = file("/a", 10);
    try (AsynchronousFileChannel reader = AsynchronousFileChannel.open(file, READ);
        AsynchronousFileChannel writer = AsynchronousFileChannel.open(file, WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      assertThatThrownBy(() -> reader.read(one, -1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.write(one, -1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.truncate(-1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> reader.read(one.asReadOnlyBuffer(), 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> reader.write(one, 0))
          .isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> writer.read(one, 0)).isInstanceOf(NonReadableChannelException.class);
      assertThatThrownBy(() -> reader.truncate(0)).isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> reader.lock()).isInstanceOf(NonWritableChannelException.class);
      assertThatThrownBy(() -> writer.lock(0, 1, true))
          .isInstanceOf(NonReadableChannelException.class);
      assertThatThrownBy(() -> reader.read(one, 0, null, null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void openOptionsAreThoseOfTheDefaultProvider() throws Exception {
    assertThatThrownBy(() -> AsynchronousFileChannel.open(path("/a"), APPEND))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> AsynchronousFileChannel.open(path("/a"), APPEND, READ))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> AsynchronousFileChannel.open(path("/a")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> AsynchronousFileChannel.open(path("/"), READ))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Is a directory");
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(path("/a"), CREATE_NEW, WRITE, DELETE_ON_CLOSE)) {
      assertThat(path("/a")).exists();
      assertThat(channel.isOpen()).isTrue();
    }
    assertThat(path("/a")).doesNotExist();
  }

  @Test
  @Tag("S12")
  void locksOverlapWithThoseOfAllChannels() throws Exception {
    AsynchronousFileChannel channel = open("/a");
    try (FileChannel other = readWrite("/a")) {
      FileLock lock = channel.lock(0, 10, false).get();
      assertThat(lock.acquiredBy()).isSameAs(channel);
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> other.tryLock(5, 1, true))
          .isInstanceOf(OverlappingFileLockException.class);
      assertThatThrownBy(() -> channel.lock(9, 1, false))
          .isInstanceOf(OverlappingFileLockException.class);
      assertThatThrownBy(channel::tryLock).isInstanceOf(OverlappingFileLockException.class);
      FileLock second = channel.tryLock(10, 0, true);
      assertThat(second.size()).isEqualTo(Long.MAX_VALUE - 10);
      lock.release();
      assertThat(lock.isValid()).isFalse();
      channel.lock(0, 10, false, "lock", new Recorder<>());
      assertThat(told.take()).isInstanceOf(FileLock.class);
      channel.close();
      assertThat(second.isValid()).isFalse();
      other.lock().release();
    }
  }

  @Test
  void operationsThatWaitWhenTheChannelIsClosedFail() throws Exception {
    Path file = file("/a", 10);
    List<Runnable> waiting = new ArrayList<>();
    ExecutorService executor = new WaitingExecutor(waiting);
    AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(file, Set.of(READ, WRITE), executor);
    Future<Integer> read = channel.read(ByteBuffer.allocate(1), 0);
    Future<Integer> write = channel.write(ByteBuffer.allocate(1), 0);
    Future<FileLock> lock = channel.lock();
    channel.read(ByteBuffer.allocate(1), 0, "read", new Recorder<>());
    channel.close();
    channel.close();
    Future<Integer> late = channel.read(ByteBuffer.allocate(1), 0);
    assertThat(read).isNotDone();
    waiting.forEach(Runnable::run);
    assertThat(failure(read)).isInstanceOf(AsynchronousCloseException.class);
    assertThat(failure(write)).isInstanceOf(AsynchronousCloseException.class);
    assertThat(failure(lock)).isInstanceOf(AsynchronousCloseException.class);
    assertThat(told.take()).isInstanceOf(AsynchronousCloseException.class);
    assertThat(failure(late)).isExactlyInstanceOf(ClosedChannelException.class);
    assertThat(file).hasBinaryContent(bytes(10));
    try (FileChannel other = readWrite("/a")) {
      assertThat(other.tryLock().isValid()).isTrue();
    }
  }

  @Test
  void aClosedChannelSaysSo() throws Exception {
    AsynchronousFileChannel channel = open("/a");
    channel.close();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.force(true)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::tryLock).isInstanceOf(ClosedChannelException.class);
    assertThat(failure(channel.lock())).isExactlyInstanceOf(ClosedChannelException.class);
  }

  @Test
  void closingTheFileSystemClosesTheChannel() throws Exception {
    AsynchronousFileChannel channel = open("/a");
    fs.close();
    assertThat(channel.isOpen()).isFalse();
    assertThat(failure(channel.read(ByteBuffer.allocate(1), 0)))
        .isInstanceOf(ClosedFileSystemException.class);
  }

  @Test
  @Tag("S34")
  void anInterruptedThreadMayBeginOperationsAndOneMayBeCancelled() throws Exception {
    try (AsynchronousFileChannel channel = open("/a")) {
      Thread.currentThread().interrupt();
      Future<Integer> write = channel.write(ByteBuffer.allocate(1), 0);
      assertThat(channel.size()).isBetween(0L, 1L);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(write.get()).isEqualTo(1);
      assertThat(channel.isOpen()).isTrue();
    }
    List<Runnable> waiting = new ArrayList<>();
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(path("/a"), Set.of(WRITE), new WaitingExecutor(waiting))) {
      Future<Integer> write = channel.write(ByteBuffer.allocate(5), 0);
      assertThat(write.cancel(true)).isTrue();
      waiting.forEach(Runnable::run);
      assertThat(write).isCancelled();
      assertThat(channel.size()).isEqualTo(1);
    }
  }

  @Test
  void anExecutorThatTakesNothingLeavesNoLock() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    executor.shutdown();
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(file("/a", 1), Set.of(READ, WRITE), executor)) {
      assertThatThrownBy(channel::lock).isInstanceOf(RejectedExecutionException.class);
      assertThatThrownBy(() -> channel.lock("x", new Recorder<>()))
          .isInstanceOf(RejectedExecutionException.class);
      assertThat(channel.tryLock().isValid()).isTrue();
    }
  }

  @Test
  void manyOperationsAtOnceLoseNothing() throws Exception {
    int count = 2000;
    try (AsynchronousFileChannel channel = open("/a")) {
      List<Future<Integer>> writes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        writes.add(channel.write(ByteBuffer.allocate(8).putLong(0, i + 1), 8L * i));
      }
      for (Future<Integer> write : writes) {
        assertThat(write.get()).isEqualTo(8);
      }
    }
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(path("/a")));
    for (int i = 0; i < count; i++) {
      assertThat(all.getLong()).isEqualTo(i + 1);
    }
  }

  @Test
  void aLockThatIsCancelledIsNotHeld() throws IOException {
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(
            file("/f", 10), Set.of(WRITE), new WaitingExecutor(new ArrayList<>()))) {
      Future<FileLock> lock = channel.lock(0, 5, false);
      assertThat(lock.cancel(true)).isTrue();
      channel.tryLock(0, 5, false).release();
    }
  }
}
