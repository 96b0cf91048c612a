package io.github.cordonfs.nio.path;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Real paths in which symbolic links stay as they are: {@code .} goes, and {@code ..} with the name
 * before it, unless that is a link, or a {@code ..} that had to stay, too.
 */
public final class UnfollowedPath {

  private UnfollowedPath() {}

  /** A look at a name. */
  public interface Look {
    /**
     * Returns whether a path is a symbolic link, which is not followed.
     *
     * @throws java.nio.file.NoSuchFileException if there is nothing
     */
    boolean isLink(CordonPath path) throws IOException;
  }

  /** Returns the real path of something that exists. */
  public static CordonPath of(CordonPath path, Look look) throws IOException {
    ProviderFileSystem fileSystem = path.getFileSystem();
    CordonPath result = fileSystem.getPath("/");
    boolean upwards = false;
    for (Path name : path.toAbsolutePath()) {
      switch (name.toString()) {
        case ".", "" -> {}
        case ".." -> {
          boolean isLink = look.isLink(result);
          if (upwards || isLink) {
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
    var _ = look.isLink(result);
    return result;
  }
}
