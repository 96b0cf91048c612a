package io.github.cordonfs.nio.channel;

import io.github.cordonfs.cache.AddressSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Transfers between a file and another channel, through a private buffer: no foreign code ever sees
 * the memory of files.
 */
final class ChannelTransfer {

  private static final int BUFFER_SIZE = 64 << 10;

  private ChannelTransfer() {}

  /**
   * As {@code FileChannel.transferTo}: short before a poisoned page of the file (contract row A5),
   * and where the target fails after it took some bytes.
   */
  static long to(CordonChannel source, long position, long count, WritableByteChannel target)
      throws IOException {
    source.requireOpen();
    checkOpen(target.isOpen());
    source.requireReadable();
    if (target instanceof CordonChannel cordon) {
      cordon.requireWritable();
    }
    checkArguments(position, count);
    try {
      InterruptedTransfer.check(source);
      return copyTo(source, position, count, target);
    } catch (ClosedChannelException e) {
      throw InterruptedTransfer.of(e, source, target);
    }
  }

  private static long copyTo(
      CordonChannel source, long position, long count, WritableByteChannel target)
      throws IOException {
    // The default provider transfers to these at one blow, and an interrupt goes before the count.
    boolean atOnce = target instanceof FileChannel || target instanceof SelectableChannel;
    long limit = Math.min(count, Math.max(0, source.checkedSize() - position));
    ByteBuffer buffer = null;
    long done = 0;
    while (done < limit && mayGoOn(source, done, atOnce)) {
      int copied = copyFrames(source, position + done, limit - done, target);
      if (copied > 0) {
        done += copied;
        continue;
      }
      buffer = buffer == null ? buffer(limit) : buffer;
      buffer.clear().limit((int) Math.min(buffer.capacity(), limit - done));
      int read = source.tryRead(buffer, position + done);
      if (read < 0) {
        return done > 0 || read == AddressSpace.EOF ? done : source.fail(read, position);
      }
      buffer.flip();
      try {
        drain(buffer, target);
      } catch (IOException e) {
        // What was written must be told; the next transfer meets the error again.
        if (done + buffer.position() == 0 || (atOnce && e instanceof ClosedByInterruptException)) {
          throw e;
        }
      }
      done += buffer.position();
      if (buffer.hasRemaining()) {
        break;
      }
    }
    return done;
  }

  /** Returns how many bytes went from frame to frame; 0 or less if they have to be read. */
  private static int copyFrames(
      CordonChannel source, long position, long count, WritableByteChannel target) {
    if (source instanceof DirectChannel
        || target instanceof DirectChannel
        || !(target instanceof CordonChannel to)) {
      return 0;
    }
    int copied = to.writeFrom(source.space, position, clamp(count));
    if (copied > 0) {
      source.file.markAccessed();
    }
    return copied;
  }

  /** As the other, for a transfer from a channel. */
  private static int copyFrames(
      ReadableByteChannel source, CordonChannel target, long position, long count) {
    if (target.append
        || target instanceof DirectChannel
        || source instanceof DirectChannel
        || !(source instanceof CordonChannel from)) {
      return 0;
    }
    int copied = from.readInto(target.space, position, clamp(count));
    if (copied > 0) {
      target.file.markModified();
    }
    return copied;
  }

  private static int clamp(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  /** Writes a buffer as far as the target takes it. */
  private static void drain(ByteBuffer buffer, WritableByteChannel target) throws IOException {
    while (buffer.hasRemaining()) {
      if (target.write(buffer) <= 0) {
        break;
      }
    }
  }

  /**
   * As {@code FileChannel.transferFrom}. The destination is checked before the source loses a byte,
   * and the transfer ends before a poisoned page of either file (contract row A5).
   */
  static long from(CordonChannel target, ReadableByteChannel source, long position, long count)
      throws IOException {
    target.requireOpen();
    checkOpen(source.isOpen());
    if (source instanceof CordonChannel cordon) {
      cordon.requireReadable();
    }
    target.requireWritable();
    checkArguments(position, count);
    try {
      InterruptedTransfer.check(target);
      return copyFrom(target, source, position, count);
    } catch (ClosedChannelException e) {
      throw InterruptedTransfer.of(e, target, source);
    }
  }

  private static long copyFrom(
      CordonChannel target, ReadableByteChannel source, long position, long count)
      throws IOException {
    boolean atOnce = source instanceof FileChannel;
    long start = target.append ? target.checkedSize() : position;
    long limit = writable(target, start, Math.min(count, Long.MAX_VALUE - start));
    ByteBuffer buffer = null;
    long done = 0;
    while (done < limit && mayGoOn(target, done, atOnce)) {
      int copied = copyFrames(source, target, start + done, limit - done);
      if (copied > 0) {
        done += copied;
        continue;
      }
      buffer = buffer == null ? buffer(limit) : buffer;
      buffer.clear().limit((int) Math.min(buffer.capacity(), limit - done));
      // The read may wait for long: afterwards the file is looked at again.
      if (!fill(buffer, source, done, atOnce) || !mayGoOn(target, done, atOnce)) {
        break;
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        int written = write(target, buffer, start + done);
        if (written < 0) {
          return done > 0 ? done : target.fail(written, start);
        }
        done += written;
      }
    }
    return done;
  }

  /** Reads into a buffer; an error after the first byte of the transfer only ends it. */
  private static boolean fill(
      ByteBuffer buffer, ReadableByteChannel source, long done, boolean atOnce) throws IOException {
    try {
      return source.read(buffer) > 0;
    } catch (IOException e) {
      if (done == 0 || (atOnce && e instanceof ClosedByInterruptException)) {
        throw e;
      }
      return false;
    }
  }

  private static int write(CordonChannel target, ByteBuffer buffer, long at) throws IOException {
    return target.append ? target.write(buffer, at) : target.tryWrite(buffer, at);
  }

  /** Returns how many of the bytes lie before the first poisoned page. */
  private static long writable(CordonChannel target, long start, long count) throws IOException {
    if (count == 0) {
      return 0;
    }
    long poisoned = target.space.firstPoisoned(start, count);
    if (poisoned == start) {
      target.fail(AddressSpace.POISONED, start);
    }
    return poisoned < 0 ? count : poisoned - start;
  }

  /** Checks between two chunks; what was transferred must be told if anything was. */
  private static boolean mayGoOn(CordonChannel channel, long done, boolean atOnce)
      throws IOException {
    if (!channel.isOpen()) {
      if (done == 0) {
        channel.fail(AddressSpace.CLOSED, 0);
      }
      return false;
    }
    if (done == 0 || atOnce) {
      InterruptedTransfer.check(channel);
      return true;
    }
    return !InterruptedTransfer.isInterrupted(channel);
  }

  private static ByteBuffer buffer(long limit) {
    return ByteBuffer.allocate((int) Math.min(BUFFER_SIZE, limit));
  }

  private static void checkArguments(long position, long count) {
    if (position < 0 || count < 0) {
      throw new IllegalArgumentException("negative position or count: " + position + ", " + count);
    }
  }

  private static void checkOpen(boolean open) throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
