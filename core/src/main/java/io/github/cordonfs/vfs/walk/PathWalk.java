package io.github.cordonfs.vfs.walk;

import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.DirectoryEntry;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.SymbolicLink;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * One walk along a path. Takes no lock: a walk sees each directory as it is at the moment it passes
 * through, which is what a walk in a POSIX system sees. {@code ..} goes where the directory is, not
 * where the path came from. What a path remembers of its last walk is used as long as it holds.
 */
public final class PathWalk {

  /** As Linux. */
  private static final int MAX_LINKS = 40;

  private final NameTree tree;
  private final PathName path;
  private int links;

  /** Prepares a walk; errors name the path, also where they are met behind a symbolic link. */
  private PathWalk(NameTree tree, PathName path) {
    this.tree = tree;
    this.path = path;
  }

  /**
   * Walks a path from where it starts. Its last name need not exist.
   *
   * @param followLast whether a symbolic link at the end is followed; if it dangles, the place is
   *     where it points
   */
  public static Place walk(NameTree tree, PathName path, boolean followLast) throws IOException {
    if (!path.fits()) {
      throw FileErrors.nameTooLong(path.text());
    }
    return walkAny(tree, path, followLast);
  }

  /**
   * Returns what a path leads to, or null if the last name does not exist. As {@link #walk}; but
   * where the path remembers the directory and no link is there, which is the usual case, the walk
   * is one look-up and takes no object.
   */
  public static @Nullable Inode find(NameTree tree, PathName path, boolean followLast)
      throws IOException {
    long generation = tree.generation();
    PathName.Way way = path.way();
    if (way != null
        && way.generation() == generation
        && way.depth() == path.length() - 1
        && path.fits()
        && !tree.access().isEnforced()) {
      DirectoryEntry entry = way.directory().get(path.name(way.depth()));
      if (entry != null && !(entry.inode instanceof SymbolicLink)) {
        return entry.inode;
      }
    }
    return walk(tree, path, followLast).inode();
  }

  /** Walks a path of any length: one name after the other, as {@code realpath(3)}. */
  public static Place walkAny(NameTree tree, PathName path, boolean followLast) throws IOException {
    long generation = tree.generation();
    PathName.Way way = path.way();
    Directory start = path.start();
    int depth = 0;
    boolean enforced = tree.access().isEnforced();
    // With enforced permissions a way may be barred that once was not.
    if (way != null && way.generation() == generation && !enforced) {
      start = way.directory();
      depth = way.depth();
    }
    PathWalk walk = new PathWalk(tree, path);
    int last = path.length() - 1;
    Directory dir = start == null ? tree.root() : start;
    if (depth < last) {
      dir = walk.down(dir, path, depth, last);
      if (!enforced) {
        path.remember(new PathName.Way(dir, generation, last));
      }
    }
    return walk.end(dir, path, followLast);
  }

  private Place from(Directory start, PathName names, boolean followLast) throws IOException {
    return end(down(start, names, 0, names.length() - 1), names, followLast);
  }

  /** Returns the directory that names lead to. */
  private Directory down(Directory start, PathName names, int from, int to) throws IOException {
    Directory dir = start;
    for (int i = from; i < to; i++) {
      String name = names.name(i);
      if (name.equals("..")) {
        checkSearch(dir);
        dir = dir.parent();
      } else if (name.equals(".")) {
        checkSearch(dir);
      } else if (!name.isEmpty()) {
        dir = directoryAt(step(dir, name, true));
      }
    }
    return dir;
  }

  /** Takes the last step. */
  private Place end(Directory dir, PathName names, boolean followLast) throws IOException {
    int last = names.length() - 1;
    String name = last < 0 ? "" : names.name(last);
    return switch (name) {
      case "" -> new Place(dir, last < 0 ? name : ".", dir);
      case "." -> {
        checkSearch(dir);
        yield new Place(dir, name, dir);
      }
      case ".." -> {
        checkSearch(dir);
        yield new Place(dir.parent(), name, dir.parent());
      }
      default -> step(dir, name, followLast);
    };
  }

  private void checkSearch(Directory dir) throws IOException {
    tree.access().check(dir, Access.EXECUTE, path);
  }

  private Place step(Directory dir, String name, boolean follow) throws IOException {
    checkSearch(dir);
    if (!PathName.fits(name)) {
      throw FileErrors.nameTooLong(path.text());
    }
    DirectoryEntry entry = dir.get(name);
    if (entry == null) {
      return new Place(dir, name, null);
    }
    if (follow && entry.inode instanceof SymbolicLink link) {
      if (++links > MAX_LINKS) {
        throw new FileSystemLoopException(path.text());
      }
      PathName target = link.target();
      return from(target.isAbsolute() ? tree.root() : dir, target, true);
    }
    return new Place(dir, name, entry.inode);
  }

  private Directory directoryAt(Place place) throws IOException {
    if (place.inode() == null) {
      throw new NoSuchFileException(path.text());
    }
    if (place.inode() instanceof Directory directory) {
      return directory;
    }
    throw FileErrors.notDirectory(path.text());
  }
}
