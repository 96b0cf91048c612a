package io.github.cordonfs.vfs.walk;

import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.DirectoryEntry;
import io.github.cordonfs.vfs.inode.DirectoryLocks;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.RegularFile;
import io.github.cordonfs.vfs.inode.SymbolicLink;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The root directory, and a number that tells whether a way through the tree is still the same: it
 * changes whenever a directory or a symbolic link loses the place it had. A path that remembers
 * where its last walk led ({@link PathName}) need not walk again until then. New names change no
 * way that led somewhere.
 */
public final class NameTree {

  private final Directory root;
  private final Access access;
  private final AtomicLong generation = new AtomicLong();

  public NameTree(Directory root, Access access) {
    this.root = root;
    this.access = access;
  }

  public Access access() {
    return access;
  }

  public Directory root() {
    return root;
  }

  /** Returns the number; read it before a walk whose way is to be remembered. */
  public long generation() {
    return generation.get();
  }

  /**
   * Notes that an inode lost its place. Before the locks under which it did are given back: whoever
   * gets one of them afterwards walks anew.
   */
  public void lostPlace(Inode inode) {
    if (!(inode instanceof RegularFile)) {
      generation.incrementAndGet();
    }
  }

  /**
   * Returns the regular files that have a name, each once. A snapshot, taken without stopping
   * changes.
   */
  public Collection<RegularFile> regularFiles() {
    Set<RegularFile> files = new HashSet<>();
    Deque<Directory> pending = new ArrayDeque<>();
    pending.add(root);
    for (Directory dir = pending.poll(); dir != null; dir = pending.poll()) {
      for (DirectoryEntry entry : dir.children()) {
        switch (entry.inode) {
          case Directory child -> pending.add(child);
          case RegularFile file -> files.add(file);
          case SymbolicLink _ -> {}
        }
      }
    }
    return files;
  }

  /**
   * Frees the memory of all files that have a name. Locks one directory after the other: changes
   * that began before have ended there, and the caller sees to it that none begins any more.
   */
  public void destroyFiles() {
    Deque<Directory> pending = new ArrayDeque<>();
    pending.add(root);
    for (Directory dir = pending.poll(); dir != null; dir = pending.poll()) {
      DirectoryLocks.lock(dir, null, null);
      try {
        for (DirectoryEntry entry : dir.children()) {
          switch (entry.inode) {
            case Directory child -> pending.add(child);
            case RegularFile file -> file.destroy();
            case SymbolicLink _ -> {}
          }
        }
      } finally {
        DirectoryLocks.unlock(dir, null, null);
      }
    }
  }
}
