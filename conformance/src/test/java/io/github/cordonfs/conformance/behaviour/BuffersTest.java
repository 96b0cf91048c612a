package io.github.cordonfs.conformance.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What comes of buffers that are not as they should be, or come more than once. */
@Tag("S66")
class BuffersTest extends Behaviour {

  private static ByteBuffer of(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static ByteBuffer ofClosedArena(int size) {
    try (Arena arena = Arena.ofShared()) {
      return arena.allocate(8).asByteBuffer().limit(size);
    }
  }

  private static String text(ByteBuffer buffer) {
    byte[] all = new byte[buffer.capacity()];
    buffer.get(0, all);
    return buffer.position() + " " + new String(all, UTF_8);
  }

  @Test
  void aGatheringWriteChecksAllBuffersFirst() throws IOException {
    try (FileChannel channel = FileChannel.open(file("/f", 3), READ, WRITE)) {
      fact("NullPointerException", () -> channel.write(new ByteBuffer[] {of("abcd"), null}));
      fact(
          "IllegalStateException",
          () -> channel.write(new ByteBuffer[] {of("abcd"), ofClosedArena(1)}));
      fact(
          "IllegalStateException",
          () -> channel.write(new ByteBuffer[] {of("abcd"), ofClosedArena(0)}),
          jimfs("4"));
      fact("0 3", () -> channel.position() + " " + channel.size(), jimfs("4 4"));
    }
  }

  @Test
  void aScatteringReadChecksAllBuffersFirst() throws IOException {
    try (FileChannel channel = FileChannel.open(file("/f", 9), READ, WRITE)) {
      ByteBuffer good = ByteBuffer.allocate(2);
      fact("NullPointerException", () -> channel.read(new ByteBuffer[] {good, null}));
      fact(
          "IllegalArgumentException",
          () -> channel.read(new ByteBuffer[] {good, of("a").asReadOnlyBuffer()}),
          jimfs("ReadOnlyBufferException"));
      fact(
          "IllegalArgumentException",
          () -> channel.read(new ByteBuffer[] {good, of("").asReadOnlyBuffer()}),
          jimfs("0"));
      fact("IllegalStateException", () -> channel.read(new ByteBuffer[] {good, ofClosedArena(1)}));
      fact(
          "IllegalStateException",
          () -> channel.read(new ByteBuffer[] {good, ofClosedArena(0)}),
          jimfs("0"));
      fact("0 0", () -> channel.position() + " " + good.position(), jimfs("0 2"));
    }
  }

  @Test
  void whatIsClosedIsNoticedWhereNothingIsCopied() throws IOException {
    try (FileChannel channel = FileChannel.open(file("/f", 9), READ, WRITE)) {
      fact("IllegalStateException", () -> channel.read(ofClosedArena(1), 9), jimfs("-1"));
      fact("0", () -> channel.read(ofClosedArena(0)));
      fact("0", () -> channel.write(ofClosedArena(0)));
      fact("IllegalStateException", () -> channel.write(ofClosedArena(1)));
    }
  }

  @Test
  void aBufferThatComesTwiceIsTransferredTwice() throws IOException {
    try (FileChannel channel = FileChannel.open(file("/f", 0), READ, WRITE)) {
      ByteBuffer heap = of("abcd");
      fact("8", () -> channel.write(twice(heap)), jimfs("4"));
      fact("4 abcd", () -> text(heap));
      Files.writeString(path("/f"), "0123456789");
      ByteBuffer direct = ByteBuffer.allocateDirect(4);
      fact("8 4 4567", () -> readTwice(channel, 0, direct), jimfs("4 4 0123"));
      fact("7 3 7896", () -> readTwice(channel, 3, direct), jimfs("4 4 3456"));
      fact("4 4 6789", () -> readTwice(channel, 6, direct));
      fact("2 2 89..", () -> readTwice(channel, 8, direct));
      fact("-1 0 ....", () -> readTwice(channel, 10, direct));
      fact(
          "BufferOverflowException",
          () -> readTwice(channel, 3, heap),
          unless(Difference.SAME_BUFFER_TWICE, "7 3 7896"),
          jimfs("4 4 3456"));
    }
  }

  private static Unless jimfs(String instead) {
    return unless(Difference.JIMFS_CHECKS, instead);
  }

  private static ByteBuffer[] twice(ByteBuffer buffer) {
    return new ByteBuffer[] {buffer, buffer};
  }

  private static String readTwice(FileChannel channel, long position, ByteBuffer buffer)
      throws IOException {
    channel.position(position);
    buffer.clear().put(of("....")).clear();
    return channel.read(twice(buffer)) + " " + text(buffer);
  }

  @Test
  void manyBuffersAreWrittenAtOnce() throws IOException {
    try (FileChannel channel = FileChannel.open(file("/f", 0), READ, WRITE)) {
      ByteBuffer[] many = new ByteBuffer[1500];
      Arrays.setAll(many, _ -> ByteBuffer.allocate(1));
      fact(
          "1024",
          () -> channel.write(many),
          unless(Difference.MANY_BUFFERS, "1500"),
          jimfs("1500"));
    }
  }

  @Test
  void anAsynchronousChannelTellsWhenItCannotDoIt() throws Exception {
    // The JDK never completes an operation on memory of a closed arena: it is asked for only where
    // an executor can be seen to have done its work.
    try (ExecutorService executor = Executors.newSingleThreadExecutor(Quiet::new);
        AsynchronousFileChannel channel =
            AsynchronousFileChannel.open(file("/f", 9), Set.of(READ, WRITE), executor)) {
      Future<Integer> read = channel.read(ofClosedArena(1), 0);
      CountDownLatch done = new CountDownLatch(1);
      executor.execute(done::countDown);
      done.await();
      fact("false", read::isDone, unless(Difference.CLOSED_ARENAS, "true"), jimfs("true"));
    }
    AsynchronousFileChannel closed = AsynchronousFileChannel.open(file("/g", 9), READ, WRITE);
    closed.close();
    fact(
        "AsynchronousCloseException",
        () -> closed.truncate(1),
        unless(Difference.CLOSED_TRUNCATE, "ClosedChannelException"),
        jimfs("ClosedChannelException"));
  }

  /** A thread that says nothing of what ends it. */
  private static final class Quiet extends Thread {
    Quiet(Runnable work) {
      super(work);
      setUncaughtExceptionHandler((_, _) -> {});
    }
  }
}
