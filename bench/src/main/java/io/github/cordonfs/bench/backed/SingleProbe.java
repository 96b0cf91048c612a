package io.github.cordonfs.bench.backed;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.DirectPolicy;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.cache.backed.BackedFiles;
import io.github.cordonfs.cache.backed.BackedSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The program of a fork that measures a {@link Single}. */
final class SingleProbe {

  static final int THREADS = 64;

  private static final int PAGE = 4096;
  private static final long SPACE = 64L << 20;

  /** A range that one request can read; the ranges are so far apart that none is read ahead. */
  private static final int RANGE = 64 << 10;

  private static final long DISTANCE = 512 << 10;
  private static final int RANGES = 100;
  private static final int HIT_PAGES = 256;
  private static final long HANG_NANOS = 2_000_000_000L;

  /** Any odd number goes through all pages of a power of two. */
  private static final int STRIDE = 40_503;

  private static final int COLLECTIONS = 5;

  private SingleProbe() {}

  /**
   * Measures, and writes the figure to the standard output.
   *
   * @param args the name of the {@link Single}; a file of a power of two bytes
   */
  public static void main(String[] args) throws Exception {
    System.out.println(
        switch (Single.valueOf(args[0])) {
          case HEAP -> heap(Path.of(args[1]));
          case REQUESTS -> requests();
          case LONGEST_HIT -> longestHit();
        });
  }

  private static double heap(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    ByteBuffer buffer = ByteBuffer.allocateDirect(PAGE);
    if (directory == null) {
      throw new IllegalArgumentException("not a file: " + file);
    }
    try (FileChannel disk = FileChannel.open(file)) {
      CordonOptions options = CordonOptions.builder().size(2 * disk.size()).build();
      try (CordonFileSystem mount = Cordon.mount(directory, options);
          FileChannel channel = FileChannel.open(mount.getPath("/" + file.getFileName()))) {
        int pages = (int) (disk.size() / PAGE);
        // Classes that come with the first read are no part of the cost.
        var _ = channel.read(buffer.clear(), 0);
        long before = usedHeap();
        for (int i = 1; i < pages; i++) {
          long page = (long) i * STRIDE & (pages - 1);
          var _ = channel.read(buffer.clear(), page * PAGE);
        }
        return (double) (usedHeap() - before) / pages;
      }
    }
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private static int read(BackedSpace space, long at, ByteBuffer buffer, int length) {
    int n = space.read(at, buffer.clear(), length);
    if (n != length) {
      throw new IllegalStateException("read " + n + " of " + length + " bytes at " + at);
    }
    return n;
  }

  /** All threads want the same range at once, over and over. */
  private static double requests() throws Exception {
    StallingStore store = new StallingStore(1_000_000);
    long most = 0;
    try (Space own = Space.of(store);
        ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      CyclicBarrier barrier = new CyclicBarrier(THREADS);
      for (int range = 0; range < RANGES; range++) {
        long at = range * DISTANCE;
        long before = own.space.requests();
        List<Future<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          readers.add(
              executor.submit(() -> {
                ByteBuffer buffer = ByteBuffer.allocateDirect(RANGE);
                var _ = barrier.await();
                return read(own.space, at, buffer, RANGE);
              }));
        }
        for (Future<Integer> reader : readers) {
          var _ = reader.get();
        }
        most = Math.max(most, own.space.requests() - before);
      }
    }
    return most;
  }

  /**
   * Reads what is in memory, while more readers than there are threads for it wait for the rest.
   */
  private static double longestHit() throws Exception {
    StallingStore store = new StallingStore(0);
    long longest = 0;
    try (Space own = Space.of(store);
        ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(PAGE);
      for (int i = 0; i < 200_000; i++) {
        var _ = read(own.space, (long) (i % HIT_PAGES) * PAGE, buffer, PAGE);
      }
      store.hang();
      List<Future<Integer>> waiting = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        long at = (i + 20) * DISTANCE;
        waiting.add(
            executor.submit(() -> read(own.space, at, ByteBuffer.allocateDirect(PAGE), PAGE)));
      }
      store.awaitHanging();
      long end = System.nanoTime() + HANG_NANOS;
      long before = System.nanoTime();
      for (int i = 0; before < end; i++) {
        var _ = read(own.space, (long) (i % HIT_PAGES) * PAGE, buffer, PAGE);
        long after = System.nanoTime();
        longest = Math.max(longest, after - before);
        before = after;
      }
      if (waiting.stream().anyMatch(Future::isDone)) {
        throw new IllegalStateException("the store did not hang");
      }
      store.goOn();
      for (Future<Integer> reader : waiting) {
        var _ = reader.get();
      }
    }
    return longest / 1e6;
  }

  /** A file with a store of its own behind it. */
  private record Space(PageCache cache, BackedFiles files, BackedSpace space)
      implements AutoCloseable {

    static Space of(StallingStore store) throws IOException {
      PageCache cache = PageCache.open(CordonOptions.builder().size(2 * SPACE).build());
      BackedFiles files = new BackedFiles(cache, true, DirectPolicy.NEVER);
      return new Space(cache, files, files.newSpace(() -> List.of("/file"), store, SPACE));
    }

    @Override
    public void close() {
      space.destroy();
      files.close();
      cache.close();
    }
  }
}
