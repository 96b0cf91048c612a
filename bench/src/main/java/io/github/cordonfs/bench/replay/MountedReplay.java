package io.github.cordonfs.bench.replay;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Replays the reads of a trace on a file that is mounted: a sparse one, as large as the disk of the
 * trace. Unlike in the simulations, a request is one read, what is read in order is read in advance
 * and kept in huge folios, and the tables of the cache count in its size.
 */
final class MountedReplay implements AutoCloseable {

  /**
   * What part of all pages asked for was in memory.
   *
   * @param all in percent, however it came there
   * @param again in percent of the same: that was asked for before, as in the simulations, so that
   *     nothing counts that was read in advance for the first time
   */
  record Rates(double all, double again) {

    static final Rates NONE = new Rates(Double.NaN, Double.NaN);
  }

  private static final String NAME = "disk";

  /**
   * A mount reads a file again at each opening until its time of change is two seconds old, and to
   * look for a page is to open it.
   */
  private static final Duration SETTLED = Duration.ofMillis(2_500);

  private final DiskTrace trace;
  private final Path directory;
  private final ByteBuffer buffer;
  private final long made;

  /**
   * Makes the file, in the directory for temporary files.
   *
   * @throws IOException if it cannot be made
   */
  MountedReplay(DiskTrace trace) throws IOException {
    this.trace = trace;
    this.directory = Files.createTempDirectory("cordon-replay");
    long pages = 0;
    long longest = 0;
    for (int i = 0; i < trace.reads(); i++) {
      long last = trace.lastPage(i, DiskTrace.MOST_SECTORS_UP);
      pages = Math.max(pages, last + 1);
      longest = Math.max(longest, last - trace.firstPage(i, 0) + 1);
    }
    this.buffer = ByteBuffer.allocateDirect(Math.toIntExact(longest * DiskTrace.PAGE));
    boolean done = false;
    try (FileChannel file =
        FileChannel.open(
            directory.resolve(NAME), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var _ = file.write(ByteBuffer.allocate(1), pages * DiskTrace.PAGE - 1);
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
    this.made = System.nanoTime();
  }

  /**
   * Replays all reads, beginning with an empty cache.
   *
   * @param sectorsUp by how many sectors all places are moved up, at most {@link
   *     DiskTrace#MOST_SECTORS_UP}
   * @param cacheBytes size of the cache
   * @return what was in memory when a request for it came
   * @throws IOException if something cannot be read
   */
  Rates hitRates(int sectorsUp, long cacheBytes) throws IOException, InterruptedException {
    long age = System.nanoTime() - made;
    if (age < SETTLED.toNanos()) {
      Thread.sleep(SETTLED.minusNanos(age));
    }
    long hits = 0;
    long again = 0;
    long all = 0;
    Set<Long> seen = new HashSet<>();
    CordonOptions options = CordonOptions.builder().size(cacheBytes).build();
    try (CordonFileSystem mount = Cordon.mount(directory, options);
        FileChannel channel = FileChannel.open(mount.getPath("/" + NAME))) {
      Path file = mount.getPath("/" + NAME);
      for (int i = 0; i < trace.reads(); i++) {
        long first = trace.firstPage(i, sectorsUp);
        long count = trace.lastPage(i, sectorsUp) - first + 1;
        for (long page = first; page < first + count; page++) {
          boolean hit = mount.memoryFailures().frameOf(file, page * DiskTrace.PAGE) >= 0;
          boolean known = !seen.add(page);
          hits += hit ? 1 : 0;
          again += hit && known ? 1 : 0;
        }
        all += count;
        read(channel, first * DiskTrace.PAGE, (int) count * DiskTrace.PAGE);
      }
    }
    return new Rates(100.0 * hits / all, 100.0 * again / all);
  }

  private void read(FileChannel channel, long offset, int length) throws IOException {
    buffer.clear().limit(length);
    while (buffer.hasRemaining()) {
      long at = offset + buffer.position();
      if (channel.read(buffer, at) <= 0) {
        throw new IOException("nothing was read at " + at + " of a file that goes on");
      }
    }
  }

  /** Returns where the file is, until this is closed. */
  Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(directory.resolve(NAME));
    Files.deleteIfExists(directory);
  }
}
