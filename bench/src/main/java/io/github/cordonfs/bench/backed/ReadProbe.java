package io.github.cordonfs.bench.backed;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.bench.measure.Spread;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The program of a fork that measures one cell of one target, in GB/s of all threads together. It
 * knows one target only, so that the calls of none suffer from the classes of another.
 */
final class ReadProbe {

  private static final int PAGE = 4096;
  private static final int CHUNK = 1 << 20;
  private static final int COLD_READS = 4_000;
  private static final int LOOKS = 64;

  private final BackedRead read;
  private final BackedTarget target;
  private final Path file;
  private final long size;

  private ReadProbe(BackedRead read, BackedTarget target, Path file, long size) {
    this.read = read;
    this.target = target;
    this.file = file;
    this.size = size;
  }

  /** An open file, and what it lives in. */
  private record Opened(FileChannel channel, Closeable owner) implements Closeable {
    @Override
    public void close() throws IOException {
      try (owner) {
        channel.close();
      }
    }
  }

  /**
   * Measures, and writes the figure to the standard output.
   *
   * @param args names of a {@link BackedRead} and a {@link BackedTarget}; the file; its bytes;
   *     threads; milliseconds of warm-up; iterations; milliseconds of each
   */
  public static void main(String[] args) throws Exception {
    ReadProbe probe =
        new ReadProbe(
            BackedRead.valueOf(args[0]),
            BackedTarget.valueOf(args[1]),
            Path.of(args[2]),
            Long.parseLong(args[3]));
    long warmUp = Long.parseLong(args[5]) * 1_000_000;
    long iteration = Long.parseLong(args[7]) * 1_000_000;
    System.out.println(
        probe.isCold()
            ? probe.cold(warmUp)
            : probe.warm(Integer.parseInt(args[4]), warmUp, Integer.parseInt(args[6]), iteration));
  }

  private boolean isCold() {
    return read == BackedRead.COLD_SEQUENTIAL || read == BackedRead.COLD_RANDOM;
  }

  private Opened open() throws IOException {
    return switch (target) {
      case MOUNT -> {
        long cache = read == BackedRead.OVER_BUDGET ? size / 4 : 2 * size;
        yield in(Cordon.mount(parent(), CordonOptions.builder().size(cache).build()));
      }
      case MEMORY -> inMemory();
      case PLAIN -> {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        yield new Opened(channel, channel);
      }
      case DIRECT -> {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, direct());
        yield new Opened(channel, channel);
      }
    };
  }

  /** By name: the compiler warns of every mention of it, and that cannot be suppressed. */
  private static OpenOption direct() throws IOException {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      return Objects.requireNonNull((OpenOption) options.getField("DIRECT").get(null));
    } catch (ReflectiveOperationException e) {
      throw new IOException("this JDK cannot read past the kernel's cache", e);
    }
  }

  private Path parent() {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("not a file: " + file);
    }
    return parent;
  }

  private Opened in(FileSystem mount) throws IOException {
    Path name = mount.getPath("/" + file.getFileName());
    return new Opened(FileChannel.open(name, StandardOpenOption.READ), mount);
  }

  private Opened inMemory() throws IOException {
    FileSystem memory = Cordon.newFileSystem(CordonOptions.builder().size(size + size / 4).build());
    Path copy = memory.getPath("/" + file.getFileName());
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel to =
            FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long at = 0; at < size; ) {
        at += from.transferTo(at, size - at, to);
      }
    }
    return in(memory);
  }

  /** Reads a cold file once, with code that is warm. */
  private double cold(long warmUp) throws IOException {
    try (Opened opened = open()) {
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < warmUp) {
        var _ = pass(opened.channel());
      }
    }
    KernelCache.forget(file);
    // A mount of its own, with an empty cache.
    try (Opened opened = open()) {
      long begin = System.nanoTime();
      long bytes = pass(opened.channel());
      return (double) bytes / (System.nanoTime() - begin);
    }
  }

  private long pass(FileChannel channel) throws IOException {
    return read == BackedRead.COLD_SEQUENTIAL
        ? readAll(channel)
        : readRandom(channel, new SplittableRandom(7), COLD_READS, buffer(PAGE));
  }

  private double warm(int threads, long warmUp, int iterations, long iteration) throws Exception {
    try (Opened opened = open();
        ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      if (read == BackedRead.HITS) {
        var _ = readAll(opened.channel());
      }
      var _ = together(executor, opened.channel(), threads, warmUp);
      double[] figures = new double[iterations];
      for (int i = 0; i < iterations; i++) {
        figures[i] = together(executor, opened.channel(), threads, iteration);
      }
      return Spread.of(figures).median();
    }
  }

  private double together(ExecutorService executor, FileChannel channel, int threads, long nanos)
      throws Exception {
    List<Future<Double>> parts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      SplittableRandom random = new SplittableRandom(System.nanoTime() + i);
      parts.add(executor.submit(() -> readFor(channel, random, nanos)));
    }
    double sum = 0;
    for (Future<Double> part : parts) {
      sum += part.get();
    }
    return sum;
  }

  private double readFor(FileChannel channel, SplittableRandom random, long nanos)
      throws IOException {
    ByteBuffer buffer = buffer(PAGE);
    long begin = System.nanoTime();
    long bytes = 0;
    long now;
    do {
      bytes += readRandom(channel, random, LOOKS, buffer);
      now = System.nanoTime();
    } while (now - begin < nanos);
    return (double) bytes / (now - begin);
  }

  private long readRandom(
      FileChannel channel, SplittableRandom random, int count, ByteBuffer buffer)
      throws IOException {
    int pages = (int) (size / PAGE);
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += channel.read(buffer.clear(), (long) random.nextInt(pages) * PAGE);
    }
    if (bytes != (long) count * PAGE) {
      throw new IOException(target + " read " + bytes + " bytes in " + count + " reads");
    }
    return bytes;
  }

  private long readAll(FileChannel channel) throws IOException {
    ByteBuffer buffer = buffer(CHUNK);
    long at = 0;
    while (at < size) {
      int n = channel.read(buffer.clear(), at);
      if (n <= 0) {
        throw new IOException(target + " ended at " + at);
      }
      at += n;
    }
    return at;
  }

  /** Returns a buffer that may be read into past the kernel's cache. */
  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocateDirect(size + PAGE).alignedSlice(PAGE).limit(size).slice();
  }
}
