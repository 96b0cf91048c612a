package io.github.cordonfs.vfs;

import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.PathName;
import java.util.Iterator;
import java.util.function.Function;

/**
 * An open directory.
 *
 * @param directory the directory itself
 * @param entries the paths of all that is in it, in no particular order; see {@link
 *     Directory#names}
 */
public record Listing(Directory directory, Iterator<PathName> entries) {

  /** Lists a directory by a path that need not lead there any more. */
  public static Listing of(PathName path, Directory directory) {
    return list(
        directory,
        name -> path.isEmpty() ? PathName.of(false, new String[] {name}) : path.resolve(name));
  }

  /** Lists the directory that a path led to when the tree had a certain generation. */
  static Listing of(PathName path, Directory directory, long generation) {
    PathName.Way way = path.wayTo(directory, generation);
    return list(directory, name -> path.child(name, way));
  }

  private static Listing list(Directory directory, Function<String, PathName> entry) {
    Iterator<String> names = directory.names();
    return new Listing(
        directory,
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return names.hasNext();
          }

          @Override
          public PathName next() {
            return entry.apply(names.next());
          }
        });
  }
}
