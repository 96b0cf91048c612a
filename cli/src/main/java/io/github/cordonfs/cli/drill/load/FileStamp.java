package io.github.cordonfs.cli.drill.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What tells whether somebody changed a file on the disk.
 *
 * @param key of the file, null where its file system has none
 * @param size in bytes
 * @param modified when its content changed last
 */
record FileStamp(@Nullable Object key, long size, FileTime modified) {

  /**
   * Returns the stamp of a file; links are followed.
   *
   * @throws IOException if it cannot be asked
   */
  static FileStamp of(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileStamp(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
  }
}
