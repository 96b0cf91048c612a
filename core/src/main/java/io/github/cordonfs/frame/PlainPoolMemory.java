package io.github.cordonfs.frame;

import io.github.cordonfs.os.SegmentCopy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pool in plain native memory, a piece for each 2 MiB block, where memfd cannot be used. There
 * is no barrier: errors of the memory itself are not survived here.
 */
final class PlainPoolMemory extends PoolMemory {

  private static final VarHandle BLOCKS =
      MethodHandles.arrayElementVarHandle(MemorySegment[].class);

  private final @Nullable MemorySegment[] blocks;

  PlainPoolMemory(int blocks) {
    this.blocks = new MemorySegment[blocks];
  }

  /** Takes memory for a block; false if there is none. */
  boolean populate(int block) {
    try {
      BLOCKS.setRelease(blocks, block, Arena.ofAuto().allocate(Frames.HUGE_BYTES, 4096));
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /** Gives a block's memory back, once the last late reader of it is gone. */
  void release(int block) {
    BLOCKS.setRelease(blocks, block, null);
  }

  @Override
  public void copyOut(int frame, int offset, MemorySegment target, long targetOffset, int length) {
    MemorySegment block = block(frame);
    // None for a late reader of a block that was given back: its validation fails.
    if (block != null) {
      SegmentCopy.copy(block, position(frame, offset), target, targetOffset, length);
    }
  }

  @Override
  public void copyIn(int frame, int offset, MemorySegment source, long sourceOffset, int length) {
    MemorySegment block = Objects.requireNonNull(block(frame));
    SegmentCopy.copy(source, sourceOffset, block, position(frame, offset), length);
  }

  @Override
  public void copyFrames(int from, int to, int count) {
    copyIn(
        to, 0, Objects.requireNonNull(block(from)), position(from, 0), count << Frames.FRAME_SHIFT);
  }

  @Override
  public MemorySegment bytes(int frame, int offset, int length) {
    return Objects.requireNonNull(block(frame)).asSlice(position(frame, offset), length);
  }

  @Override
  public void fill(int frame, int offset, int length, byte value) {
    MemorySegment block = Objects.requireNonNull(block(frame));
    SegmentCopy.fill(block, position(frame, offset), length, value);
  }

  @Override
  public void barrier() {}

  @Override
  public int frameOfAddress(long address) {
    for (int i = 0; i < blocks.length; i++) {
      MemorySegment block = (MemorySegment) BLOCKS.getAcquire(blocks, i);
      if (block != null) {
        long offset = address - block.address();
        if (offset >= 0 && offset < Frames.HUGE_BYTES) {
          return i * Frames.HUGE_FRAMES + (int) (offset >>> Frames.FRAME_SHIFT);
        }
      }
    }
    return Frames.NONE;
  }

  @Override
  public long address(int frame) {
    MemorySegment block = block(frame);
    return block == null ? 0 : block.address() + position(frame, 0);
  }

  private @Nullable MemorySegment block(int frame) {
    return (MemorySegment) BLOCKS.getAcquire(blocks, frame >>> Frames.HUGE_ORDER);
  }

  private static long position(int frame, int offset) {
    return ((long) (frame & (Frames.HUGE_FRAMES - 1)) << Frames.FRAME_SHIFT) + offset;
  }
}
