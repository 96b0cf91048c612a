package io.github.cordonfs;

import java.util.List;
import java.util.Objects;

/**
 * A file that lost data: memory failed before what was written had been stored, and the directory
 * of the disk has what was there before. Mounts give an error there until it is cleared.
 *
 * @param path where it was last seen, relative to the directory that was mounted, with {@code /}
 *     between names
 * @param ranges what was lost, in bytes, in order; multiples of 4096 bytes, the last of which may
 *     reach beyond the end of the file
 */
public record LostFile(String path, List<ByteRange> ranges) {

  /**
   * Copies the list.
   *
   * @throws NullPointerException naming the component that is null
   */
  public LostFile {
    Objects.requireNonNull(path, "path");
    ranges = List.copyOf(Objects.requireNonNull(ranges, "ranges"));
  }
}
