package io.github.cordonfs.bench.watched;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Threads that read blocks of a file at random, and count. */
final class ReaderThreads implements AutoCloseable {

  static final int BLOCK = 4096;

  /**
   * Numbers of blocks that a thread goes through over and over, so that none is drawn meanwhile.
   */
  private static final int ORDER = 1 << 16;

  private final List<Thread> threads = new ArrayList<>();
  private final List<AtomicLong> counts = new ArrayList<>();
  private volatile boolean ended;
  private volatile @Nullable IOException failure;

  /** Starts them. */
  ReaderThreads(Path file, long size, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      FileChannel channel = FileChannel.open(file);
      AtomicLong read = new AtomicLong();
      counts.add(read);
      int[] order = new SplittableRandom(i).ints(ORDER, 0, (int) (size / BLOCK)).toArray();
      threads.add(Thread.ofPlatform().name("reader-" + i).start(() -> run(channel, order, read)));
    }
  }

  private void run(FileChannel channel, int[] order, AtomicLong read) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK);
    try (channel) {
      for (long n = 0; !ended; n++) {
        buffer.clear();
        int length = channel.read(buffer, (long) order[(int) n & (ORDER - 1)] * BLOCK);
        if (length != BLOCK) {
          throw new IOException("a read of " + length + " bytes");
        }
        read.lazySet(n + 1);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Waits for some time and returns the throughput of all meanwhile, in GB/s. */
  double measure(long millis) throws IOException, InterruptedException {
    long before = blocks();
    long begin = System.nanoTime();
    Thread.sleep(millis);
    long blocks = blocks() - before;
    long nanos = System.nanoTime() - begin;
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
    return (double) blocks * BLOCK / nanos;
  }

  private long blocks() {
    return counts.stream().mapToLong(AtomicLong::get).sum();
  }

  @Override
  public void close() {
    ended = true;
    try {
      for (Thread each : threads) {
        each.join();
      }
    } catch (InterruptedException _) {
      // They end by themselves.
      Thread.currentThread().interrupt();
    }
  }
}
