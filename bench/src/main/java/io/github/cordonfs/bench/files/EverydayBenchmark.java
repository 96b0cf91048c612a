package io.github.cordonfs.bench.files;

import io.github.cordonfs.bench.place.FileSystemTarget;
import io.github.cordonfs.bench.place.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
 * The calls that programs make of {@link Files}, on one file after the other. A JVM measures one
 * file system only.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls open() before anything else.
public class EverydayBenchmark {

  /** Bytes of a file that is made and deleted. */
  static final int SMALL = 100;

  private static final long SEED = 20_260_101;

  /** Bytes of a piece that a stream takes or gives. */
  private static final int PIECE = 8 * 1024;

  /** All files together are to be more than the nearest caches of the processor hold. */
  private static final int ALL = 64 << 20;

  /** Bytes that all files take at most. */
  static final long MEMORY = 2L * ALL;

  /** Powers of two: of what is open at once in a JVM there may be no more than about a thousand. */
  private static final int MAX_FILES = 256;

  /** Where the files are. */
  @Param({"CORDON", "TMPFS", "JIMFS", "MEMORYFILESYSTEM"})
  public FileSystemTarget target;

  /** Bytes of a file. */
  @Param({"1024", "65536", "1048576"})
  public int size;

  private Tree tree;
  private byte[] content;
  private byte[] piece;
  private Path[] originals;
  private Path[] copies;
  private Path absent;
  private int next;

  /** Two open channels for each pair of files. */
  @State(Scope.Thread)
  public static class Channels {
    private FileChannel[] sources = {};
    private FileChannel[] sinks = {};

    /** Opens them. */
    @Setup
    public void open(EverydayBenchmark files) throws IOException {
      sources = new FileChannel[files.originals.length];
      sinks = new FileChannel[files.copies.length];
      for (int i = 0; i < sources.length; i++) {
        sources[i] = FileChannel.open(files.originals[i], StandardOpenOption.READ);
        sinks[i] = FileChannel.open(files.copies[i], StandardOpenOption.WRITE);
      }
    }

    /** Closes them. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
      for (int i = 0; i < sources.length; i++) {
        sources[i].close();
        sinks[i].close();
      }
    }
  }

  /** Makes the files and checks them. */
  @Setup
  public void open() throws IOException {
    tree = target.open();
    content = new byte[size];
    new SplittableRandom(SEED).nextBytes(content);
    piece = Arrays.copyOf(content, Math.min(size, PIECE));
    int count = Math.min(ALL / size, MAX_FILES);
    originals = new Path[count];
    copies = new Path[count];
    for (int i = 0; i < count; i++) {
      originals[i] = Files.write(tree.root().resolve("original-" + i), content);
      copies[i] = Files.write(tree.root().resolve("copy-" + i), content);
    }
    absent = tree.root().resolve("absent");
    if (!Arrays.equals(Files.readAllBytes(originals[0]), content)) {
      throw new IOException("not what was written: " + originals[0]);
    }
  }

  /** Frees the memory. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    tree.close();
  }

  /** Reads a file whole. */
  @Benchmark
  public byte[] readAllBytes() throws IOException {
    return Files.readAllBytes(originals[next()]);
  }

  /** Overwrites a file whole. */
  @Benchmark
  public Path write() throws IOException {
    return Files.write(copies[next()], content);
  }

  /** Copies a file over another. */
  @Benchmark
  public Path copy() throws IOException {
    int i = next();
    return Files.copy(originals[i], copies[i], StandardCopyOption.REPLACE_EXISTING);
  }

  /** Reads a file to its end, piece by piece. */
  @Benchmark
  public long newInputStream() throws IOException {
    long sum = 0;
    try (InputStream in = Files.newInputStream(originals[next()])) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        sum += n;
      }
    }
    return whole(sum);
  }

  /** Overwrites a file piece by piece. */
  @Benchmark
  public long newOutputStream() throws IOException {
    long sum = 0;
    try (OutputStream out = Files.newOutputStream(copies[next()])) {
      for (; sum < size; sum += piece.length) {
        out.write(piece);
      }
    }
    return whole(sum);
  }

  /** Copies the content of an open file over that of another. */
  @Benchmark
  public long transferTo(Channels channels) throws IOException {
    int i = next();
    FileChannel source = channels.sources[i];
    FileChannel sink = channels.sinks[i].position(0);
    long sum = 0;
    long n;
    do {
      n = source.transferTo(sum, size - sum, sink);
      sum += n;
    } while (sum < size && n > 0);
    return whole(sum);
  }

  /** Makes a file, writes 100 bytes and deletes it. */
  @Benchmark
  public Path createAndDelete() throws IOException {
    Files.write(absent, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Files.delete(absent);
    return absent;
  }

  private int next() {
    next = next + 1 == originals.length ? 0 : next + 1;
    return next;
  }

  /** What is done in part must not be compared. */
  private long whole(long bytes) throws IOException {
    if (bytes != size) {
      throw new IOException(bytes + " bytes instead of " + size);
    }
    return bytes;
  }
}
