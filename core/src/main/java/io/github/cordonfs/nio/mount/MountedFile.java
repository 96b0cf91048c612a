package io.github.cordonfs.nio.mount;

import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.backing.BackingCapability;
import io.github.cordonfs.backing.BackingFile;
import io.github.cordonfs.backing.BackingVersion;
import io.github.cordonfs.backing.ReadShape;
import io.github.cordonfs.cache.backed.BackedSpace;
import io.github.cordonfs.cache.backed.PageSource;
import io.github.cordonfs.cache.backed.WritableSpace;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.journal.JournaledFile;
import io.github.cordonfs.vfs.inode.StoredFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A regular file of a mount: the version of it that is in the cache, and its names as far as known.
 */
final class MountedFile implements PageSource, FileNames {

  private final Backing backing;
  private final OpenHandles handles;

  /** Changed with the monitor. */
  private final KnownNames names;

  private final boolean readsBySystemCall;

  /** Whether it is always read and written round the cache of the system. */
  private final boolean direct;

  private final ReadShape shape;

  private final Object identity;
  private final MountedLosses losses;

  // Set once, before anybody has it.
  private @Nullable StoredFile file;

  /** Guarded by this. */
  private BackingVersion version;

  /**
   * What everything in the cache is of, or newer, whoever changed the file: unlike {@link
   * #version}, which takes a change for the mount's own where others made one as well. Guarded by
   * this.
   */
  private BackingVersion seen;

  private final OpenedFiles opened;
  private final WriteHandles writing;

  /** Changes made through the mount that {@link #version} has. Guarded by this. */
  private long ownChanges;

  private volatile boolean gone;

  /** What is remembered of what it lost. Changed by one thread at a time. */
  private volatile @Nullable JournaledFile journaled;

  /**
   * Makes it.
   *
   * @param journaled what is remembered of what it lost, or null
   * @param direct whether to go round the cache of the system
   */
  MountedFile(
      Backing backing,
      OpenHandles handles,
      MountedLosses losses,
      @Nullable JournaledFile journaled,
      String path,
      BackingVersion version,
      boolean readsBySystemCall,
      boolean direct) {
    this.backing = backing;
    this.handles = handles;
    this.losses = losses;
    this.journaled = journaled;
    this.names = new KnownNames(path);
    this.version = version;
    this.seen = version;
    this.shape = backing.readShape();
    this.identity = version.identity();
    this.readsBySystemCall = readsBySystemCall;
    this.direct = direct;
    this.opened = new OpenedFiles(backing, names, identity);
    this.writing = new WriteHandles(opened::toWrite, direct);
  }

  void setFile(StoredFile made) {
    file = made;
  }

  /** Returns what identifies it in its store. */
  Object identity() {
    return identity;
  }

  /** Notes that it has no name any more. */
  void gone() {
    gone = true;
    names.clear();
  }

  StoredFile file() {
    return Objects.requireNonNull(file);
  }

  BackedSpace space() {
    return (BackedSpace) file().space();
  }

  /**
   * Notes that the file was looked at once more. Who opens it waits until what was read before is
   * dropped, if it is something else by now; nobody does who reads.
   *
   * @param found what it was just now
   * @return false if another file has its name by now: that is to be opened
   * @throws IOException if it is gone by now
   */
  boolean found(String where, String name, BackingVersion found) throws IOException {
    BackingVersion now;
    synchronized (this) {
      names.found(where, name);
      if (writing.hasWriters() || isMappedForWriting()) {
        // It changes all the time, and by whom nobody can tell.
        return found.identity().equals(identity);
      }
      // What was read while the stamp was as young as that may be older than the stamp.
      boolean isTrusted = version.isSettled() || space().isUnread();
      if (isTrusted && version.isSameContent(found)) {
        version = found;
        return true;
      }
      // Another look: whoever was slower to come here than somebody else may have seen what is
      // older than what is known, with a size that cuts off what others read.
      now = backing.version(where);
      if (!now.identity().equals(identity)) {
        return false;
      }
      if (isTrusted && version.isSameContent(now)) {
        version = now;
        return true;
      }
      handles.close(this);
      if (!(space() instanceof WritableSpace)) {
        space().invalidate(now.length());
        version = now;
        return true;
      }
    }
    // Not with the monitor, which whoever writes back wants while it has the locks of writers.
    try {
      space().writeBackAll();
    } catch (IOException _) {
      // A force tells of it. What the store could not take is newer than what it has: it is shown.
      return true;
    }
    space().refresh(() -> opened.lengthAt(where));
    synchronized (this) {
      version = now;
    }
    return true;
  }

  @Override
  public int read(long position, MemorySegment target) throws IOException {
    return handles.read(this, direct, position, target);
  }

  @Override
  public int readDirect(long position, MemorySegment target) throws IOException {
    return handles.read(this, true, position, target);
  }

