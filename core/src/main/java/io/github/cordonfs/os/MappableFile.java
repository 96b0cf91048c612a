package io.github.cordonfs.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of this process that the JDK makes mappings of. The channel for that is opened once and
 * shared, as opening one takes longer than mapping. Thread-safe.
 *
 * <p>An interrupt closes the channel that a thread is in, for everybody; whoever finds it closed
 * opens another. What an interrupt does to the channel of the caller, the caller's channel decides:
 * the thread is interrupted again afterwards, and no more than that.
 */
public final class MappableFile {

  private final int fd;

  /** Made again when a thread was interrupted in it. Written under the monitor. */
  private volatile @Nullable FileChannel channel;

  // Under the monitor.
  private boolean closed;

  /**
   * Creates one; nothing is opened yet.
   *
   * @param fd its descriptor, which has to be open whenever this is used
   */
  public MappableFile(int fd) {
    this.fd = fd;
  }

  /**
   * Maps a part of the file. One that is too short is extended.
   *
   * @throws IllegalStateException if the arena is closed
   * @throws WrongThreadException if the arena is confined to another thread
   * @throws IOException if the kernel refuses, or this is closed
   */
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        FileChannel open = open();
        try {
          return open.map(mode, offset, size, arena);
        } catch (ClosedChannelException _) {
          // By an interrupt, of this thread or another one: again, with another channel.
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

  private FileChannel open() throws IOException {
    FileChannel made = channel;
    return made != null && made.isOpen() ? made : openAnother();
  }

  private synchronized FileChannel openAnother() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    FileChannel made = channel;
    if (made == null || !made.isOpen()) {
      made =
          FileChannel.open(
              Path.of("/proc/self/fd/" + fd), StandardOpenOption.READ, StandardOpenOption.WRITE);
      channel = made;
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

  /** Maps no more; what is mapped stays. The descriptor stays open. Idempotent. */
  public synchronized void close() throws IOException {
    closed = true;
    FileChannel made = channel;
    if (made != null) {
      made.close();
    }
  }
}
