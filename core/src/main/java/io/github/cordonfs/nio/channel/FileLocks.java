package io.github.cordonfs.nio.channel;

import io.github.cordonfs.vfs.inode.Inode;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file locks of one file system. No other process can see its files, and within one JVM
 * overlapping locks are an error whatever their kind: so nobody ever waits.
 */
public final class FileLocks {

  /** The lists change only inside {@code compute}, which locks the file's key. */
  private final ConcurrentHashMap<Inode, List<CordonFileLock>> held = new ConcurrentHashMap<>();

  /**
   * Locks a range for a channel, which must check afterwards that it was not closed meanwhile.
   *
   * @param size in bytes; 0 means up to the end, however far it moves
   * @throws OverlappingFileLockException if it overlaps a lock that is held
   */
  CordonFileLock lock(FileChannel channel, Inode file, long position, long size, boolean shared) {
    long length = length(position, size);
    CordonFileLock lock = new CordonFileLock(channel, file, position, length, shared, this);
    add(file, lock);
    return lock;
  }

  /** As above. */
  CordonFileLock lock(
      AsynchronousFileChannel channel, Inode file, long position, long size, boolean shared) {
    long length = length(position, size);
    CordonFileLock lock = new CordonFileLock(channel, file, position, length, shared, this);
    add(file, lock);
    return lock;
  }

  private static long length(long position, long size) {
    return size == 0 ? Long.MAX_VALUE - Math.max(0, position) : size;
  }

  private void add(Inode file, CordonFileLock lock) {
    held.compute(
        file,
        (_, locks) -> {
          List<CordonFileLock> now = locks == null ? new ArrayList<>(1) : locks;
          for (FileLock other : now) {
            // One that was released when there was no heap may still be here: it locks nothing.
            if (other.isValid() && other.overlaps(lock.position(), lock.size())) {
              throw new OverlappingFileLockException();
            }
          }
          now.add(lock);
          return now;
        });
  }

  /** Removes a lock; without effect when it is not there. */
  void remove(Inode file, CordonFileLock lock) {
    held.computeIfPresent(
        file,
        (_, locks) -> {
          locks.remove(lock);
          return locks.isEmpty() ? null : locks;
        });
  }

  /** Removes the locks of a channel. */
  void removeAll(Inode file, Channel channel) {
    // A thread that adds one now finds the channel closed. And nothing is allocated for no lock.
    if (held.get(file) == null) {
      return;
    }
    held.computeIfPresent(
        file,
        (_, locks) -> {
          locks.removeIf(lock -> lock.acquiredBy().equals(channel));
          return locks.isEmpty() ? null : locks;
        });
  }
}
