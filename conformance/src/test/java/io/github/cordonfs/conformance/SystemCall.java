package io.github.cordonfs.conformance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * What the system calls of a recording refuse for their arguments alone, where the methods that
 * stand for them in Java are defined to be content. To Cordon these requests never come.
 */
final class SystemCall {

  private SystemCall() {}

  /**
   * Refuses an empty range, as fallocate(2): {@code punchHole} has nothing to do then, and {@code
   * allocate} calls it an illegal argument.
   */
  static void checkRange(Path file, long length) throws IOException {
    if (length == 0) {
      throw invalidArgument(file);
    }
  }

  /**
   * Refuses to copy a file over the part that is copied, as copy_file_range(2): {@code transferTo}
   * knows nothing of what its target is. Bytes that the source does not have are not counted.
   */
  static void checkCopy(Path file, FileChannel source, long from, Path target, long to, long length)
      throws IOException {
    long copied = Math.min(length, Math.max(0, source.size() - from));
    if (to + copied > from && to < from + copied && Place.inode(file).equals(Place.inode(target))) {
      throw invalidArgument(file);
    }
  }

  private static IOException invalidArgument(Path file) {
    return new FileSystemException(file.toString(), null, "Invalid argument");
  }
}
