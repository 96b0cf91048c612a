package io.github.cordonfs.cli.drill.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file of a directory that is mounted, and what it must hold: a checksum for each page, so that
 * files larger than any memory can be judged. Thread-safe.
 */
public final class StoredFile {

  private final String name;
  private final Path disk;
  private final Path mounted;
  private final FileStamp stamp;
  private final int[] checksums;
  private final int firstPage;
  private volatile boolean changed;

  /**
   * Creates one.
   *
   * @param name as {@link SourceFile#name}
   * @param disk where it is on the disk
   * @param mounted where it is in the file system under test
   * @param stamp from before its content was read
   * @param checksums of its pages, at least one; not copied
   * @param firstPage number of its first page among those of all files
   */
  StoredFile(
      String name, Path disk, Path mounted, FileStamp stamp, int[] checksums, int firstPage) {
    this.name = name;
    this.disk = disk;
    this.mounted = mounted;
    this.stamp = stamp;
    this.checksums = checksums;
    this.firstPage = firstPage;
  }

  /** Returns the checksum of a page: of the bytes between position and limit, which move. */
  static int checksum(ByteBuffer page) {
    CRC32C crc = new CRC32C();
    crc.update(page);
    return (int) crc.getValue();
  }

  public Path disk() {
    return disk;
  }

  public Path mounted() {
    return mounted;
  }

  public long size() {
    return stamp.size();
  }

  public int pages() {
    return checksums.length;
  }

  public int firstPage() {
    return firstPage;
  }

  /**
   * Returns whether bytes are those of a page.
   *
   * @param page from 0 in this file
   * @param bytes from position to limit, which do not change
   */
  public boolean isContent(int page, ByteBuffer bytes) {
    return checksum(bytes.duplicate()) == checksums[page];
  }

  /** Returns whether the file is known to have been changed on the disk, as of the last look. */
  public boolean isChanged() {
    return changed;
  }

  /**
   * Looks whether somebody has changed the file on the disk. Once changed it stays so: what it must
   * hold is not known any more.
   */
  public boolean lookForChange() {
    if (!changed) {
      try {
        changed = !FileStamp.of(disk).equals(stamp);
      } catch (IOException e) {
        changed = true; // it is gone, or cannot be reached any more
      }
    }
    return changed;
  }

  @Override
  public String toString() {
    return name;
  }
}
