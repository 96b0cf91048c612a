package io.github.cordonfs.conformance.differential;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

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

  /** Copies. Which times a link takes along, not everybody agrees on; it gets others then. */
  record Copy(String from, String to, Set<CopyOption> options) implements Replacing {
    @Override
    public Object perform(Side side) throws Exception {
      Path copy = Files.copy(side.path(from), side.path(to), options.toArray(CopyOption[]::new));
      if (options.contains(StandardCopyOption.COPY_ATTRIBUTES) && Files.isSymbolicLink(copy)) {
        FileTime time = FileTime.fromMillis(0);
        Objects.requireNonNull(
                Files.getFileAttributeView(copy, BasicFileAttributeView.class, NOFOLLOW_LINKS))
            .setTimes(time, time, null);
      }
      return copy;
    }
  }
}
