package io.github.cordonfs.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The subdirectory {@code .cordon} of a directory that is mounted for writing, and the lock by
 * which one process has it for itself.
 */
public final class MountDirectory implements Closeable {

  /** Its name, which is kept from the users of a mount. */
  public static final String NAME = ".cordon";

  private static final String LOCK = "lock";

  /** Looks at a lock that others are just removing. */
  private static final int ATTEMPTS = 100;

  /** Keys of the locks of this process: the system would not tell them from those of others. */
  private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;
  private final Object key;

  // Of the monitor.
  private boolean closed;
  private boolean remove;

  private MountDirectory(Path path, FileChannel lock, Object key) {
    this.path = path;
    this.lock = lock;
    this.key = key;
  }

  /** Returns the path that it has in a directory. */
  static Path in(Path mounted) {
    return mounted.resolve(NAME);
  }

  /**
   * Makes it, if it is not there, and locks it.
   *
   * @param mounted the directory that is mounted
   * @throws FileSystemException if another process has it, or has a directory above it mounted for
   *     writing
   */
  public static MountDirectory lock(Path mounted) throws IOException {
    for (Path above = mounted.getParent(); above != null; above = above.getParent()) {
      if (isLocked(above)) {
        throw isMounted(above);
      }
    }
    Path path = in(mounted);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        Files.createDirectory(path);
        force(mounted);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          throw e;
        }
      }
      MountDirectory locked = lockedOrNull(path, mounted);
      if (locked != null) {
        return locked;
      }
    }
    throw new FileSystemException(path.toString(), null, "others make and remove it all the time");
  }

  /** Returns null if somebody else removed it meanwhile. */
  private static @Nullable MountDirectory lockedOrNull(Path path, Path mounted) throws IOException {
    Path file = path.resolve(LOCK);
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (NoSuchFileException _) {
      return null;
    }
    boolean held = false;
    try {
      Object key = keyIfSame(channel, file);
      if (key == null) {
        return null;
      }
      if (!HELD.add(key)) {
        throw isMounted(mounted);
      }
      boolean locked = false;
      try {
        locked = tryLock(channel, false);
        if (!locked) {
          throw isMounted(mounted);
        }
        // Whoever had it may have removed it: a lock on what is gone is none.
        held = key.equals(key(file));
      } finally {
        if (!held) {
          HELD.remove(key);
        }
      }
      return held ? new MountDirectory(path, channel, key) : null;
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  /**
   * Returns what identifies a file if a channel is open on it. Not while it is locked: POSIX takes
   * all locks of a process off a file of which it closes any descriptor.
   */
  private static @Nullable Object keyIfSame(FileChannel channel, Path file) throws IOException {
    String mark = UUID.randomUUID().toString();
    var _ = channel.write(StandardCharsets.US_ASCII.encode(mark), 0);
    Object key = key(file);
    try {
      boolean isSame = mark.equals(Files.readString(file, StandardCharsets.US_ASCII));
      return isSame && key != null && key.equals(key(file)) ? key : null;
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  private static @Nullable Object key(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file.toUri() : key;
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  private static boolean tryLock(FileChannel channel, boolean shared) throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared) != null;
    } catch (OverlappingFileLockException _) {
      return false;
    } catch (UnsupportedOperationException _) {
      return true; // A file system of this JVM only: whoever mounts it is known.
    }
  }

  /** Returns whether a process has the directory in {@code mounted}. */
  public static boolean isLocked(Path mounted) throws IOException {
    Path lock = in(mounted).resolve(LOCK);
    Object key = Files.exists(lock, LinkOption.NOFOLLOW_LINKS) ? key(lock) : null;
    if (key == null || HELD.contains(key)) {
      return key != null;
    }
    // To read is enough for a shared one, which whoever has it refuses.
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ)) {
      return !tryLock(channel, true);
    } catch (IOException _) {
      return false; // Of somebody else, or gone.
    }
  }

  private static FileSystemException isMounted(Path mounted) {
    return new FileSystemException(
        mounted.toString(), null, "mounted for writing already, by this process or another");
  }

  /** Makes the names in a directory durable, where directories can be opened. */
  public static void force(Path directory) throws IOException {
    try {
      Uninterrupted.perform(directory, channel -> channel.force(true), StandardOpenOption.READ);
    } catch (UnsupportedOperationException _) {
      return;
    }
  }

  private void deleteIfEmpty() throws IOException {
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException _) {
      return; // Somebody else has just made a lock of their own.
    }
  }

  Path path() {
    return path;
  }

  synchronized boolean isOpen() {
    return !closed;
  }

  /** Has it removed when it is closed. */
  synchronized void removeWhenClosed() {
    remove = true;
  }

  /** Lets others have it. Idempotent. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (lock) {
      if (remove) {
        // As long as it is locked: whoever opens the file now finds out that it is gone.
        Files.deleteIfExists(path.resolve(LOCK));
        deleteIfEmpty();
      }
    } finally {
      HELD.remove(key);
    }
  }
}
