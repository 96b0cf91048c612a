package io.github.cordonfs.vfs.inode;

import io.github.cordonfs.vfs.attribute.InodeDefaults;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A directory: names of inodes. Looked up without locks, changed under its own. */
public final class Directory extends Inode {

  private static final int STICKY = 01000;
  private static final int FIRST_CAPACITY = 4;

  /** Held while its names change; see {@link DirectoryLocks} for several at once. */
  final ReentrantLock lock = new ReentrantLock();

  /** Made with the first name: many directories stay empty or small. */
  private volatile @Nullable ConcurrentHashMap<String, DirectoryEntry> children;

  /**
   * How many of them are directories. Written under the lock; readers without it may see an older
   * number for a while, as with the times.
   */
  private int directories;

  /** Whether it lost its name; nothing may be made in it any more. Guarded by the lock. */
  private boolean removed;

  /** Made with the first watcher, under this object's monitor. */
  private volatile @Nullable Watches watches;

  public Directory(long number, int permissions, InodeDefaults defaults) {
    super(number, permissions, defaults);
  }

  @Override
  public long size() {
    return 0;
  }

  /** Its name, its own {@code .}, and the {@code ..} of every directory in it. */
  @Override
  public int links() {
    return 2 + directories;
  }

  /**
   * Returns the names in it, in no particular order. Weakly consistent: a name that is there all
   * the while is returned exactly once, others may or may not be.
   */
  public Iterator<String> names() {
    markRead();
    ConcurrentHashMap<String, DirectoryEntry> map = children;
    if (map == null) {
      return List.<String>of().iterator();
    }
    return map.keySet().iterator();
  }

  public @Nullable DirectoryEntry get(String name) {
    ConcurrentHashMap<String, DirectoryEntry> map = children;
    return map == null ? null : map.get(name);
  }

  public Collection<DirectoryEntry> children() {
    ConcurrentHashMap<String, DirectoryEntry> map = children;
    return map == null ? List.of() : map.values();
  }

  /** Tells whether there is no name in it. */
  public boolean isEmpty() {
    ConcurrentHashMap<String, DirectoryEntry> map = children;
    return map == null || map.isEmpty();
  }

  /** Puts an entry, in one step for readers, in the place of one of the same name. */
  public void put(DirectoryEntry entry) {
    ConcurrentHashMap<String, DirectoryEntry> map = children;
    if (map == null) {
      map = new ConcurrentHashMap<>(FIRST_CAPACITY);
      map.put(entry.name, entry);
      children = map;
      count(entry, 1);
    } else {
      DirectoryEntry old = map.put(entry.name, entry);
      count(entry, 1);
      if (old != null) {
        count(old, -1);
      }
    }
  }

  /** Removes exactly this entry. */
  public void remove(DirectoryEntry entry) {
    ConcurrentHashMap<String, DirectoryEntry> map = children;
    if (map != null && map.remove(entry.name, entry)) {
      count(entry, -1);
    }
  }

  private void count(DirectoryEntry entry, int change) {
    if (entry.inode instanceof Directory) {
      directories += change;
    }
  }

  public void markRemoved() {
    removed = true;
    Watches now;
    synchronized (this) {
      now = watches;
      // For a watcher that comes too late.
      watches = Watches.ENDED;
    }
    if (now != null) {
      now.end();
    }
  }

  public boolean isRemoved() {
    return removed;
  }

  /**
   * Tells a watcher of every change of names in it, and of content and attributes of what they lead
   * to, from now on. Stores through mappings are not seen, and that memory fails is no change.
   *
   * @return false if the directory was deleted
   */
  public boolean watch(DirectoryWatcher watcher) {
    return ensureWatches().add(watcher);
  }

  /** Takes back {@link #watch}; without effect when there is no such watcher. */
  public void unwatch(DirectoryWatcher watcher) {
    ensureWatches().remove(watcher);
  }

  private synchronized Watches ensureWatches() {
    Watches made = watches;
    if (made == null) {
      made = new Watches();
      watches = made;
    }
    return made;
  }

  @Nullable Watches watches() {
    return watches;
  }

  /** Tells the watchers. The caller holds the lock under which the name changed. */
  public void tell(DirectoryWatcher.Change change, String changed) {
    Watches now = watches;
    if (now != null) {
      now.tell(change, changed);
    }
  }

  /** Tells whether names in it may be taken away by certain owners only, as {@code chmod(2)}. */
  public boolean isSticky() {
    return (permissions() & STICKY) != 0;
  }

  /** Returns the directory it is in; the root's is itself. */
  public Directory parent() {
    DirectoryEntry entry = soleEntry();
    return entry == null ? this : entry.parent;
  }

  /** Returns the absolute path at this moment. */
  public String path() {
    DirectoryEntry entry = soleEntry();
    return entry == null ? "/" : entry.path();
  }

  /**
   * Tells whether it is the other directory or lies below it. Call it while no directory may move.
   */
  public boolean isWithin(Directory other) {
    for (Directory at = this; ; at = at.parent()) {
      if (at == other) {
        return true;
      }
      if (at.soleEntry() == null) {
        return false;
      }
    }
  }
}
