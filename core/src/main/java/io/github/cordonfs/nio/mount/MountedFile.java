package io.github.cordonfs.nio.mount;

import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.backing.BackingFile;
import io.github.cordonfs.backing.BackingVersion;
import io.github.cordonfs.cache.backed.BackedSpace;
import io.github.cordonfs.cache.backed.PageSource;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.vfs.StoredFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
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
