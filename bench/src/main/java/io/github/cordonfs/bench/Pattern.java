package io.github.cordonfs.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.SplittableRandom;

/**
 * The content of a measured file: chunks of 1 MiB of random bytes, each beginning with its number.
 * A file system that stores zeros or equal blocks in a cheaper way gains nothing.
 */
final class Pattern {

  /** Bytes of a chunk. */
  static final int CHUNK = 1 << 20;

  private static final long SEED = 20_260_101;

  private final ByteBuffer chunk = BufferKind.DIRECT.allocate(CHUNK);

  Pattern() {
    SplittableRandom random = new SplittableRandom(SEED);
    while (chunk.hasRemaining()) {
      chunk.putLong(random.nextLong());
    }
  }

  /** Returns the content of a chunk, valid until the next call. */
  ByteBuffer chunk(long number) {
    return chunk.clear().putLong(0, number);
  }

  /** Writes a file from its beginning. */
  void fill(FileChannel channel, long size) throws IOException {
    for (long offset = 0; offset < size; offset += CHUNK) {
      ByteBuffer source = chunk(offset / CHUNK);
      while (source.hasRemaining()) {
        channel.write(source, offset + source.position());
      }
    }
  }

  /**
   * Checks that a filled file gives back what was written, a whole chunk a call: what reads less or
   * something else must not be compared.
   *
   * @throws IOException if it does not
   */
  void verify(FileChannel channel, long size) throws IOException {
    ByteBuffer read = ByteBuffer.allocateDirect(CHUNK);
    for (long offset = 0; offset < size; offset += 16 * CHUNK) {
      int n = channel.read(read.clear(), offset);
      if (n != CHUNK || !read.flip().equals(chunk(offset / CHUNK))) {
        throw new IOException("chunk at " + offset + ": read " + n + " bytes, or other bytes");
      }
    }
  }
}
