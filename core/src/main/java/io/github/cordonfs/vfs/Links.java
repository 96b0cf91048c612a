package io.github.cordonfs.vfs;

import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.DirectoryEntry;
import io.github.cordonfs.vfs.inode.DirectoryWatcher.Change;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.LastReference;
import io.github.cordonfs.vfs.inode.RegularFile;
import io.github.cordonfs.vfs.walk.NameTree;
import io.github.cordonfs.vfs.walk.Place;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts names on inodes and takes them off, and keeps the books: link counts, inodes in use, and
 * files that are open but have no name. The caller holds the locks of the directories whose names
 * change, and of a directory that loses its name, and has checked everything: nothing here can be
 * refused.
 *
 * <p>Methods that take a name from a regular file return the file: its reference must be given back
 * with {@link #release} once the locks are free, since freeing a large file takes time.
 */
final class Links implements LastReference {

  /** Bytes of memory that are freed in less time than it takes to hand a file on. */
  private static final long SMALL = 64 << 10;

  private final Usage usage;
  private final NameTree tree;

  /** Files that are open but have no name, each under itself; see {@link RegularFile}. */
  private final ConcurrentHashMap<RegularFile, RegularFile> nameless = new ConcurrentHashMap<>();

  Links(Usage usage, NameTree tree) {
    this.usage = usage;
    this.tree = tree;
  }

  /** Names an inode, in the place of another if there is one. Returns a file that lost its name. */
  @Nullable RegularFile attach(Inode inode, Place place) {
    long now = inode.now();
    DirectoryEntry displaced = displacedAt(place);
    DirectoryEntry entry = new DirectoryEntry(place.parent(), place.name(), inode);
    Object before = inode.addEntry(entry);
    boolean named = false;
    try {
      unnameShared(displaced);
      place.parent().put(entry);
      named = true;
    } finally {
      if (!named) {
        inode.takeBackEntry(entry, before);
      }
    }
    if (inode instanceof RegularFile file) {
      // The caller has a reference: it is not gone.
      file.retain();
      forgetNameless(file);
    }
    inode.markChanged(now);
    place.parent().markModified(now);
    // Of a file that made room nothing is told, as inotify(7) does.
    place.parent().tell(Change.CREATED, place.name());
    return displaced == null ? null : detach(displaced, now);
  }

  /** Removes a name. Returns the file if it was a regular file's. */
  @Nullable RegularFile remove(Place place) {
    DirectoryEntry entry = place.entry();
    long now = place.parent().now();
    unnameShared(entry);
    place.parent().remove(entry);
    place.parent().markModified(now);
    place.parent().tell(Change.DELETED, place.name());
    return detach(entry, now);
  }

  /**
   * Moves a name. The new one is there before the old one goes: look-ups find the inode all the
   * while. Returns a file that lost its name.
   */
  @Nullable RegularFile move(Place source, Place target, Inode moved) {
    long now = moved.now();
    DirectoryEntry old = source.entry();
    DirectoryEntry displaced = displacedAt(target);
    DirectoryEntry entry = new DirectoryEntry(target.parent(), target.name(), moved);
    moved.replaceEntry(old, entry);
    boolean named = false;
    try {
      unnameShared(displaced);
      target.parent().put(entry);
      named = true;
    } finally {
      if (!named) {
        moved.takeBackReplacement(entry, old);
      }
    }
    source.parent().remove(old);
    tree.lostPlace(moved);
    moved.markChanged(now);
    source.parent().markModified(now);
    target.parent().markModified(now);
    source.parent().tell(Change.DELETED, source.name());
    target.parent().tell(Change.CREATED, target.name());
    return displaced == null ? null : detach(displaced, now);
  }

  /**
   * Takes a name from an inode that has others: what of that may find no heap is done before
   * anything else. What replaces a name in its directory afterwards, or removes it, needs none.
   */
  private static void unnameShared(@Nullable DirectoryEntry entry) {
    if (entry != null && entry.inode.isShared()) {
      var _ = entry.inode.removeEntry(entry);
    }
  }

  private static @Nullable DirectoryEntry displacedAt(Place place) {
    return place.inode() == null ? null : place.entry();
  }

  /** Takes a name, which no directory has any more, from its inode. */
  private @Nullable RegularFile detach(DirectoryEntry entry, long now) {
    entry.inode.markChanged(now);
    tree.lostPlace(entry.inode);
    // No switch: the first one would allocate, in the middle of the change.
    if (entry.inode instanceof RegularFile file) {
      if (!isFreedAtOnce(file, entry)) {
        removeEntry(file, entry);
        return file;
      }
    } else if (entry.inode instanceof Directory directory) {
      // It keeps its entry: a walk that is inside finds its way up.
      directory.markRemoved();
      usage.give();
    } else if (entry.inode.removeEntry(entry)) {
      usage.give();
    }
    return null;
  }

  /** Frees a small file that is not open, without a detour through the list of others. */
  private boolean isFreedAtOnce(RegularFile file, DirectoryEntry entry) {
    if (file.allocatedBytes() > SMALL || !file.releaseIfLast()) {
      return false;
    }
    try {
      file.removeEntry(entry);
      file.destroy();
    } finally {
      usage.give();
    }
    return true;
  }

  private void forgetNameless(RegularFile file) {
    if (!nameless.isEmpty()) {
      // One step with the list: a link that comes and one that goes must agree on whether it is
      // named.
      synchronized (file) {
        if (file.isNamed()) {
          nameless.remove(file);
        }
      }
    }
  }

  private void removeEntry(RegularFile file, DirectoryEntry entry) {
    synchronized (file) {
      if (file.removeEntry(entry)) {
        try {
          nameless.put(file, file);
        } catch (OutOfMemoryError e) {
          // The name is gone already. Closing the file system does not find the file, but closes
          // who has it open, which frees it then.
          return;
        }
      }
    }
  }

  /** Notes a file that was made without a name. */
  void addNameless(RegularFile file) {
    nameless.put(file, file);
  }

  /** Frees the memory of all files without a name. */
  void destroyNameless() {
    nameless.values().forEach(file -> file.destroy());
  }

  /** Frees a file that lost its last reference. Needs no lock. */
  @Override
  public void gone(RegularFile file) {
    try {
      file.destroy();
    } finally {
      // Only now: while it is in the list, a concurrent close waits for the memory.
      nameless.remove(file);
      usage.give();
    }
  }

  /** Gives back the reference of a name; not with the lock of a directory held. */
  static void release(@Nullable RegularFile file) {
    if (file != null) {
      file.release();
    }
  }
}
