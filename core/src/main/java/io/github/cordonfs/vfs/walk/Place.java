package io.github.cordonfs.vfs.walk;

import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.DirectoryEntry;
import io.github.cordonfs.vfs.inode.DirectoryLocks;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Where a path led: the directory of its last name, that name, and what it names if anything. For
 * paths that end in no name of their own ({@code /}, {@code .}, {@code ..}) the directory itself.
 */
public record Place(Directory parent, String name, @Nullable Inode inode) {

  /** Whether the path ends in a name that can be made, removed or renamed. */
  public boolean isNamed() {
    return inode != parent;
  }

  /** Returns the directory that has the name, or null if it is no directory's. */
  @Nullable Directory directory() {
    return inode instanceof Directory directory ? directory : null;
  }

  /** Locks what a change of the name needs: the parent, and a directory that may lose the name. */
  void lock() {
    DirectoryLocks.lock(parent, directory(), null);
  }

  public void unlock() {
    DirectoryLocks.unlock(parent, directory(), null);
  }

  /**
   * Tells whether it is still what the walk found. With its lock.
   *
   * @throws NoSuchFileException if the walk came from an open directory to one that was deleted:
   *     another walk might lead there again
   */
  boolean isCurrent(PathName path) throws NoSuchFileException {
    if (!isNamed()) {
      return true;
    }
    if (parent.isRemoved()) {
      if (path.start() != null) {
        throw new NoSuchFileException(path.text());
      }
      return false;
    }
    DirectoryEntry entry = parent.get(name);
    return (entry == null ? null : entry.inode) == inode;
  }

  /** Returns the entry; the caller holds the lock and knows that it is there. */
  public DirectoryEntry entry() {
    DirectoryEntry entry = parent.get(name);
    if (entry == null) {
      throw new IllegalStateException("no entry " + name);
    }
    return entry;
  }
}
