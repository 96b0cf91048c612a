package io.github.cordonfs.vfs;

import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.util.Collection;

/**
 * The regular files of a file system by their paths, wherever the names are: in memory ({@link
 * Namespace}) or in a store behind it.
 */
public interface FileTree {

  /** Returns whether it is open. */
  boolean isOpen();

  /**
   * Opens an existing regular file.
   *
   * @return the file, with a reference for the caller
   * @throws IOException if there is none, or it cannot be opened
   */
  RegularFile open(PathName path, boolean followLast) throws IOException;

  /** Returns the regular files that are known to have a name, each once: a snapshot. */
  Collection<RegularFile> regularFiles();

  /**
   * Deletes a name if it leads to a certain file.
   *
   * @return whether it did
   */
  boolean deleteIfNames(PathName path, Inode expected) throws IOException;
}
