package io.github.cordonfs.nio.mount;

import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.backing.BackingFile;
import io.github.cordonfs.backing.BackingVersion;
import java.io.IOException;

/**
 * Opens one file of a store by the name that it has now, and refuses another file that has that
 * name by then. Thread-safe.
 */
final class OpenedFiles {

  private final Backing backing;
  private final KnownNames names;
  private final Object identity;

  OpenedFiles(Backing backing, KnownNames names, Object identity) {
    this.backing = backing;
    this.names = names;
    this.identity = identity;
  }

  /**
   * Opens it to be read.
   *
   * @param direct whether to go round the cache of the system
   */
  BackingFile toRead(boolean direct) throws IOException {
    String path = names.path();
    return same(direct ? backing.openDirect(path, false) : backing.open(path));
  }

  /** As {@link #toRead}, for writing, too. */
  BackingFile toWrite(boolean direct) throws IOException {
    String path = names.path();
    return same(direct ? backing.openDirect(path, true) : backing.openWritable(path));
  }

  private BackingFile same(BackingFile opened) throws IOException {
    boolean same = false;
    try {
      check(opened.version());
      same = true;
      return opened;
    } finally {
      if (!same) {
        opened.close();
      }
    }
  }

  private void check(BackingVersion found) throws IOException {
    if (!found.identity().equals(identity)) {
      throw new IOException("another file has its name now");
    }
  }

  /** Returns how long it is now, in bytes, if it is what has a name. */
  long lengthAt(String where) throws IOException {
    BackingVersion now = backing.version(where);
    check(now);
    return now.length();
  }
}
