package io.github.cordonfs.conformance.differential;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Operations that make, move and remove names. */
final class Names {

  private Names() {}

  /** Makes an empty file; permissions may be null. */
  record CreateFile(String path, @Nullable Set<PosixFilePermission> permissions)
      implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      return permissions == null
          ? Files.createFile(side.path(path))
          : Files.createFile(side.path(path), PosixFilePermissions.asFileAttribute(permissions));
    }
  }

  /** Makes a directory; permissions may be null. */
  record CreateDirectory(String path, @Nullable Set<PosixFilePermission> permissions)
      implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      return permissions == null
          ? Files.createDirectory(side.path(path))
          : Files.createDirectory(
              side.path(path), PosixFilePermissions.asFileAttribute(permissions));
    }
  }

  /** Makes a directory and those it is in. */
  record CreateDirectories(String path) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      return Files.createDirectories(side.path(path));
    }
  }

  /** Makes a symbolic link. */
  record CreateSymbolicLink(String path, String target) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      return Files.createSymbolicLink(side.path(path), side.linkTarget(target));
    }
  }

  /** Makes another name for a file. */
  record CreateLink(String path, String existing) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      return Files.createLink(side.path(path), side.path(existing));
    }
  }

  /** Removes a name, which must be there unless the operation is told that it need not. */
  record Delete(String path, boolean ifExists) implements Operation {
    @Override
    public @Nullable Object perform(Side side) throws Exception {
      Path doomed = side.path(path);
      if (ifExists) {
        return Files.deleteIfExists(doomed);
      }
      Files.delete(doomed);
      return null;
    }
  }

  /** An operation that may put something in the place of something else. */
  interface Replacing extends Operation {

    String to();

    Set<CopyOption> options();

    /** Tells whether what is in the way goes first, where the JDK does it. */
    default boolean deletesTarget() {
      return options().contains(StandardCopyOption.REPLACE_EXISTING)
          && !options().contains(StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Moves. */
  record Move(String from, String to, Set<CopyOption> options) implements Replacing {
    @Override
    public Object perform(Side side) throws Exception {
      return Files.move(side.path(from), side.path(to), options.toArray(CopyOption[]::new));
    }
  }

  /**
   * Copies. Which times a copied link takes along, and whether a copy that fails has read its link,
   * is nobody's promise; the links get other times then.
   */
  record Copy(String from, String to, Set<CopyOption> options) implements Replacing {
    @Override
    public Object perform(Side side) throws Exception {
      Path source = side.path(from);
      Path target = side.path(to);
      try {
        return Files.copy(source, target, options.toArray(CopyOption[]::new));
      } finally {
        if (options.contains(NOFOLLOW_LINKS) && Files.isSymbolicLink(source)) {
          forget(source);
          forget(target);
        }
      }
    }

    private static void forget(Path link) throws IOException {
      if (Files.isSymbolicLink(link)) {
        FileTime time = FileTime.fromMillis(0);
        Objects.requireNonNull(
                Files.getFileAttributeView(link, BasicFileAttributeView.class, NOFOLLOW_LINKS))
            .setTimes(time, time, null);
      }
    }
  }
}
