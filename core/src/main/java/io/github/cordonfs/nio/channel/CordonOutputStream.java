package io.github.cordonfs.nio.channel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/**
 * Writes to a file, where its channel writes. Not the JDK's stream of a channel: that makes the
 * JDK's input streams copy by the size of their file, which is 0 for what the kernel makes up when
 * it is read, such as {@code /proc/version} (contract row S78).
 *
 * <p>Safe for use by several threads: the bytes of one call stay together.
 */
final class CordonOutputStream extends OutputStream {

  private final FileChannel channel;

  /** For a single byte. Guarded by this object's monitor. */
  private final ByteBuffer one = ByteBuffer.allocate(1);

  /** Takes over a channel. */
  CordonOutputStream(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public synchronized void write(int b) throws IOException {
    writeAll(one.clear().put(0, (byte) b));
  }

  @Override
  public synchronized void write(byte[] b, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, b.length);
    writeAll(ByteBuffer.wrap(b, off, len));
  }

  /** A write ends before a poisoned page, and the next one says why. */
  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      var _ = channel.write(bytes);
    }
  }

  /** Not held up by a write of another thread, which learns of it. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
