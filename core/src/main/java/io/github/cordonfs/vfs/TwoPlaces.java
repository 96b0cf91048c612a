package io.github.cordonfs.vfs;

import java.io.IOException;

/**
 * Where two paths led, without following links at their ends: a name that is to be taken or moved,
 * and the new one.
 */
record TwoPlaces(Place first, Place second) {

  static TwoPlaces find(NameTree tree, PathName first, PathName second) throws IOException {
    return new TwoPlaces(PathWalk.walk(tree, first, false), PathWalk.walk(tree, second, false));
  }

  /** Tells whether the first is a directory, and the second would be in another one. */
  boolean movesDirectory() {
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
