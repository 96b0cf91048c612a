package io.github.cordonfs.vfs;

import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.attribute.InodeDefaults;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.InitialAttributes;
import io.github.cordonfs.vfs.inode.LastReference;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.RegularFile;
import io.github.cordonfs.vfs.inode.SymbolicLink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the inodes of one file system, as far as its limit goes. A new inode counts from the moment
 * it is made; it has no name yet.
 */
final class NewInodes {

  private static final int ROOT_PERMISSIONS = 0755;

  private final Usage usage;
  private final InodeDefaults defaults;
  private final PageCache cache;
  private final LastReference end;

  /** Takes what is told when a file loses its last reference. */
  NewInodes(Usage usage, InodeDefaults defaults, PageCache cache, LastReference end) {
    this.usage = usage;
    this.defaults = defaults;
    this.cache = cache;
    this.end = end;
  }

  /** Makes the root directory, which counts whatever the limit. */
  static Directory root(Usage usage, InodeDefaults defaults) {
    usage.take();
    return new Directory(usage.nextNumber(), ROOT_PERMISSIONS, defaults);
  }

  /**
   * Makes a regular file.
   *
   * @param path whom to blame if there is no inode left
   * @param parent the directory whose group it may inherit, or null
   * @return the file, with a reference for the caller
   */
  RegularFile newFile(PathName path, InitialAttributes initial, @Nullable Directory parent)
      throws IOException {
    long number = takeInode(path);
    boolean done = false;
    try {
      RegularFile made = new RegularFile(number, initial.permissions(), defaults, cache, end);
      if (parent != null) {
        made.inheritFrom(parent);
      }
      initial.others().accept(made);
      done = true;
      return made;
    } finally {
      giveUnless(done);
    }
  }

  Directory newDirectory(PathName path, InitialAttributes initial, Directory parent)
      throws IOException {
    long number = takeInode(path);
    boolean done = false;
    try {
      Directory made = new Directory(number, initial.permissions(), defaults);
      made.inheritFrom(parent);
      initial.others().accept(made);
      done = true;
      return made;
    } finally {
      giveUnless(done);
    }
  }

  SymbolicLink newSymbolicLink(PathName path, PathName target, Directory parent)
      throws IOException {
    long number = takeInode(path);
    boolean done = false;
    try {
      SymbolicLink made = new SymbolicLink(number, defaults, target);
      made.inheritFrom(parent);
      done = true;
      return made;
    } finally {
      giveUnless(done);
    }
  }

  /** Gives back an inode that got no name, unless something is done. */
  void giveUnless(boolean done) {
    if (!done) {
      usage.give();
    }
  }

  private long takeInode(PathName path) throws IOException {
    if (!usage.take()) {
      throw FileErrors.noSpace(path.text());
    }
    return usage.nextNumber();
  }
}
