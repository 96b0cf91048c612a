package io.github.cordonfs.lucene;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.PoisonedPageException;
import java.io.Serial;
import java.nio.file.Path;
import org.apache.lucene.index.CorruptIndexException;

/**
 * Thrown when a read of an index meets a page whose memory has failed. It is thrown by the read
 * that asked for a byte of that page, never earlier or later; no wrong bytes have been read, and
 * the rest of the index is not affected. The cause is the {@link PoisonedPageException}.
 *
 * <p>Lucene treats it as any {@link CorruptIndexException}: a search fails, an {@code IndexWriter}
 * closes. After {@link io.github.cordonfs.MemoryFailures#restore} the same open reader can read the
 * page again.
 */
public final class PoisonedIndexException extends CorruptIndexException {

  @Serial private static final long serialVersionUID = 1L;

  /** As a string: a path cannot be serialised. */
  private final String file;

  /** Offset of the lost range. */
  private final long offset;

  /** Length of the lost range. */
  private final long length;

  PoisonedIndexException(Path file, String input, PoisonedPageException cause) {
    super(
        "memory failure: "
            + cause.length()
            + " bytes at offset "
            + cause.offset()
            + " of "
            + file
            + " are lost",
        input,
        cause);
    this.file = file.getFileName().toString();
    this.offset = cause.offset();
    this.length = cause.length();
  }

  /** Returns the name of the file in its directory; for a compound file, the name of that file. */
  public String file() {
    return file;
  }

  /** Returns the lost range of {@link #file}: one page, clipped to the size of the file. */
  public ByteRange range() {
    return new ByteRange(offset, length);
  }
}
