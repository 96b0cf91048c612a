package io.github.cordonfs;

import java.io.Serial;
import java.nio.file.FileSystemException;
import java.util.Objects;

/**
 * Thrown by an access to a page of a file whose memory has failed: the data of that page is lost.
 * The rest of the file is not affected. The page is usable again after {@link
 * MemoryFailures#restore} has rebuilt it or {@link MemoryFailures#clearPoison} has removed it;
 * truncating the file below it, punching a hole over it, and deleting the file remove it, too.
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
   * @param file the path of the file, as the caller gave it
   * @param range the lost bytes, clipped to the size of the file
   */
  public PoisonedPageException(String file, ByteRange range) {
    super(Objects.requireNonNull(file, "file"), null, "Input/output error: memory failure");
    this.offset = Objects.requireNonNull(range, "range").offset();
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
