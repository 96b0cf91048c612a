package io.github.cordonfs;

import java.io.Serial;
import java.nio.file.FileSystemException;

/**
 * Memory failed under a page of a file, and the data of that page is lost (contract row A1). The
 * file is well elsewhere. Truncating the file below the page, punching a hole over it, deleting the
 * file or {@link MemoryFailures#clearPoison} makes it well again.
 */
public final class PoisonedPageException extends FileSystemException {

  @Serial private static final long serialVersionUID = 1L;

  /** Offset of the lost range. */
  private final long offset;

  /** Length of the lost range. */
  private final long length;

  /**
   * Creates the exception.
   *
   * @param file the file, as the caller named it
   * @param range the lost bytes, clipped to the size of the file
   */
  public PoisonedPageException(String file, ByteRange range) {
    super(file, null, "Input/output error: memory failure");
    this.offset = range.offset();
    this.length = range.length();
  }

  /** Returns the offset in the file of the first lost byte. */
  public long offset() {
    return offset;
  }

  /** Returns the number of lost bytes from {@link #offset()}: at most 4096. */
  public long length() {
    return length;
  }

  @Override
  public String getMessage() {
    return super.getMessage() + " (" + length + " bytes at offset " + offset + ")";
  }
}
