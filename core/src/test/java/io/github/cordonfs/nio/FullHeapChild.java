package io.github.cordonfs.nio;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Fills its heap to the brim, several times, and then waits for everything that happens in the
 * background to happen: for ever if it does not.
 */
final class FullHeapChild {

  private static final long FULL_NANOS = 700_000_000;

  private FullHeapChild() {}

  private interface Question {
    boolean answer() throws IOException;
  }

  public static void main(String[] arguments) throws Exception {
    CordonOptions options =
        CordonOptions.builder()
            .size(32 << 20)
            .huge(HugePolicy.ALWAYS)
            .collapseRate(1 << 30)
            .patrolRate(1 << 30)
            .build();
    try (CordonFileSystem fs = Cordon.newFileSystem(options);
        AsynchronousFileChannel channel =
            AsynchronousFileChannel.open(fs.getPath("/a"), CREATE, WRITE)) {
      Path file = fs.getPath("/f");
      Files.write(file, new byte[4 << 20]);
      for (int round = 0; round < 4; round++) {
        fill(channel, file);
      }
      timesGoOn(file);
      System.out.println("times go on");
      long scanned = fs.collapseCounters().scannedBlocks();
      until(() -> fs.collapseCounters().scannedBlocks() > scanned);
      System.out.println("scans go on");
      // Not the one that was written while the heap was full: an error may have left it open.
      Path other = Files.write(fs.getPath("/g"), new byte[4 << 20]);
      long resident = fs.memoryUsage().residentBytes();
      Files.delete(other);
      until(() -> fs.memoryUsage().residentBytes() < resident);
      System.out.println("trims go on");
      CompletableFuture<Integer> told = write(channel);
      System.out.println("handlers go on: " + told.get());
    }
  }

  private static void timesGoOn(Path file) throws IOException {
    Files.write(file, new byte[4 << 20]);
    Object time = Files.getLastModifiedTime(file);
    until(() -> {
      Files.write(file, new byte[4 << 20]);
      return !Files.getLastModifiedTime(file).equals(time);
    });
  }

  private static void until(Question question) throws IOException {
    while (!question.answer()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Keeps the heap full for a while, and uses the file system meanwhile, as far as that goes. */
  private static void fill(AsynchronousFileChannel channel, Path file) {
    List<long[]> all = new ArrayList<>(1 << 20);
    try {
      fill(all, channel, file);
    } finally {
      Reference.reachabilityFence(all);
    }
  }

  private static void fill(List<long[]> all, AsynchronousFileChannel channel, Path file) {
    long end = System.nanoTime() + FULL_NANOS;
    int size = 1 << 17;
    while (System.nanoTime() - end < 0) {
      try {
        all.add(new long[size]);
      } catch (OutOfMemoryError _) {
        size = Math.max(1, size / 2);
        try {
          var _ = write(channel);
          Files.write(file, new byte[1]);
        } catch (OutOfMemoryError | IOException _) {
          // As was to be expected.
        }
      }
    }
  }

  private static CompletableFuture<Integer> write(AsynchronousFileChannel channel) {
    CompletableFuture<Integer> told = new CompletableFuture<>();
    channel.write(
        ByteBuffer.allocate(1),
        0,
        null,
        new CompletionHandler<Integer, Object>() {
          @Override
          public void completed(Integer result, Object attachment) {
            told.complete(result);
          }

          @Override
          public void failed(Throwable failure, Object attachment) {
            told.completeExceptionally(failure);
          }
        });
    return told;
  }
}
