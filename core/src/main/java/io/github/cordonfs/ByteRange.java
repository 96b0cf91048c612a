package io.github.cordonfs;

/**
 * A range of bytes of a file.
 *
 * @param offset first byte, from 0
 * @param length number of bytes, at least 0
 */
public record ByteRange(long offset, long length) {

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if {@code offset} or {@code length} is negative or their sum
   *     overflows a {@code long}
   */
  public ByteRange {
    if (offset < 0 || length < 0 || offset + length < 0) {
      throw new IllegalArgumentException(
          "not a byte range: offset " + offset + ", length " + length);
    }
  }

  /** Returns the offset just past the last byte. */
  public long end() {
    return offset + length;
  }

  @Override
  public String toString() {
    return "[" + offset + ", " + end() + ")";
  }
}
