package io.github.cordonfs.hadoop.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** The next bytes of a stream that is read in order, in small pieces. For one thread at a time. */
final class InOrderBuffer {

  /** Bytes. */
  static final int SIZE = 256 << 10;

  private final FileChannel channel;
  private @Nullable ByteBuffer bytes;

  /** Where in the file the buffer begins. */
  private long start;

  InOrderBuffer(FileChannel channel) {
    this.channel = channel;
  }

  /** Reads as a channel does. */
  int read(long position, ByteBuffer target) throws IOException {
    ByteBuffer buffer = bytes;
    if (buffer == null) {
      buffer = ByteBuffer.allocate(SIZE).limit(0);
      bytes = buffer;
    }
    if (position < start || position >= start + buffer.limit()) {
      buffer.clear();
      int n;
      try {
        n = channel.read(buffer, position);
      } finally {
        buffer.flip();
      }
      start = position;
      if (n <= 0) {
        return n;
      }
    }
    int from = (int) (position - start);
    int n = Math.min(target.remaining(), buffer.limit() - from);
    target.put(buffer.slice(from, n));
    return n;
  }

  void clear() {
    bytes = null;
    start = 0;
  }
}
