package io.github.cordonfs.vfs.inode;

import io.github.cordonfs.vfs.inode.DirectoryWatcher.Change;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The watchers of one directory. Beside them one number for the whole JVM, how many watches there
 * are: so that a write of a file, which would have to ask the directories of all its names, asks
 * nobody while it is 0.
 */
final class Watches {

  /** Guards {@link #count} and every {@link #watchers}: they change seldom. */
  private static final Object LOCK = new Object();

  /**
   * Read plainly, on the hot path of writes: whoever writes after a watch began, in the order of
   * happens-before, sees it.
   */
  private static int count;

  private static final DirectoryWatcher[] NONE = {};

  /** Of all directories that are gone: none can be added. */
  static final Watches ENDED = new Watches();

  static {
    ENDED.end();
  }

  private volatile DirectoryWatcher[] watchers = NONE;

  /** Whether the directory is gone. Guarded by the lock. */
  private boolean ended;

  /** Adds a watcher; false if the directory is gone. */
  boolean add(DirectoryWatcher watcher) {
    synchronized (LOCK) {
      if (ended) {
        return false;
      }
      DirectoryWatcher[] more = Arrays.copyOf(watchers, watchers.length + 1);
      more[watchers.length] = watcher;
      watchers = more;
      count++;
      return true;
    }
  }

  /** Removes a watcher; without effect when it is not there. */
  void remove(DirectoryWatcher watcher) {
    synchronized (LOCK) {
      DirectoryWatcher[] fewer =
          Arrays.stream(watchers)
              .filter(each -> !each.equals(watcher))
              .toArray(DirectoryWatcher[]::new);
      count -= watchers.length - fewer.length;
      watchers = fewer;
    }
  }

  /** Tells the watchers that the directory is gone, and forgets them. */
  void end() {
    DirectoryWatcher[] told;
    synchronized (LOCK) {
      ended = true;
      told = watchers;
      count -= told.length;
      watchers = NONE;
    }
    for (DirectoryWatcher watcher : told) {
      watcher.directoryDeleted();
    }
  }

  void tell(Change change, String name) {
    for (DirectoryWatcher watcher : watchers) {
      watcher.changed(change, name);
    }
  }

  /** Returns how many watches there are in the JVM. */
  static int count() {
    synchronized (LOCK) {
      return count;
    }
  }

  /**
   * Tells who watches a directory that holds a name of the inode that the inode changed. While
   * there is no watch at all this is one load.
   */
  static void modified(Inode inode) {
    if (count != 0) {
      tellModified(inode);
    }
  }

  private static void tellModified(Inode inode) {
    for (DirectoryEntry entry : inode.entries()) {
      @Nullable Watches watches = entry.parent.watches();
      if (watches != null) {
        watches.tell(Change.MODIFIED, entry.name);
      }
    }
  }
}
