package io.github.cordonfs.bench.files;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.bench.place.FileSystemTarget;
import io.github.cordonfs.bench.place.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Fills a new file in a new file system, so that no memory is used that a file had before: it comes
 * from the kernel, or is heap. Making and closing the file system does not count.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls open() before anything else.
public class FirstWriteBenchmark {

  /** Bytes that one call writes. */
  static final int CHUNK = 1 << 20;

  /** Bytes that a file system may use beside those of the file. */
  static final long SPARE = 64L << 20;

  /** Where the file is. */
  @Param({"CORDON", "TMPFS", "JIMFS"})
  public FileSystemTarget target;

  /** Bytes of the file. */
  @Param("4294967296")
  public long size;

  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private Tree tree;
  private Path file;

  /** Makes what is written. */
  @Setup
  public void prepare() {
    byte[] bytes = new byte[CHUNK];
    new SplittableRandom(size).nextBytes(bytes);
    chunk.put(bytes);
  }

  /** Makes the file system. */
  @Setup(Level.Invocation)
  public void open() throws IOException {
    // For those that have files in the heap: what the last file took is free memory for the next.
    System.gc();
    tree = target.open(size + SPARE, UnaryOperator.identity());
    file = tree.root().resolve("file");
    if (target == FileSystemTarget.CORDON
        && CordonFileSystem.of(file.getFileSystem()).memoryUsage().capacityBytes() < size) {
      throw new IOException("memory does not suffice for a file of " + size + " bytes");
    }
  }

  /** Frees the memory. */
  @TearDown(Level.Invocation)
  public void close() throws IOException {
    tree.close();
  }

  /** Makes a file and fills it. */
  @Benchmark
  public long firstWrite() throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long sum = 0;
      while (sum < size) {
        chunk.clear().limit((int) Math.min(CHUNK, size - sum));
        sum += channel.write(chunk);
      }
      return sum;
    }
  }
}
