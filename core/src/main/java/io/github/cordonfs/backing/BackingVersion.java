package io.github.cordonfs.backing;

import java.util.Objects;

/**
 * What a file of a store is at some moment: which file, and which content of it.
 *
 * @param identity identifies the file in its store whatever its name: a file key, or the path where
 *     there is nothing better; compared by {@code equals}
 * @param length in bytes, at least 0
 * @param stamp changes with the content: times of change, an etag
 * @param isSettled whether a change of the content from now on will change the stamp; false while
 *     the stamp is younger than the steps of the store's clock
 */
public record BackingVersion(Object identity, long length, String stamp, boolean isSettled) {

  /**
   * Checks the components.
   *
   * @throws NullPointerException naming the one that is null
   * @throws IllegalArgumentException if the length is negative
   */
  public BackingVersion {
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(stamp, "stamp");
    if (length < 0) {
      throw new IllegalArgumentException("negative length: " + length);
    }
  }

  /** Returns whether another version, settled or not, is of the same file with the same content. */
  public boolean isSameContent(BackingVersion other) {
    return length == other.length && identity.equals(other.identity) && stamp.equals(other.stamp);
  }
}
