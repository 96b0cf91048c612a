package io.github.cordonfs.vfs;

import io.github.cordonfs.vfs.DirectoryWatcher.Change;
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
final class Links {

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
    DirectoryEntry displaced = displacedAt(place);
    DirectoryEntry entry = new DirectoryEntry(place.parent(), place.name(), inode);
    if (inode instanceof RegularFile file) {
      file.retain();
    }
    addEntry(inode, entry);
    place.parent().put(entry);
    long now = inode.now();
    inode.markChanged(now);
    place.parent().markModified(now);
    // Of a file that made room nothing is told, as inotify(7) does.
    place.parent().tell(Change.CREATED, place.name());
    return displaced == null ? null : detach(displaced, now);
  }

  /** Removes a name. Returns the file if it was a regular file's. */
  @Nullable RegularFile remove(Place place) {
    DirectoryEntry entry = place.entry();
    place.parent().remove(entry);
    long now = place.parent().now();
    place.parent().markModified(now);
    place.parent().tell(Change.DELETED, place.name());
    return detach(entry, now);
  }

  /**
   * Moves a name. The new one is there before the old one goes: look-ups find the inode all the
   * while. Returns a file that lost its name.
   */
  @Nullable RegularFile move(Place source, Place target, Inode moved) {
    DirectoryEntry old = source.entry();
    DirectoryEntry displaced = displacedAt(target);
    DirectoryEntry entry = new DirectoryEntry(target.parent(), target.name(), moved);
    target.parent().put(entry);
    moved.replaceEntry(old, entry);
    source.parent().remove(old);
    tree.lostPlace(moved);
    long now = moved.now();
    moved.markChanged(now);
    source.parent().markModified(now);
    target.parent().markModified(now);
    source.parent().tell(Change.DELETED, source.name());
    target.parent().tell(Change.CREATED, target.name());
    return displaced == null ? null : detach(displaced, now);
  }

  private static @Nullable DirectoryEntry displacedAt(Place place) {
    return place.inode() == null ? null : place.entry();
  }

  /** Takes a name, which no directory has any more, from its inode. */
  private @Nullable RegularFile detach(DirectoryEntry entry, long now) {
    entry.inode.markChanged(now);
    tree.lostPlace(entry.inode);
    switch (entry.inode) {
      case Directory directory -> {
        // It keeps its entry: a walk that is inside finds its way up.
        directory.markRemoved();
        usage.give();
      }
      case SymbolicLink link -> {
        if (link.removeEntry(entry)) {
          usage.give();
        }
      }
      case RegularFile file -> {
        if (!isFreedAtOnce(file, entry)) {
          removeEntry(file, entry);
          return file;
        }
      }
    }
    return null;
  }

  /** Frees a small file that nobody has open, without a detour through the list of others. */
  private boolean isFreedAtOnce(RegularFile file, DirectoryEntry entry) {
    if (file.allocatedBytes() > SMALL || !file.releaseIfLast()) {
      return false;
    }
    file.removeEntry(entry);
    file.space().destroy();
    usage.give();
    return true;
  }

  private void addEntry(Inode inode, DirectoryEntry entry) {
    // One step with the list: a link that comes and one that goes must agree on whether it is
    // named.
    synchronized (inode) {
      inode.addEntry(entry);
      if (inode instanceof RegularFile file && !nameless.isEmpty()) {
        nameless.remove(file);
      }
    }
  }

  private void removeEntry(RegularFile file, DirectoryEntry entry) {
    synchronized (file) {
      if (file.removeEntry(entry)) {
        nameless.put(file, file);
      }
    }
  }

  /** Notes a file that was made without a name. */
  void addNameless(RegularFile file) {
    nameless.put(file, file);
  }

  /** Frees the memory of all files without a name. */
  void destroyNameless() {
    nameless.values().forEach(file -> file.space().destroy());
  }

  /** Frees a file that lost its last reference. Needs no lock. */
  void gone(RegularFile file) {
    file.space().destroy();
    // Only now: while it is in the list, a concurrent close waits for the memory.
    nameless.remove(file);
    usage.give();
  }

  /** Gives back the reference of a name; not with the lock of a directory held. */
  static void release(@Nullable RegularFile file) {
    if (file != null) {
      file.release();
    }
  }
}
