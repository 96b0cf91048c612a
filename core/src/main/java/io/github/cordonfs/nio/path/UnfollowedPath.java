package io.github.cordonfs.nio.path;

import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.SymbolicLink;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Real paths in which symbolic links stay as they are: {@code .} goes, and {@code ..} with the name
 * before it, unless that is a link, or a {@code ..} that had to stay, too.
 */
public final class UnfollowedPath {

  private UnfollowedPath() {}

  /** Returns the real path of something that exists. */
  public static CordonPath of(CordonPath path, PathLookup lookup) throws IOException {
    ProviderFileSystem fileSystem = path.getFileSystem();
    CordonPath result = fileSystem.getPath("/");
    boolean upwards = false;
    for (Path name : path.toAbsolutePath()) {
      switch (name.toString()) {
        case ".", "" -> {}
        case ".." -> {
          Inode before = lookup.inode(result, false);
          if (upwards || before instanceof SymbolicLink) {
            upwards = true;
            result = result.resolve(name);
          } else {
            CordonPath parent = result.getParent();
            result = parent == null ? fileSystem.getPath("/") : parent;
          }
        }
        default -> {
          upwards = false;
          result = result.resolve(name);
        }
      }
    }
    // It must exist.
    var _ = lookup.inode(result, false);
    return result;
  }
}
