package io.github.cordonfs.backing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A store whose files can stand behind files in memory. Implementations are safe for use by several
 * threads at the same time, and never block one reader behind another.
 *
 * <p>Files are named by paths relative to the root of the store, with {@code /} between names and
 * without {@code .} or {@code ..}.
 */
public interface Backing extends Closeable {

  /**
   * Returns the store that a directory is.
   *
   * @param directory a directory of any file system of any provider; not closed with the store
   */
  static Backing of(Path directory) {
    return new PathBacking(directory);
  }

  /** Returns what it can do. Does not change as long as the store is open. */
  Set<BackingCapability> capabilities();

  /**
   * Returns what a file is now.
   *
   * @param path of a regular file
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws TransientBackingException if another attempt may succeed
   * @throws IOException if the store cannot be asked
   */
  BackingVersion version(String path) throws IOException;

  /**
   * Opens a file for reading. Symbolic links are not followed in the last name.
   *
   * @param path of a regular file
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws TransientBackingException if another attempt may succeed
   * @throws IOException if it cannot be opened
   */
  BackingFile open(String path) throws IOException;

  /**
   * Opens a file for reading and writing, as {@link #open} does.
   *
   * @throws UnsupportedOperationException without {@link BackingCapability#WRITE}
   * @throws IOException as {@link #open}, or if it may not be written
   */
  default BackingFile openWritable(String path) throws IOException {
    throw new UnsupportedOperationException("files cannot be written: " + this);
  }

  /** Returns a text that tells people which store this is, for messages. */
  @Override
  String toString();
}
