package io.github.cordonfs.nio.channel;

import io.github.cordonfs.vfs.inode.Inode;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The file locks of one file system. Within one JVM overlapping locks are an error whatever their
 * kind, so nobody waits for another channel of the file system; other processes, which can have a
 * lock only where there is a store behind the files, may be waited for.
 *
 * <p>A lock is first entered in the table, then taken in the store, and given back in the opposite
 * order: what is not in the table any more is not locked in the store by its channel either.
 */
public final class FileLocks {

  /** The lists change only inside {@code compute}, which locks the file's key. */
  private final ConcurrentHashMap<Inode, List<CordonFileLock>> held = new ConcurrentHashMap<>();

  /** By channel: what it has in the store, or is about to take there. */
  private final ConcurrentHashMap<Channel, ChannelHolder> holders = new ConcurrentHashMap<>();

  private final StoreLocks store;

  /**
   * Makes the locks of a file system.
   *
   * @param store where other processes are kept out
   */
  public FileLocks(StoreLocks store) {
    this.store = store;
  }

  /** Opened by the first lock of a channel. */
  private static final class ChannelHolder {
    // Of the monitor.
    private StoreLocks.@Nullable Holder opened;
    private boolean isAsked;
    private boolean closed;

    synchronized StoreLocks.@Nullable Holder open(StoreLocks store, Inode file, boolean writable)
        throws IOException {
      if (!isAsked && !closed) {
        opened = store.open(file, writable);
        isAsked = true;
      }
      return opened;
    }

    synchronized StoreLocks.@Nullable Holder opened() {
      return opened;
    }

    synchronized void close() {
      closed = true;
      StoreLocks.Holder holder = opened;
      opened = null;
      if (holder != null) {
        try {
          holder.close();
        } catch (IOException _) {
          return; // It locks nothing any more.
        }
      }
    }
  }

  /**
   * Enters a lock of a channel, which must check afterwards that it was not closed meanwhile, and
   * then {@linkplain #tryStore take it} in the store.
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

  /**
   * Takes a lock that was entered in the store, if no other process has it there.
   *
   * @param writable whether its channel can write
   * @return false if another has it
   */
  boolean tryStore(Inode file, CordonFileLock lock, boolean writable) throws IOException {
    if (store.equals(StoreLocks.NONE)) {
      return true;
    }
    Channel channel = lock.acquiredBy();
    ChannelHolder known = holders.computeIfAbsent(channel, _ -> new ChannelHolder());
    try {
      StoreLocks.Holder holder = known.open(store, file, writable);
      return holder == null || holder.tryLock(lock.position(), storeSize(lock), lock.isShared());
    } finally {
      if (!channel.isOpen() && !isEntered(file, lock)) {
        // Closed meanwhile, before this was there to be closed. Not while it is being closed: what
        // was written with the channel's other locks may not be in the store yet.
        closeStore(channel);
      }
    }
  }

  private boolean isEntered(Inode file, CordonFileLock lock) {
    boolean[] found = new boolean[1];
    held.computeIfPresent(
        file,
        (_, locks) -> {
          found[0] = locks.contains(lock);
          return locks;
        });
    return found[0];
  }

  /**
   * Has the store get what was written, before the locks of a channel are {@linkplain #removeAll
   * removed}. Without effect if it has none there.
   */
  void writeBack(Channel channel) throws IOException {
    ChannelHolder known = holders.get(channel);
    StoreLocks.Holder holder = known == null ? null : known.opened();
    if (holder != null) {
      holder.writeBack();
    }
  }

  private static long storeSize(FileLock lock) {
    return lock.size() == Long.MAX_VALUE - lock.position() ? 0 : lock.size();
  }

  /** Gives a lock back in the store. */
  void releaseStore(CordonFileLock lock) throws IOException {
    ChannelHolder known = holders.get(lock.acquiredBy());
    StoreLocks.Holder holder = known == null ? null : known.opened();
    if (holder != null) {
      holder.unlock(lock.position(), storeSize(lock));
    }
  }

  private void closeStore(Channel channel) {
    ChannelHolder known = holders.get(channel);
    if (known != null) {
      known.close();
      holders.remove(channel);
    }
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
    closeStore(channel);
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
    // What was opened for a lock that was in the table until now.
    closeStore(channel);
  }
}
