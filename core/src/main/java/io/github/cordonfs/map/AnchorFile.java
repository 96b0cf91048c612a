package io.github.cordonfs.map;

import io.github.cordonfs.os.Linux;
import io.github.cordonfs.os.MapCount;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Gets real mappings from the JDK, with its bookkeeping, {@code load}, {@code force} and {@code
 * isLoaded}: of a sparse file in memory that holds nothing, over which the frames are laid. Never
 * of the pool: the JDK extends what is too short for a mapping. Thread-safe.
 */
final class AnchorFile {

  /** Larger than any mapping, and no memory. */
  private static final long SIZE = 1L << 62;

  private AnchorFile() {}

  private static final int NOT_MADE = -1;

  /**
   * Both are made by the first mapping that gets descriptors, and stay as long as the JVM lives.
   */
  private static volatile int anchor = NOT_MADE;

  private static volatile int empty = NOT_MADE;

  /**
   * Makes the files, if nobody has yet; before anything is laid.
   *
   * @throws IOException if the kernel refuses, for want of descriptors say; the next call tries
   *     again
   */
  static synchronized void make() throws IOException {
    if (empty == NOT_MADE) {
      empty = create("cordon-fault", 0);
    }
    if (anchor == NOT_MADE) {
      anchor = create("cordon-anchor", SIZE);
    }
  }

  private static int create(String name, long size) throws IOException {
    int fd = Linux.memfdCreate(name);
    boolean done = false;
    try {
      Linux.setSize(fd, size);
      done = true;
      return fd;
    } finally {
      if (!done) {
        Linux.close(fd);
      }
    }
  }

  /** Returns the descriptor of a file without a byte: every access to a mapping of it faults. */
  static int empty() {
    return empty;
  }

  /**
   * Returns the descriptor of the anchor.
   *
   * @throws IOException as {@link #make}
   */
  static int anchor() throws IOException {
    int made = anchor;
    if (made == NOT_MADE) {
      make();
      made = anchor;
    }
    return made;
  }

  /** In place of the JDK's exception, which says no more than that it failed. */
  private static IOException noRanges(IOException e) {
    return new IOException(
        "the kernel gives no more addresses: it allows a process "
            + MapCount.limit()
            + " ranges of them (vm.max_map_count)",
        e);
  }

  /**
   * Maps a file of this process.
   *
   * @throws IOException if the kernel refuses
   */
  static MemorySegment map(int fd, MapMode mode, long offset, long size, Arena arena)
      throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        // One of its own for each call: an interrupt closes the channel of whoever is in it. The
        // caller's own channel says what an interrupt does to it.
        interrupted |= Thread.interrupted();
        try (FileChannel channel =
            FileChannel.open(
                Path.of("/proc/self/fd/" + fd),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
          return channel.map(mode, offset, size, arena);
        } catch (ClosedByInterruptException e) {
          interrupted = true;
        } catch (IOException e) {
          throw e.getCause() instanceof OutOfMemoryError ? noRanges(e) : e;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
