package io.github.cordonfs.nio;

import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.nio.file.Path;

/** Where the frames of a file system are in this process, for tests that let memory go bad. */
public final class PoolAddress {

  private PoolAddress() {}

  /**
   * Returns the address of a frame.
   *
   * @param file any file of the file system
   */
  public static long of(Path file, int frame) throws IOException {
    CordonPath path = CordonPath.of(file);
    PageCacheFileSystem fileSystem = PageCacheFileSystem.of(path);
    RegularFile open = fileSystem.namespace().open(path.toPathName(), true);
    try {
      return open.space().cache().memory().address(frame);
    } finally {
      open.release();
    }
  }
}
