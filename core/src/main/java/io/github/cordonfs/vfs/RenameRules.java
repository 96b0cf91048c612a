package io.github.cordonfs.vfs;

import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.walk.Place;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/**
 * What may be named anew and what may be replaced: the rules of {@code rename(2)} and of {@code
 * Files.move}. Callers hold the locks of the directories.
 */
final class RenameRules {

  private RenameRules() {}

  /** Returns the inode to move, after all checks that need both ends. */
  static Inode check(Place source, PathName from, Place target, PathName to, Replace replace)
      throws IOException {
    Inode moved = source.inode();
    if (replace == Replace.SAME_KIND) {
      checkNamed(source, from, target, to);
    }
    if (moved == null) {
      throw new NoSuchFileException(from.text());
    }
    if (target.inode() == moved) {
      return moved;
    }
    checkExisting(target, to, replace);
    checkNamed(source, from, target, to);
    if (target.inode() instanceof Directory above && source.parent().isWithin(above)) {
      throw new DirectoryNotEmptyException(to.text());
    }
    if (moved instanceof Directory directory && target.parent().isWithin(directory)) {
      throw FileErrors.invalid(from.text(), to.text());
    }
    checkTarget(moved instanceof Directory, target, from, to, replace);
    return moved;
  }

  /** Checks for names that can be moved: of two that lead to one file it matters to some. */
  private static void checkNamed(Place source, PathName from, Place target, PathName to)
      throws IOException {
    if (!source.isNamed() || !target.isNamed()) {
      throw FileErrors.busy(from.text(), to.text());
    }
  }

  /** Returns why something cannot be deleted that has no name of its own. */
  static IOException refuseDeletion(Place place, PathName path) {
    return switch (place.name()) {
      case "." -> FileErrors.invalid(path.text(), null);
      case ".." -> new DirectoryNotEmptyException(path.text());
      default -> FileErrors.busy(path.text(), null);
    };
  }

  /**
   * Checks for what is in the way of a move that deletes its target first, if it is allowed to:
   * that comes before all that speaks against the move itself.
   */
  private static void checkExisting(Place target, PathName to, Replace replace) throws IOException {
    if (replace == Replace.NEVER && target.inode() != null) {
      throw new FileAlreadyExistsException(to.text());
    }
    if (replace == Replace.ANY && target.inode() instanceof Directory directory) {
      if (!target.isNamed()) {
        throw refuseDeletion(target, to);
      }
      if (!directory.isEmpty()) {
        throw new DirectoryNotEmptyException(to.text());
      }
    }
  }

  /** Checks that a new inode may take a place. */
  static void checkNew(Place target, PathName path, Replace replace) throws IOException {
    checkTarget(false, target, path, path, replace);
  }

  private static void checkTarget(
      boolean movesDirectory, Place target, PathName from, PathName to, Replace replace)
      throws IOException {
    if (target.parent().isRemoved()) {
      throw new NoSuchFileException(to.text());
    }
    Inode existing = target.inode();
    if (existing == null) {
      return;
    }
    if (replace == Replace.NEVER) {
      throw new FileAlreadyExistsException(to.text());
    }
    if (!target.isNamed()) {
      throw refuseDeletion(target, to);
    }
    if (replace == Replace.SAME_KIND && movesDirectory != existing instanceof Directory) {
      throw FileErrors.of(
          from.text(), to.text(), movesDirectory ? "Not a directory" : "Is a directory");
    }
    if (existing instanceof Directory directory && !directory.isEmpty()) {
      throw new DirectoryNotEmptyException(to.text());
    }
  }
}
