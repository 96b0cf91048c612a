package io.github.cordonfs.nio.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file from its beginning. A read of the page cache may scribble over the part of the
 * destination that it does not fill in the end, and the contract of {@link InputStream} forbids
 * that: so bytes come under a lock where all of them are there, and otherwise through a private
 * array, except where the array is new and not handed out yet.
 */
final class CordonInputStream extends InputStream {

  private static final int MAX_CHUNK = 64 << 10;

  /** The largest array the JVM is sure to make. */
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private static final byte[] NONE = {};

  private final FileChannel channel;

  /** The same, of a regular file whose bytes may be read at any place; otherwise null. */
  private final @Nullable CordonChannel file;

  private byte[] chunk = NONE;

  CordonInputStream(FileChannel channel) {
    this.channel = channel;
    this.file =
        channel instanceof CordonChannel regular && !(channel instanceof DirectChannel)
            ? regular
            : null;
  }

  @Override
  public int read() throws IOException {
    int read = channel.read(ByteBuffer.wrap(chunk(1), 0, 1));
    return read < 0 ? -1 : chunk[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, b.length);
    if (len == 0) {
      // Whether it is open or not, as with the JDK's.
      return 0;
    }
    int wanted = Math.min(len, MAX_CHUNK);
    if (file != null) {
      int whole = file.readWhole(b, off, wanted);
      if (whole > 0) {
        return whole;
      }
      // At the end of the file no array is made in vain.
      wanted = file.isOpen() ? Math.clamp(remaining(), 1, wanted) : 1;
    }
    int read = channel.read(ByteBuffer.wrap(chunk(wanted), 0, wanted));
    if (read > 0) {
      System.arraycopy(chunk, 0, b, off, read);
    }
    return read;
  }

  private byte[] chunk(int length) {
    if (chunk.length < length) {
      chunk = new byte[length];
    }
    return chunk;
  }

  @Override
  public byte[] readAllBytes() throws IOException {
    if (remaining() > MAX_ARRAY) {
      throw new OutOfMemoryError("the file is too large for an array");
    }
    return readNBytes(MAX_ARRAY);
  }

  @Override
  public byte[] readNBytes(int len) throws IOException {
    if (len < 0) {
      throw new IllegalArgumentException("negative length: " + len);
    }
    if (len == 0) {
      return new byte[0];
    }
    byte[] bytes = new byte[(int) Math.min(len, remaining())];
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      if (channel.read(rest) < 0) {
        return Arrays.copyOf(bytes, rest.position());
      }
    }
    return bytes.length == len ? bytes : withGrowth(bytes, len);
  }

  /** Adds what the file has grown by since it was measured; usually nothing. */
  private byte[] withGrowth(byte[] bytes, int len) throws IOException {
    byte[] more = super.readNBytes(len - bytes.length);
    if (more.length == 0) {
      return bytes;
    }
    byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(more, 0, all, bytes.length, more.length);
    return all;
  }

  /** Goes to the end at most; with a negative number back, to the beginning at most. */
  @Override
  public long skip(long n) throws IOException {
    long position = channel.position();
    long skipped = n > 0 ? Math.min(n, channel.size() - position) : Math.max(n, -position);
    channel.position(position + skipped);
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(Integer.MAX_VALUE, remaining());
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    Objects.requireNonNull(out);
    long total = 0;
    byte[] buffer = new byte[Math.clamp(remaining(), 1, MAX_CHUNK)];
    for (int read = read(buffer); read >= 0; read = read(buffer)) {
      out.write(buffer, 0, read);
      total += read;
    }
    return total;
  }

  private long remaining() throws IOException {
    return Math.max(0, channel.size() - channel.position());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
