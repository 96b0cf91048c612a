package io.github.cordonfs.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads and writes that go wrong. */
final class Transfers {

  private static final int CHUNK = 64 << 10;

  private Transfers() {}

  /**
   * What a write came to.
   *
   * @param stored the bytes that reached the file
   * @param told the bytes that the caller is told were written
   * @param failure what the caller is told instead
   */
  // Made for one write and read once.
  @SuppressWarnings("ArrayRecordComponent")
  record Written(byte[] stored, int told, @Nullable IOException failure) {

    int orThrow() throws IOException {
      if (failure != null) {
        throw failure;
      }
      return told;
    }
  }

  static int remaining(ByteBuffer[] buffers, int offset, int length) {
    long sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += buffers[i].remaining();
    }
    return (int) Math.min(sum, 1 << 30);
  }

  static int read(FaultAction action, FileChannel below, ByteBuffer dst, long at, boolean relative)
      throws IOException {
    if (action instanceof FaultAction.Fail(Errno errno)) {
      throw errno.onChannel(FileOp.READ);
    }
    int before = dst.position();
    int limit = dst.limit();
    if (action instanceof FaultAction.Shorten(int bytes)) {
      dst.limit(Math.min(limit, before + bytes));
    }
    int read;
    try {
      read = relative ? below.read(dst) : below.read(dst, at);
    } finally {
      dst.limit(limit);
    }
    if (read > 0) {
      byte[] bytes = new byte[read];
      dst.get(before, bytes);
      dst.put(before, spoiled(action, bytes, at));
    }
    return read;
  }

  static Written write(
      @Nullable FaultAction action, FileChannel below, ByteBuffer src, long at, boolean relative)
      throws IOException {
    if (action instanceof FaultAction.Fail(Errno errno)) {
      return new Written(new byte[0], 0, errno.onChannel(FileOp.WRITE));
    }
    int told = src.remaining();
    if (action instanceof FaultAction.Shorten(int bytes)) {
      told = Math.min(told, bytes);
    }
    byte[] bytes = new byte[told];
    src.get(src.position(), bytes);
    IOException failure = null;
    if (action instanceof FaultAction.Tear(int sector, Errno errno)) {
      bytes = Arrays.copyOf(bytes, told / 2 / sector * sector);
      failure = errno.onChannel(FileOp.WRITE);
    } else if (action instanceof FaultAction.Lie) {
      bytes = new byte[0];
    } else if (action != null) {
      bytes = spoiled(action, bytes, at);
    }
    int stored = writeFully(below, bytes, at, relative);
    if (failure != null) {
      if (relative) {
        below.position(at);
      }
    } else {
      told = action instanceof FaultAction.Lie ? told : stored;
      src.position(src.position() + told);
      if (relative) {
        below.position(at + told);
      }
    }
    return new Written(Arrays.copyOf(bytes, stored), told, failure);
  }

  /** Returns how much was written: less only where the file system below writes less. */
  private static int writeFully(FileChannel below, byte[] bytes, long at, boolean relative)
      throws IOException {
    if (bytes.length == 0) {
      return 0;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return relative ? below.write(buffer) : below.write(buffer, at);
  }

  private static byte[] spoiled(FaultAction action, byte[] bytes, long at) {
    byte[] changed = bytes.clone();
    if (action instanceof FaultAction.FlipBit(long offset, int bit)) {
      long index = offset == FaultAction.FlipBit.FIRST ? 0 : offset - at;
      if (index >= 0 && index < changed.length) {
        changed[(int) index] ^= (byte) (1 << bit);
      }
    } else if (action instanceof FaultAction.ZeroSectors(int sector)) {
      long first = Math.ceilDiv(at, sector) * sector;
      for (long s = first; s + sector <= at + changed.length; s += sector) {
        Arrays.fill(changed, (int) (s - at), (int) (s - at) + sector, (byte) 0);
      }
    }
    return changed;
  }

  /** Copies through a buffer, as {@link FileChannel#transferTo}. */
  static long to(FileChannel source, long position, long count, WritableByteChannel target)
      throws IOException {
    long done = 0;
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, CHUNK));
    while (done < count) {
      buffer.clear().limit((int) Math.min(CHUNK, count - done));
      if (source.read(buffer, position + done) <= 0) {
        break;
      }
      int wanted = buffer.flip().remaining();
      int written = target.write(buffer);
      done += written;
      if (written < wanted) {
        break;
      }
    }
    return done;
  }

  /** Copies through a buffer, as {@link FileChannel#transferFrom}. */
  static long from(FileChannel target, ReadableByteChannel src, long position, long count)
      throws IOException {
    if (position > target.size()) {
      return 0;
    }
    long done = 0;
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, CHUNK));
    while (done < count) {
      buffer.clear().limit((int) Math.min(CHUNK, count - done));
      if (src.read(buffer) <= 0) {
        break;
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        done += target.write(buffer, position + done);
      }
    }
    return done;
  }
}
