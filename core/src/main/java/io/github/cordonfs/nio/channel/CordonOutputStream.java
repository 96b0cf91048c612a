package io.github.cordonfs.nio.channel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a file, where its channel writes. Not the JDK's stream of a channel: that makes the
 * JDK's input streams copy by the size of their file, which is 0 for what the kernel makes up when
 * it is read, such as {@code /proc/version} (contract row S78).
 *
 * <p>Safe for use by several threads: the bytes of one call stay together.
 */
final class CordonOutputStream extends OutputStream {

  private final FileChannel channel;

  /** The same, where its own lock keeps the bytes of one call together; otherwise null. */
  private final @Nullable CordonChannel file;

  /** For a single byte, made with the first one. Guarded by this object's monitor. */
  private @Nullable ByteBuffer one;

  /** Takes over a channel. */
  CordonOutputStream(FileChannel channel) {
    this.channel = channel;
    this.file =
        channel instanceof CordonChannel regular && !(channel instanceof DirectChannel)
            ? regular
            : null;
  }

  @Override
  public synchronized void write(int b) throws IOException {
    ByteBuffer single = one;
    if (single == null) {
      single = ByteBuffer.allocate(1);
      one = single;
    }
    writeAll(single.clear().put(0, (byte) b));
  }

  @Override
  public void write(byte[] b, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, b.length);
    ByteBuffer bytes = ByteBuffer.wrap(b, off, len);
    if (file != null) {
      file.writeAll(bytes);
    } else {
      writeTogether(bytes);
    }
  }

  private synchronized void writeTogether(ByteBuffer bytes) throws IOException {
    writeAll(bytes);
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
