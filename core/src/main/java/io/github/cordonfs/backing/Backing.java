package io.github.cordonfs.backing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
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

  /**
   * Opens a regular file so that its bytes are not kept by the system in a cache of its own, where
   * that is possible; otherwise as {@link #open} and {@link #openWritable}. What is read and
   * written in whole pages, to and from memory that begins with a page, has to be possible in any
   * case; anything else may go by way of that cache.
   *
   * @param path as for {@link #version}
   * @param writable whether for writing, too
   * @throws IOException as {@link #open}
   */
  default BackingFile openDirect(String path, boolean writable) throws IOException {
    return writable ? openWritable(path) : open(path);
  }

  /**
   * Returns the names in a directory, in no order, without {@code .} and {@code ..}.
   *
   * @param path of a directory; empty for the root of the store
   * @throws java.nio.file.NoSuchFileException if there is nothing
   * @throws java.nio.file.NotDirectoryException if it is something else
   * @throws UnsupportedOperationException without {@link BackingCapability#LIST}
   * @throws IOException if the store cannot be asked
   */
  default Collection<String> list(String path) throws IOException {
    throw new UnsupportedOperationException("directories cannot be listed: " + this);
  }

  /**
   * Returns what is known of a file or directory. Symbolic links are not followed in the last name.
   *
   * @param path of whatever the store has; empty for its root
   * @throws java.nio.file.NoSuchFileException if there is nothing
   * @throws UnsupportedOperationException without {@link BackingCapability#ATTRIBUTES}
   * @throws IOException if the store cannot be asked
   */
  default BasicFileAttributes attributes(String path) throws IOException {
    throw new UnsupportedOperationException("attributes cannot be read: " + this);
  }

  /** Returns how it is best read. Does not change as long as the store is open. */
  default ReadShape readShape() {
    return ReadShape.OF_A_DISK;
  }

  /** Returns a text that tells people which store this is, for messages. */
  @Override
  String toString();
}
