package io.github.cordonfs.frame;

import io.github.cordonfs.os.SegmentCopy;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the pool, and the only code that touches them. Methods are not atomic and take no
 * lock: callers own the frames, or validate afterwards that nobody took them away.
 *
 * <p>After a copy out of or into the pool, and before anything is done with the result, callers
 * must call {@link #barrier}: only then has an error of the memory been thrown (see {@code
 * Linux.barrier}).
 *
 * <p>A run of bytes begins in a frame and may go on into the frames that follow it, within one 2
 * MiB block.
 */
public abstract class PoolMemory {

  /** For the implementations, and for tests that watch every access. */
  protected PoolMemory() {}

  /** Copies {@code length} bytes from {@code offset} in a frame to a caller's memory. */
  public abstract void copyOut(
      int frame, int offset, MemorySegment target, long targetOffset, int length);

  /**
   * Copies {@code length} bytes from {@code offset} in a frame to a buffer, from its position on,
   * which stays. For buffers the way through a segment is longer, and makes an object.
   */
  public void copyOut(int frame, int offset, ByteBuffer target, int length) {
    copyOut(frame, offset, MemorySegment.ofBuffer(target), 0, length);
  }

  /** Copies {@code length} bytes of a buffer, from its position on, which stays, to a frame. */
  public void copyIn(int frame, int offset, ByteBuffer source, int length) {
    copyIn(frame, offset, MemorySegment.ofBuffer(source), 0, length);
  }

  /** Copies {@code length} bytes of a caller's memory to {@code offset} in a frame. */
  public abstract void copyIn(
      int frame, int offset, MemorySegment source, long sourceOffset, int length);

  /** Copies adjacent frames, within one 2 MiB block each. */
  public abstract void copyFrames(int from, int to, int count);

  /**
   * Returns the bytes of adjacent frames as the source of a copy into others: of the same pool or
   * of another.
   *
   * @param length at least 1; all within one 2 MiB block
   * @return null where they cannot be had that way
   */
  public @Nullable MemorySegment bytes(int frame, int offset, int length) {
    return null;
  }

  /** Fills {@code length} bytes from {@code offset} in a frame. */
  public abstract void fill(int frame, int offset, int length, byte value);

  /** Throws what the memory accesses of this thread up to here have earned. */
  public abstract void barrier();

  /**
   * Returns the frame that holds an address of this process.
   *
   * @return the frame, or {@link Frames#NONE} if the address is not in the pool
   */
  public abstract int frameOfAddress(long address);

  /**
   * Returns the address of a frame in this process.
   *
   * @return the address, or 0 if it has none
   */
  public abstract long address(int frame);

  /**
   * Returns whether the memory of a frame can be read, without touching it.
   *
   * @return true where that cannot be known
   */
  public boolean isReadable(int frame) {
    return true;
  }

  /**
   * Returns whether the memory of adjacent frames can be read, all of it, without touching it; it
   * must be populated.
   *
   * @param first the first frame
   * @param count how many, within one 2 MiB block
   * @return empty where that cannot be known
   */
  public Optional<Boolean> areReadable(int first, int count) {
    return Optional.empty();
  }

  /**
   * Returns how many bytes of a caller's memory can be read, without touching them: up to the first
   * page that cannot.
   *
   * @return {@code length} where that cannot be known
   */
  public long readableBytes(MemorySegment source, long offset, long length) {
    return length;
  }

  /** Clears bytes of a caller's memory; a length that is not positive is none. */
  public static void zero(MemorySegment target, long offset, int length) {
    if (length > 0) {
      SegmentCopy.fill(target, offset, length, (byte) 0);
    }
  }

  /** Clears {@code length} bytes from {@code offset} in a frame. */
  public final void zero(int frame, int offset, int length) {
    if (length > 0) {
      fill(frame, offset, length, (byte) 0);
    }
  }
}
