package io.github.cordonfs.map;

import io.github.cordonfs.os.Linux;
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

  /** Made by the first mapping, and as long as the JVM lives. */
  private static final class Descriptors {
    static final int ANCHOR = create("cordon-anchor", SIZE);
    static final int EMPTY = create("cordon-fault", 0);

    private static int create(String name, long size) {
      try {
        int fd = Linux.memfdCreate(name);
        Linux.setSize(fd, size);
        return fd;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Returns the descriptor of a file without a byte: every access to a mapping of it faults. */
  static int empty() {
    return Descriptors.EMPTY;
  }

  /** Returns the descriptor of the anchor. */
  static int anchor() {
    return Descriptors.ANCHOR;
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
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
