package io.github.cordonfs.vfs;

import org.jspecify.annotations.Nullable;

/**
 * Where a path led: the directory of its last name, that name, and what it names if anything. For
 * paths that end in no name of their own ({@code /}, {@code .}, {@code ..}) the directory itself.
 */
record Place(Directory parent, String name, @Nullable Inode inode) {

  /** Whether the path ends in a name that can be made, removed or renamed. */
  boolean isNamed() {
    return inode != parent;
  }

  /** Returns the entry; the caller holds the namespace's lock and knows that it is there. */
  DirectoryEntry entry() {
    DirectoryEntry entry = parent.get(name);
    if (entry == null) {
      throw new IllegalStateException("no entry " + name);
    }
    return entry;
  }
}
