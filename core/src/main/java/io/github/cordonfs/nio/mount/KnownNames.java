package io.github.cordonfs.nio.mount;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * By which names a file of a mount was found, as far as known. Changed by one thread at a time; any
 * may ask.
 */
final class KnownNames {

  /** Names of one file that are kept. */
  private static final int MOST = 8;

  /** In the mount. */
  private final List<String> names = new CopyOnWriteArrayList<>();

  /** Where it was found last, relative to the root of the store. */
  private volatile String path;

  KnownNames(String path) {
    this.path = path;
  }

  /** Returns where it was found last, relative to the root of the store. */
  String path() {
    return path;
  }

  /** Returns its names in the mount, those found last. */
  List<String> all() {
    return List.copyOf(names);
  }

  /**
   * Notes that it was found.
   *
   * @param where relative to the root of the store
   * @param name in the mount
   */
  void found(String where, String name) {
    if (!where.equals(path)) {
      path = where;
    }
    if (!names.contains(name)) {
      if (names.size() == MOST) {
        names.removeFirst();
      }
      names.add(name);
    }
  }

  /** Notes that it, or a directory above it, has another name. */
  void moved(String from, String to) {
    if (path.equals(from) || path.startsWith(from + "/")) {
      path = to + path.substring(from.length());
      names.clear();
      names.add("/" + path);
    }
  }

  /** Notes that it has no name any more. */
  void clear() {
    names.clear();
  }
}
