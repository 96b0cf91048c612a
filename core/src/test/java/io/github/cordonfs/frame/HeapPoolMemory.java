package io.github.cordonfs.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * The pool as a heap array in which only two bytes of each frame exist, at {@link #sample}: few
 * enough for a model checker to interleave every access. Callers' memory must be byte arrays. Loops
 * and no {@code System.arraycopy}, which a model checker takes for one step.
 */
public final class HeapPoolMemory extends PoolMemory {

  /** Bytes stored of each frame. */
  public static final int SAMPLES = 2;

  private final byte[] cells;

  HeapPoolMemory(int frames) {
    this.cells = new byte[frames * SAMPLES];
  }

  @Override
  public void copyOut(int frame, int offset, MemorySegment target, long targetOffset, int length) {
    byte[] bytes = (byte[]) target.heapBase().orElseThrow();
    for (int cell = firstCell(frame, offset); position(cell) < end(frame, offset, length); cell++) {
      bytes[(int) (targetOffset + position(cell) - start(frame, offset))] = cells[cell];
    }
  }

  @Override
  public void copyIn(int frame, int offset, MemorySegment source, long sourceOffset, int length) {
    // One that is read-only has no array to be seen: it is the zeros of the page cache.
    byte[] bytes = (byte[]) source.heapBase().orElseGet(() -> source.toArray(JAVA_BYTE));
    for (int cell = firstCell(frame, offset); position(cell) < end(frame, offset, length); cell++) {
      cells[cell] = bytes[(int) (sourceOffset + position(cell) - start(frame, offset))];
    }
  }

  @Override
  public void copyFrames(int from, int to, int count) {
    for (int cell = 0; cell < count * SAMPLES; cell++) {
      cells[to * SAMPLES + cell] = cells[from * SAMPLES + cell];
    }
  }

  @Override
  public void fill(int frame, int offset, int length, byte value) {
    for (int cell = firstCell(frame, offset); position(cell) < end(frame, offset, length); cell++) {
      cells[cell] = value;
    }
  }

  @Override
  public void barrier() {}

  @Override
  public int frameOfAddress(long address) {
    return Frames.NONE;
  }

  @Override
  public long address(int frame) {
    return 0;
  }

  /** Returns the offset in a frame of a byte that is stored; 0 to {@link #SAMPLES} - 1. */
  public static int sample(int number) {
    return number * (Frames.FRAME_BYTES / SAMPLES);
  }

  private static long start(int frame, int offset) {
    return (long) frame * Frames.FRAME_BYTES + offset;
  }

  private static long end(int frame, int offset, int length) {
    return start(frame, offset) + length;
  }

  private static long position(int cell) {
    return (long) (cell / SAMPLES) * Frames.FRAME_BYTES + sample(cell % SAMPLES);
  }

  private static int firstCell(int frame, int offset) {
    int cell = frame * SAMPLES;
    while (position(cell) < start(frame, offset)) {
      cell++;
    }
    return cell;
  }
}
