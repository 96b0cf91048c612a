package io.github.cordonfs.bench.backed;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.bench.measure.Spread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The program of a fork that measures one cell in which files are written, of one target, in GB/s.
 * Makes a file of its own, and deletes it.
 */
final class WriteProbe {

  private static final int PAGE = 4096;
  private static final int CHUNK = 1 << 20;
  private static final int LOOKS = 64;

  /** So much larger than the file is the cache of a mount, so that nothing has to be written. */
  private static final int ROOM = 8;

  private final BackedRead what;
  private final FileChannel channel;
  private final long size;
  private final SplittableRandom random = new SplittableRandom(7);
  private final ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);

  private WriteProbe(BackedRead what, FileChannel channel, long size) {
    this.what = what;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Measures, and writes the figure to the standard output.
   *
   * @param args names of a {@link BackedRead} and a {@link BackedTarget}; a directory of its own;
   *     bytes of the file; milliseconds of warm-up; iterations; milliseconds of each
   */
  public static void main(String[] args) throws Exception {
    BackedRead what = BackedRead.valueOf(args[0]);
    Path directory = Path.of(args[2]);
    long size = Long.parseLong(args[3]);
    Path file = directory.resolve("written");
    try (FileSystem target = fileSystem(BackedTarget.valueOf(args[1]), what, directory, size)) {
      Path in = target == null ? file : target.getPath("/written");
      try (FileChannel channel =
          FileChannel.open(
              in, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        WriteProbe probe = new WriteProbe(what, channel, size);
        System.out.println(
            probe.measure(
                Long.parseLong(args[4]) * 1_000_000,
                Integer.parseInt(args[5]),
                Long.parseLong(args[6]) * 1_000_000));
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Returns null for the disk itself. */
  private static @Nullable FileSystem fileSystem(
      BackedTarget target, BackedRead what, Path directory, long size) throws IOException {
    return switch (target) {
      case MOUNT -> {
        long cache = what == BackedRead.REWRITE ? size / 4 : ROOM * size;
        yield Cordon.mount(directory, CordonOptions.builder().size(cache).writable(true).build());
      }
      case MEMORY -> Cordon.newFileSystem(CordonOptions.builder().size(2 * size).build());
      case PLAIN -> null;
      case DIRECT -> throw new IllegalArgumentException("not measured: " + target);
    };
  }

  private double measure(long warmUp, int iterations, long iteration) throws IOException {
    writeAll();
    channel.force(false);
    if (what == BackedRead.REWRITE) {
      long begin = System.nanoTime();
      writeAll();
      channel.force(false);
      return (double) size / (System.nanoTime() - begin);
    }
    var _ = writeFor(warmUp);
    double[] figures = new double[iterations];
    for (int i = 0; i < iterations; i++) {
      figures[i] = writeFor(iteration);
    }
    return Spread.of(figures).median();
  }

  private void writeAll() throws IOException {
    for (long at = 0; at < size; ) {
      at += channel.write(chunk.clear(), at);
    }
  }

  private double writeFor(long nanos) throws IOException {
    int pages = (int) (size / PAGE);
    long begin = System.nanoTime();
    long bytes = 0;
    long now;
    do {
      for (int i = 0; i < (what == BackedRead.WRITE_AND_FORCE ? 1 : LOOKS); i++) {
        bytes += channel.write(page.clear(), (long) random.nextInt(pages) * PAGE);
      }
      if (what == BackedRead.WRITE_AND_FORCE) {
        channel.force(false);
      }
      now = System.nanoTime();
    } while (now - begin < nanos);
    return (double) bytes / (now - begin);
  }
}
