package io.github.cordonfs.vfs;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/**
 * One walk along a path. Takes no lock: a walk sees each directory as it is at the moment it passes
 * through, which is what a walk in a POSIX system sees. {@code ..} goes where the directory is, not
 * where the path came from.
 */
final class PathWalk {

  /** As Linux. */
  private static final int MAX_LINKS = 40;

  private final Directory root;
  private final String text;
  private int links;

  private PathWalk(Directory root, String text) {
    this.root = root;
    this.text = text;
  }

  /**
   * Walks a path. Its last name need not exist.
   *
   * @param followLast whether a symbolic link at the end is followed; if it dangles, the place is
   *     where it points
   */
  static Place walk(Directory root, PathName path, boolean followLast) throws IOException {
    return new PathWalk(root, path.text()).from(root, path, followLast);
  }

  private Place from(Directory start, PathName path, boolean followLast) throws IOException {
    Directory dir = start;
    int last = path.length() - 1;
    for (int i = 0; i <= last; i++) {
      String name = path.name(i);
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        dir = dir.parent();
        continue;
      }
      Place place = step(dir, name, i < last || followLast);
      if (i == last) {
        return place;
      }
      dir = directoryAt(place);
    }
    return new Place(dir, path.length() == 0 ? "" : path.name(last), dir);
  }

  private Place step(Directory dir, String name, boolean follow) throws IOException {
    if (!PathName.fits(name)) {
      throw FileErrors.nameTooLong(text);
    }
    DirectoryEntry entry = dir.get(name);
    if (entry == null) {
      return new Place(dir, name, null);
    }
    if (follow && entry.inode instanceof SymbolicLink link) {
      if (++links > MAX_LINKS) {
        throw new FileSystemLoopException(text);
      }
      PathName target = link.target();
      return from(target.isAbsolute() ? root : dir, target, true);
    }
    return new Place(dir, name, entry.inode);
  }

  private Directory directoryAt(Place place) throws IOException {
    if (place.inode() == null) {
      throw new NoSuchFileException(text);
    }
    if (place.inode() instanceof Directory directory) {
      return directory;
    }
    throw FileErrors.notDirectory(text);
  }
}
