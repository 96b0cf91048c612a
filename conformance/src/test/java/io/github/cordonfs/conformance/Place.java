package io.github.cordonfs.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A byte, or the first byte of a page, of a file whatever it is called by then.
 *
 * @param inode of the file
 * @param offset in the file
 */
record Place(Object inode, long offset) {

  /** Returns the identity of a file. */
  static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  /** Tells whether the byte is one of a range. */
  boolean isIn(long first, long length) {
    return offset >= first && offset - first < length;
  }

  /** Tells whether a byte of the page is one of a range; an empty range has none. */
  boolean overlaps(long first, long length) {
    return length > 0 && offset + Pages.PAGE > first && offset < first + length;
  }
}
