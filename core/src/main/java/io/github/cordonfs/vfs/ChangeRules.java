package io.github.cordonfs.vfs;

import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.walk.Place;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;

/**
 * What may be made and removed, by what is there ({@link RenameRules}) and by permissions. Callers
 * hold the locks of the directories.
 */
final class ChangeRules {

  private final Access access;

  ChangeRules(Access access) {
    this.access = access;
  }

  /** Checks that a new inode may take a place. */
  void checkNew(Place place, PathName path, Replace replace) throws IOException {
    RenameRules.checkNew(place, path, replace);
    checkChange(place, path);
    if (place.inode() != null) {
      access.checkSticky(place.parent(), place.inode(), path);
    }
  }

  /** Checks that names in the directory of a place may change. */
  void checkChange(Place place, PathName path) throws IOException {
    access.check(place.parent(), Access.WRITE | Access.EXECUTE, path);
  }

  /** Checks that what has a place may be deleted: a directory must be empty. */
  void checkDeletion(Place place, PathName path) throws IOException {
    Inode inode = place.inode();
    if (inode == null) {
      throw new NoSuchFileException(path.text());
    }
    if (!place.isNamed()) {
      throw RenameRules.refuseDeletion(place, path);
    }
    checkRemoval(place, inode, path);
    if (inode instanceof Directory directory && !directory.isEmpty()) {
      throw new DirectoryNotEmptyException(path.text());
    }
  }

  /** Checks that an inode may lose the name it has. */
  void checkRemoval(Place place, Inode inode, PathName path) throws IOException {
    checkChange(place, path);
    access.checkSticky(place.parent(), inode, path);
  }
}
