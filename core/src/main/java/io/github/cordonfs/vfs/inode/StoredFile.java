package io.github.cordonfs.vfs.inode;

import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.pool.FileNames;
import io.github.cordonfs.vfs.attribute.InodeDefaults;
import java.util.List;
import java.util.function.Function;

/**
 * A regular file whose names and attributes are in a store, and whose data is in the page cache as
 * far as it was read. One reference is that of the table which knows it.
 */
public final class StoredFile extends RegularFile {

  private final FileNames names;

  /**
   * Makes one with a reference for the caller.
   *
   * @param number unique within the file system
   * @param names asked when a page fails or cannot be read
   * @param data makes its data
   * @param end told when the last reference was given back
   */
  public StoredFile(
      long number,
      InodeDefaults defaults,
      FileNames names,
      Function<FileNames, AddressSpace> data,
      LastReference end) {
    super(number, 0444, defaults, data, end);
    this.names = names;
  }

  /** Returns what it is in its store. */
  public FileNames stored() {
    return names;
  }

  @Override
  public List<String> paths() {
    return names.paths();
  }
}
