package io.github.cordonfs.vfs.walk;

import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.DirectoryLocks;
import io.github.cordonfs.vfs.inode.PathName;
import java.io.IOException;

/**
 * Where two paths led, without following links at their ends: a name that is to be taken or moved,
 * and the new one.
 */
public record TwoPlaces(Place first, Place second) {

  static TwoPlaces find(NameTree tree, PathName first, PathName second) throws IOException {
    return new TwoPlaces(PathWalk.walk(tree, first, false), PathWalk.walk(tree, second, false));
  }

  /** Tells whether the first is a directory, and the second would be in another one. */
  public boolean movesDirectory() {
    return first.inode() instanceof Directory && first.parent() != second.parent();
  }

  /** Locks the parents, and a directory that would be replaced. */
  void lock() {
    DirectoryLocks.lock(first.parent(), second.parent(), second.directory());
  }

  void unlock() {
    DirectoryLocks.unlock(first.parent(), second.parent(), second.directory());
  }

  /** As {@link Place#isCurrent}, of both. */
  boolean isCurrent(PathName one, PathName other) throws IOException {
    return first.isCurrent(one) && second.isCurrent(other);
  }
}
