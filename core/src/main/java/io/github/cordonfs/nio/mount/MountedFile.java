package io.github.cordonfs.nio.mount;

import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.backing.BackingFile;
import io.github.cordonfs.backing.BackingVersion;
import io.github.cordonfs.cache.backed.BackedSpace;
import io.github.cordonfs.cache.backed.PageSource;
import io.github.cordonfs.cache.backed.WritableSpace;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.vfs.inode.StoredFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A regular file of a mount: the version of it that is in the cache, and its names as far as known.
 */
final class MountedFile implements PageSource, FileNames {

  /** Names of one file that are kept. */
  private static final int MOST_NAMES = 8;

  private final Backing backing;
  private final OpenHandles handles;
  private final List<String> names = new CopyOnWriteArrayList<>();

  /** Where it was found last, relative to the root of the store. */
  private volatile String path;

  private final boolean readsBySystemCall;

  private final Object identity;

  // Set once, before anybody has it.
  private @Nullable StoredFile file;

  /** Guarded by this. */
  private BackingVersion version;

  // Guarded by this.
  private @Nullable BackingFile writeHandle;
  private int writers;

  MountedFile(
      Backing backing,
      OpenHandles handles,
      String path,
      BackingVersion version,
      boolean readsBySystemCall) {
    this.backing = backing;
    this.handles = handles;
    this.path = path;
    this.version = version;
    this.identity = version.identity();
    this.readsBySystemCall = readsBySystemCall;
  }

  void setFile(StoredFile made) {
    file = made;
  }

  StoredFile file() {
    return Objects.requireNonNull(file);
  }

  BackedSpace space() {
    return (BackedSpace) file().space();
  }

  /**
   * Notes that the file was looked at once more. While one thread does so others wait who open it,
   * and nobody else: nobody who reads takes this monitor.
   *
   * @param found what it was just now; if that is something else, what was read before is dropped
   * @return false if another file has its name by now: that is to be opened
   * @throws IOException if it is gone by now
   */
  synchronized boolean found(String where, String name, BackingVersion found) throws IOException {
    if (!where.equals(path)) {
      path = where;
    }
    if (!names.contains(name)) {
      if (names.size() == MOST_NAMES) {
        names.removeFirst();
      }
      names.add(name);
    }
    if (writeHandle != null) {
      // It changes all the time, and by whom nobody can tell.
      return found.identity().equals(identity);
    }
    // What was read while the stamp was as young as that may be older than the stamp.
    boolean isTrusted = version.isSettled() || space().isUnread();
    if (isTrusted && version.isSameContent(found)) {
      version = found;
      return true;
    }
    // Another look: whoever was slower to come here than somebody else may have seen what is older
    // than what is known, with a size that cuts off what others read.
    BackingVersion now = backing.version(where);
    if (!now.identity().equals(identity)) {
      return false;
    }
    if (!isTrusted || !version.isSameContent(now)) {
      handles.close(this);
      space().invalidate(now.length());
    }
    version = now;
    return true;
  }

  @Override
  public int read(long position, MemorySegment target) throws IOException {
    return handles.read(this, position, target);
  }

  /** Opens it in the store; refuses another file that has its name now. */
  BackingFile open() throws IOException {
    BackingFile opened = backing.open(path);
    boolean same = false;
    try {
      same = opened.version().identity().equals(identity);
      if (!same) {
        throw new IOException("another file has its name now");
      }
      return opened;
    } finally {
      if (!same) {
        opened.close();
      }
    }
  }

  // --- writing ---

  /** Has it open for writing until {@link #writerClosed}, by the handle of the first who does. */
  synchronized void beginWriting() throws IOException {
    if (writeHandle == null) {
      BackingFile opened = backing.openWritable(path);
      boolean same = false;
      try {
        same = opened.version().identity().equals(identity) && opened.readsBySystemCall();
        if (!same) {
          throw new IOException("another file has its name now, or it is not a file of the system");
        }
        writeHandle = opened;
      } finally {
        if (!same) {
          opened.close();
        }
      }
    }
    writers++;
  }

  @Override
  public void writerClosed() {
    BackingFile unused = null;
    synchronized (this) {
      writers--;
      noteOwnChanges();
      if (writers == 0 && !isDirty()) {
        unused = writeHandle;
        writeHandle = null;
      }
    }
    closeQuietly(unused);
  }

  /** What is written through the mount is no change behind its back. With the monitor. */
  private void noteOwnChanges() {
    BackingFile handle = writeHandle;
    if (handle == null) {
      return;
    }
    try {
      BackingVersion now = handle.version();
      version = new BackingVersion(now.identity(), now.length(), now.stamp(), true);
    } catch (IOException _) {
      // Then it looks as if others had changed it, and is read again.
      return;
    }
  }

  private boolean isDirty() {
    return space() instanceof WritableSpace written && written.isDirty();
  }

  /** Has the store get what was written. */
  void flush() throws IOException {
    if (space() instanceof WritableSpace written) {
      written.flush();
      synchronized (this) {
        noteOwnChanges();
      }
    }
  }

  /** Closes the handle for writing, with the file system. */
  void endWriting() {
    BackingFile unused;
    synchronized (this) {
      unused = writeHandle;
      writeHandle = null;
    }
    closeQuietly(unused);
  }

  private static void closeQuietly(@Nullable BackingFile handle) {
    if (handle != null) {
      try {
        handle.close();
      } catch (IOException _) {
        // What was forced is safe, and nobody was promised more.
        return;
      }
    }
  }

  private synchronized BackingFile forWriting() throws IOException {
    BackingFile handle = writeHandle;
    if (handle == null) {
      throw new ClosedChannelException();
    }
    return handle;
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    BackingFile handle = forWriting();
    long done = 0;
    while (done < source.byteSize()) {
      done += handle.write(position + done, source.asSlice(done));
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    forWriting().truncate(size);
  }

  @Override
  public void force(boolean metadata) throws IOException {
    BackingFile handle;
    synchronized (this) {
      handle = writeHandle;
    }
    if (handle != null) {
      handle.force(metadata);
    }
  }

  /** Notes that it, or a directory above it, has another name. */
  synchronized void moved(String from, String to) {
    if (path.equals(from) || path.startsWith(from + "/")) {
      path = to + path.substring(from.length());
      names.clear();
      names.add("/" + path);
    }
  }

  @Override
  public boolean readsBySystemCall() {
    return readsBySystemCall;
  }

  @Override
  public String store() {
    return backing.toString();
  }

  @Override
  public List<String> paths() {
    return List.copyOf(names);
  }
}
