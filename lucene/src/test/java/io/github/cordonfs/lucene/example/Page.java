package io.github.cordonfs.lucene.example;

import io.github.cordonfs.ByteRange;

/**
 * A page of a file of an index: what is lost when memory fails.
 *
 * @param file its name in the directory
 * @param index of the page in the file, from 0
 */
record Page(String file, long index) {

  static final int BYTES = 4096;

  /** Returns the page that holds a byte. */
  static Page of(String file, long offset) {
    return new Page(file, offset / BYTES);
  }

  long offset() {
    return index * BYTES;
  }

  /** Returns its bytes in a file of a size. */
  ByteRange range(long size) {
    return new ByteRange(offset(), Math.min(BYTES, size - offset()));
  }
}
