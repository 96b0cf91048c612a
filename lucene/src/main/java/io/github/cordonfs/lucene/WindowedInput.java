package io.github.cordonfs.lucene;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;

/**
 * Reads through a window: a copy in heap memory of the bytes around the last read. What is in the
 * window costs an array access; anything else moves it. Absolute reads move the window too, and
 * leave the position alone.
 *
 * <p>The window takes along more than it was asked for, but never fails for it: it ends before what
 * cannot be read, until somebody asks for a byte of that.
 */
abstract sealed class WindowedInput extends IndexInput implements RandomAccessInput
    permits CordonIndexInput {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfInt INTS =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONGS =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOATS =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final byte[] NOTHING = new byte[0];
  private static final MemorySegment NO_SEGMENT = MemorySegment.ofArray(NOTHING);

  /** Values of a file can be copied as they are. */
  private static final boolean IS_LITTLE_ENDIAN =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  /** Fewer bytes are not worth a read of their own. */
  private static final int LEAST_PAST_WINDOW = 32;

  /** How far the window reaches. */
  final Readahead readahead;

  private final long length;

  /** The window; with it, the same array as a segment. */
  private byte[] window = NOTHING;

  private MemorySegment segment = NO_SEGMENT;

  /** The position, in the slice, of the window's first byte. */
  private long start;

  /** How many bytes of the window are valid. */
  private int filled;

  /** Index in the window of the next relative read. */
  private int next;

  /** End of what relative reads may take: {@link #filled}, or 0 if the position is elsewhere. */
  private int limit;

  /** The position if it is not in the window; otherwise -1. */
  private long elsewhere = -1;

  /** Where the last read ended that went past the window; -1 if there was none. */
  private long pastWindow = -1;

  WindowedInput(String description, Readahead readahead, long length) {
    super(description);
    this.readahead = readahead;
    this.length = length;
  }

  /**
   * Reads at least one byte.
   *
   * @param offset of the first byte in the target
   * @param length the most to read, at least 1
   * @param position one before {@link #length}
   * @throws PoisonedIndexException if the first byte is lost
   */
  abstract int read(MemorySegment target, long offset, int length, long position)
      throws IOException;

  /** Returns whether a loss concerns bytes at or after a position. */
  abstract boolean isAtOrAfter(PoisonedIndexException loss, long position);

  /** Throws an exception if nothing may be read any more. */
  abstract void checkOpen();

  // Relative reads.

  @Override
  public final byte readByte() throws IOException {
    if (next >= limit) {
      advance(Byte.BYTES);
    }
    return window[next++];
  }

  @Override
  public final short readShort() throws IOException {
    if (limit - next < Short.BYTES) {
      advance(Short.BYTES);
    }
    short value = (short) SHORT.get(window, next);
    next += Short.BYTES;
    return value;
  }

  @Override
  public final int readInt() throws IOException {
    if (limit - next < Integer.BYTES) {
      advance(Integer.BYTES);
    }
    int value = (int) INT.get(window, next);
    next += Integer.BYTES;
    return value;
  }

  @Override
  public final long readLong() throws IOException {
    if (limit - next < Long.BYTES) {
      advance(Long.BYTES);
    }
    long value = (long) LONG.get(window, next);
    next += Long.BYTES;
    return value;
  }

  @Override
  public final void readBytes(byte[] target, int offset, int length) throws IOException {
    int available = limit - next;
    if (length <= available) {
      System.arraycopy(window, next, target, offset, length);
      next += length;
      return;
    }
    Objects.checkFromIndexSize(offset, length, target.length);
    System.arraycopy(window, next, target, offset, available);
    next += available;
    int rest = length - available;
    if (rest <= readahead.mostInWindow()) {
      advance(rest);
      System.arraycopy(window, next, target, offset + available, rest);
      next += rest;
    } else {
      long at = getFilePointer();
      readPastWindow(at, MemorySegment.ofArray(target), offset + available, rest);
      moveTo(at + rest);
    }
  }

  @Override
  public final void readInts(int[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    int done = 0;
    while (done < length) {
      int count = ready(length - done, Integer.BYTES);
      MemorySegment.copy(segment, INTS, next, target, offset + done, count);
      next += count * Integer.BYTES;
      done += count;
    }
  }

  @Override
  public final void readLongs(long[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    int done = 0;
    while (done < length) {
      int count = ready(length - done, Long.BYTES);
      MemorySegment.copy(segment, LONGS, next, target, offset + done, count);
      next += count * Long.BYTES;
      done += count;
    }
  }

  @Override
  public final void readFloats(float[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    int done = Math.min(length, (limit - next) / Float.BYTES);
    MemorySegment.copy(segment, FLOATS, next, target, offset, done);
    next += done * Float.BYTES;
    if (done < length && isPastWindow((long) (length - done) * Float.BYTES)) {
      readVector(target, offset + done, length - done);
      return;
    }
    while (done < length) {
      int count = ready(length - done, Float.BYTES);
      MemorySegment.copy(segment, FLOATS, next, target, offset + done, count);
      next += count * Float.BYTES;
      done += count;
    }
  }

  /**
   * Tells whether bytes at the position, which the window lacks, are better read without it. A
   * vector that a search jumps to is: whoever wants the next bytes, too, says so by reading them.
   */
  private boolean isPastWindow(long bytes) {
    long at = getFilePointer();
    return IS_LITTLE_ENDIAN
        && bytes <= length - at
        && (bytes > readahead.mostInWindow()
            || (bytes >= LEAST_PAST_WINDOW
                && at != pastWindow
                && readahead.isJump(at, start, filled)));
  }

  /** Reads floats as one copy. */
  private void readVector(float[] target, int offset, int length) throws IOException {
    long at = getFilePointer();
    int bytes = length * Float.BYTES;
    readPastWindow(at, MemorySegment.ofArray(target), (long) offset * Float.BYTES, bytes);
    pastWindow = at + bytes;
    moveTo(pastWindow);
  }

  /** Returns how many of so many values the window can give now: at least one. */
  private int ready(int values, int bytesEach) throws IOException {
    int available = (limit - next) / bytesEach;
    if (available < values && available * bytesEach < readahead.mostInWindow()) {
      // One move for all of them, as far as they fit, rather than one for what is missing.
      long bytes = Math.min((long) values * bytesEach, readahead.mostInWindow());
      if (available == 0 || bytes <= length - getFilePointer()) {
        advance(Math.max(bytesEach, (int) Math.min(bytes, length - getFilePointer())));
        available = (limit - next) / bytesEach;
      }
    }
    return Math.min(values, available);
  }

  // Absolute reads.

  @Override
  public final byte readByte(long position) throws IOException {
    int index = at(position, Byte.BYTES);
    return window[index];
  }

  @Override
  public final short readShort(long position) throws IOException {
    int index = at(position, Short.BYTES);
    return (short) SHORT.get(window, index);
  }

  @Override
  public final int readInt(long position) throws IOException {
    int index = at(position, Integer.BYTES);
    return (int) INT.get(window, index);
  }

  @Override
  public final long readLong(long position) throws IOException {
    int index = at(position, Long.BYTES);
    return (long) LONG.get(window, index);
  }

  @Override
  public final void readBytes(long position, byte[] target, int offset, int length)
      throws IOException {
    if (length == 0) {
      check(position, 0);
    } else if (length <= readahead.mostInWindow()) {
      int index = at(position, length);
      System.arraycopy(window, index, target, offset, length);
    } else {
      Objects.checkFromIndexSize(offset, length, target.length);
      readPastWindow(position, MemorySegment.ofArray(target), offset, length);
    }
  }

  /** Returns where in the window, which may be another one afterwards, some bytes are. */
  private int at(long position, int bytes) throws IOException {
    long index = position - start;
    if (index < 0 || index > filled - bytes) {
      move(position, bytes);
      return (int) (position - start);
    }
    return (int) index;
  }

  // The position.

  @Override
  public final long getFilePointer() {
    return elsewhere >= 0 ? elsewhere : start + next;
  }

  @Override
  public final void seek(long position) throws IOException {
    long index = position - start;
    if (index >= 0 && index <= filled) {
      next = (int) index;
      limit = filled;
      elsewhere = -1;
      return;
    }
    checkOpen();
    if (position < 0) {
      throw new IllegalArgumentException("seek to " + position + " in " + this);
    }
    if (position > length) {
      throw pastEnd(position);
    }
    moveTo(position);
  }

  @Override
  public final long length() {
    return length;
  }

  private void moveTo(long position) {
    elsewhere = position;
    next = 0;
    limit = 0;
  }

  // The window.

  /** Makes the window hold the next bytes after the position, for relative reads. */
  private void advance(int bytes) throws IOException {
    move(getFilePointer(), bytes);
  }

  /** Moves the window so that it holds some bytes. If that fails it is empty. */
  private void move(long position, int bytes) throws IOException {
    long pointer = getFilePointer();
    checkOpen();
    check(position, bytes);
    long from = readahead.from(position, bytes, start, filled);
    int size = (int) Math.min(readahead.size(position, bytes, from, start, filled), length - from);
    if (window.length < size) {
      window = new byte[(int) Math.min(length, readahead.capacity(size))];
      segment = MemorySegment.ofArray(window);
    }
    moveTo(pointer);
    filled = 0;
    load(from, size, position, bytes);
    long index = pointer - start;
    if (index >= 0 && index <= filled) {
      next = (int) index;
      limit = filled;
      elsewhere = -1;
    }
  }

  private void load(long from, int size, long position, int bytes) throws IOException {
    int needed = (int) (position - from) + bytes;
    int loaded = 0;
    try {
      do {
        loaded += read(segment, loaded, size - loaded, from + loaded);
      } while (loaded < needed);
    } catch (PoisonedIndexException e) {
      if (isAtOrAfter(e, position)) {
        throw e;
      }
      // Before what was asked for, which the window took along.
      load(position, (int) (size - (position - from)), position, bytes);
      return;
    }
    start = from;
    filled = loaded;
  }

  private void readPastWindow(long position, MemorySegment target, long offset, int length)
      throws IOException {
    checkOpen();
    check(position, length);
    int done = 0;
    while (done < length) {
      done += read(target, offset + done, length - done, position + done);
    }
  }

  private void check(long position, int bytes) throws IOException {
    if (position < 0) {
      throw new IllegalArgumentException("read at " + position + " in " + this);
    }
    if (bytes > length - position) {
      throw pastEnd(position);
    }
  }

  private EOFException pastEnd(long position) {
    return new EOFException("read past EOF: " + position + " of " + length + " in " + this);
  }

  /** Gives the window away: to a clone of this, or for good. */
  final void forgetWindow() {
    moveTo(getFilePointer());
    start = -1;
    filled = 0;
    window = NOTHING;
    segment = NO_SEGMENT;
  }
}
