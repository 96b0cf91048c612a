package io.github.cordonfs.vfs;

import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.RegularFile;
import io.github.cordonfs.vfs.walk.NameTree;
import io.github.cordonfs.vfs.walk.PathWalk;
import io.github.cordonfs.vfs.walk.Place;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What the names of one file system lead to. Takes no lock: a look-up sees each directory as it is
 * at the moment it passes through. {@link Namespace} adds what changes names.
 */
public abstract sealed class NameLookup permits Namespace {

  private final NameTree tree;

  NameLookup(NameTree tree) {
    this.tree = tree;
  }

  final NameTree tree() {
    return tree;
  }

  /** Returns what permissions allow. */
  public Access access() {
    return tree.access();
  }

  /**
   * Returns what a path leads to, or null if its last name does not exist.
   *
   * @throws IOException if the way there does not exist
   */
  public @Nullable Inode lookUp(PathName path, boolean followLast) throws IOException {
    return PathWalk.find(tree, path, followLast);
  }

  /**
   * Returns what a path leads to.
   *
   * @throws NoSuchFileException if there is nothing
   */
  public Inode find(PathName path, boolean followLast) throws IOException {
    Inode inode = lookUp(path, followLast);
    if (inode == null) {
      throw new NoSuchFileException(path.text());
    }
    return inode;
  }

  /**
   * Returns the absolute path of what a path leads to, without links, {@code .} and {@code ..}.
   *
   * @throws NoSuchFileException if there is nothing
   */
  public String realPath(PathName path) throws IOException {
    Place place = PathWalk.walkAny(tree, path, true);
    if (place.inode() == null) {
      throw new NoSuchFileException(path.text());
    }
    String parent = place.parent().path();
    String real =
        !place.isNamed()
            ? parent
            : parent.equals("/") ? parent + place.name() : parent + "/" + place.name();
    if (!PathName.fitsPath(real)) {
      throw FileErrors.nameTooLong(path.text());
    }
    return real;
  }

  /**
   * Opens an existing regular file: returns it with a reference for the caller, who must {@link
   * RegularFile#release} it.
   */
  public RegularFile open(PathName path, boolean followLast) throws IOException {
    return regular(openAny(path, followLast), path);
  }

  /**
   * Returns what a path leads to; a regular file with a reference for the caller, who must {@link
   * RegularFile#release} it.
   */
  public Inode openAny(PathName path, boolean followLast) throws IOException {
    Inode inode = find(path, followLast);
    while (inode instanceof RegularFile file && !file.retain()) {
      // Gone since it was found: its name is another file's by now, or free.
      inode = find(path, followLast);
    }
    return inode;
  }

  /**
   * Lists a directory.
   *
   * @throws NotDirectoryException if the path leads to something else
   */
  public Listing list(PathName path) throws IOException {
    long generation = tree.generation();
    if (!(find(path, true) instanceof Directory directory)) {
      throw new NotDirectoryException(path.text());
    }
    tree.access().check(directory, Access.READ, path);
    return Listing.of(path, directory, generation);
  }

  /**
   * Returns the regular files that have a name, each once. A snapshot, taken without stopping
   * changes.
   */
  public Collection<RegularFile> regularFiles() {
    return tree.regularFiles();
  }

  /** Returns an inode as the regular file that it has to be. */
  static RegularFile regular(Inode inode, PathName path) throws IOException {
    // No switch: the first one would allocate, and the caller may have a reference.
    if (inode instanceof RegularFile file) {
      return file;
    }
    throw inode instanceof Directory
        ? FileErrors.isDirectory(path.text())
        : FileErrors.isLink(path.text());
  }
}
