package io.github.cordonfs.nio.mount;

import io.github.cordonfs.nio.path.CordonPath;
import java.io.IOException;

/** The names of a mount: where its paths lead in the store behind it. Thread-safe. */
interface MountedStore {

  /**
   * Returns the name that a path leads to, relative to the root of the store, with {@code /}
   * between names. Whether there is anything is found out by whoever uses it.
   *
   * @param followLast whether a symbolic link in the last name is followed
   * @throws java.nio.file.FileSystemException naming the path if it leads nowhere in the store
   */
  String locate(CordonPath path, boolean followLast) throws IOException;

  /**
   * Deletes a file.
   *
   * @param where a name of the store
   * @return whether there was one
   * @throws java.nio.file.ReadOnlyFileSystemException if nothing can be deleted
   */
  boolean delete(String where) throws IOException;
}