  /**
   * Opens it in the store to be read.
   *
   * @param direct whether to go round the cache of the system
   */
  BackingFile open(boolean direct) throws IOException {
    return opened.toRead(direct);
  }

  /** Has it open for writing until {@link #writerClosed}. */
  synchronized void beginWriting() throws IOException {
    writing.begin();
  }

  @Override
  public synchronized void writerClosed() {
    try {
      noteOwnChanges();
    } finally {
      writing.end(isDirty());
    }
  }

  /** What nobody has open for writing any more was stored through a mapping, or restored. */
  @Override
  public void written() {
    if (!writing.hasWriters()) {
      synchronized (this) {
        noteOwnChanges();
        // While it is mapped it will be written again, and may have no name by then.
        if (!isDirty()) {
          writing.closeIfUnused();
        }
      }
    }
  }

  /**
   * What is written through the mount is no change behind its back; if nothing was, there may be
   * one. With the monitor.
   */
  private void noteOwnChanges() {
    BackingFile handle = writing.handle();
    long changes = writing.changes();
    if (handle == null || changes == ownChanges) {
      return;
    }
    try {
      BackingVersion now = handle.version();
      version = new BackingVersion(now.identity(), now.length(), now.stamp(), true);
      ownChanges = changes;
    } catch (IOException _) {
      // Then it looks as if others had changed it, and is read again.
      return;
    }
  }

  private boolean isDirty() {
    return space() instanceof WritableSpace written && written.isDirty();
  }

  private boolean isMappedForWriting() {
    return space() instanceof WritableSpace written && written.isMappedForWriting();
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

  /**
   * Opens it for locks of one channel: they are the description's, and go with it.
   *
   * @return null if it was deleted, so that nobody can open it any more
   */
  @Nullable BackingFile openForLocks(boolean writable) throws IOException {
    if (gone) {
      return null;
    }
    return writable ? opened.toWrite(false) : opened.toRead(false);
  }

  /**
   * Has what others wrote be seen from now on, whatever the stamp of it says. Not with the monitor:
   * it writes back first.
   *
   * @param locked the file in its store
   */
  void refresh(BackingFile locked) throws IOException {
    space().writeBackAll();
    BackingVersion now = locked.version();
    boolean isSame;
    synchronized (this) {
      // It was settled when it was seen: a change within the steps of the clock has its stamp.
      isSame = seen.isSettled() && seen.isSameContent(now);
    }
    if (!isSame) {
      handles.close(this);
      space().refresh(() -> locked.version().length());
      synchronized (this) {
        version = now;
        seen = now;
      }
    }
  }

  /** As {@link #flush}, before the file system is closed. */
  void settle() throws IOException {
    if (space() instanceof WritableSpace written) {
      written.settle();
    }
  }

  /** Closes what it is written with, when nobody can have it any more. */
  void endWriting() {
    writing.endAll();
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    writing.write(position, source);
  }

  @Override
  public void writeDirect(long position, MemorySegment source) throws IOException {
    writing.writeDirect(position, source);
  }

  @Override
  public void truncate(long size) throws IOException {
    writing.truncate(size);
  }

  @Override
  public void extend(long size) throws IOException {
    writing.extend(size);
  }

  @Override
  public boolean punch(long position, long length) throws IOException {
    if (!backing.capabilities().contains(BackingCapability.PUNCH)) {
      return false;
    }
    try {
      writing.punch(position, length);
      return true;
    } catch (UnsupportedOperationException _) {
      return false;
    }
  }

  @Override
  public void startForce(long position, long length) {
    BackingFile handle = writing.handle();
    if (handle != null) {
      handle.startForce(position, length);
    }
  }

  @Override
  public void force(boolean metadata) throws IOException {
    writing.force(metadata);
  }

  /** Notes that it, or a directory above it, has another name. */
  synchronized void moved(String from, String to) {
    names.moved(from, to);
  }

  @Override
  public void lost(long page, long count) {
    if (!gone) {
      journaled = losses.lost(journaled, names.path(), identity, page, count);
    }
  }

  @Override
  public void found(long page, long count) {
    JournaledFile of = journaled;
    if (of != null && !gone) {
      losses.found(of, page, count);
    }
  }

  @Override
  public List<Long> lostBefore() {
    JournaledFile of = journaled;
    return of == null ? List.of() : losses.pages(of);
  }

  @Override
  public void checkWritable() throws IOException {
    losses.checkWritable(names.path());
  }

  @Override
  public boolean readsBySystemCall() {
    return readsBySystemCall;
  }

  @Override
  public ReadShape readShape() {
    return shape;
  }

  @Override
  public String store() {
    return backing.toString();
  }

  @Override
  public List<String> paths() {
    return names.all();
  }
}
