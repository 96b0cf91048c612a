package io.github.cordonfs.nio.channel;

import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;

/**
 * What a channel opened with {@code ExtendedOpenOption.DIRECT} refuses: whatever is not a multiple
 * of the block size.
 *
 * @param path of the file, for messages
 */
record BlockChecks(String path) {

  static final int ALIGNMENT = (int) ChannelContext.BLOCK_BYTES;

  /** The words of the JDK's channel. */
  static final String REMAINING = "Number of remaining bytes";

  static final String BUFFER_POSITION = "Current position of the bytebuffer";

  void checkPosition(long position) throws FileSystemException {
    check("Channel position", position);
  }

  void checkDestination(ByteBuffer dst) throws FileSystemException {
    requireWritable(dst);
    checkBuffer(dst);
  }

  static void requireWritable(ByteBuffer dst) {
    if (dst.isReadOnly()) {
      throw new IllegalArgumentException("read-only buffer");
    }
  }

  void checkBuffer(ByteBuffer buffer) throws FileSystemException {
    if (buffer.isDirect()) {
      int position = buffer.position();
      int misplaced = buffer.alignmentOffset(position, ALIGNMENT);
      if (misplaced != 0) {
        throw refused(BUFFER_POSITION, position, ": alignment offset = " + misplaced);
      }
    }
    check(REMAINING, buffer.remaining());
  }

  void check(String what, long value) throws FileSystemException {
    if (value % ALIGNMENT != 0) {
      throw refused(what, value, "");
    }
  }

  private FileSystemException refused(String what, long value, String more) {
    return new FileSystemException(
        path,
        null,
        what + " (" + value + ") is not a multiple of the block size (" + ALIGNMENT + ")" + more);
  }
}
