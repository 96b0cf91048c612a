package io.github.cordonfs.cache.pool;

import java.util.List;

/** How the page cache learns what a file is called when a loss is reported. */
public interface FileNames {

  /**
   * Returns the absolute paths of the file, one for each hard link, empty if it is unlinked. A
   * best-effort snapshot: takes no lock.
   */
  List<String> paths();
}
