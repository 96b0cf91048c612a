package io.github.cordonfs.nio;

import io.github.cordonfs.vfs.RegularFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file locks of one file system. No other process can see its files, and within one JVM
 * overlapping locks are an error whatever their kind: so nobody ever waits.
 */
final class FileLocks {

  /** The lists change only inside {@code compute}, which locks the file's key. */
  private final ConcurrentHashMap<RegularFile, List<CordonFileLock>> held =
      new ConcurrentHashMap<>();

  /**
   * Adds a lock.
   *
   * @throws OverlappingFileLockException if it overlaps one that is held
   */
  void add(RegularFile file, CordonFileLock lock) {
    held.compute(
        file,
        (_, locks) -> {
          List<CordonFileLock> now = locks == null ? new ArrayList<>(1) : locks;
          for (FileLock other : now) {
            if (other.overlaps(lock.position(), lock.size())) {
              throw new OverlappingFileLockException();
            }
          }
          now.add(lock);
          return now;
        });
  }

  /** Removes a lock; without effect when it is not there. */
  void remove(RegularFile file, CordonFileLock lock) {
    held.computeIfPresent(
        file,
        (_, locks) -> {
          locks.remove(lock);
          return locks.isEmpty() ? null : locks;
        });
  }

  /** Removes the locks of a channel. */
  void removeAll(RegularFile file, OpenFile channel) {
    held.computeIfPresent(
        file,
        (_, locks) -> {
          locks.removeIf(lock -> lock.acquiredBy() == channel);
          return locks.isEmpty() ? null : locks;
        });
  }
}
