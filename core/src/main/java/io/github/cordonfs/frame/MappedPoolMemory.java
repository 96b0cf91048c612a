package io.github.cordonfs.frame;

import io.github.cordonfs.os.Linux;
import io.github.cordonfs.os.MemoryProbe;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** The pool as one mapping of a memfd. */
final class MappedPoolMemory extends PoolMemory {

  /** Of an automatic arena: it keeps the mapping as long as any access may still happen. */
  private final MemorySegment pool;

  /** Whose the memory is, and the file behind it. */
  private final MemfdFrameStore store;

  MappedPoolMemory(MemorySegment pool, MemfdFrameStore store) {
    this.pool = pool;
    this.store = store;
  }

  @Override
  public void copyOut(int frame, int offset, MemorySegment target, long targetOffset, int length) {
    MemorySegment.copy(pool, position(frame, offset), target, targetOffset, length);
  }

  @Override
  public void copyIn(int frame, int offset, MemorySegment source, long sourceOffset, int length) {
    MemorySegment.copy(source, sourceOffset, pool, position(frame, offset), length);
  }

  @Override
  public void copyFrames(int from, int to, int count) {
    MemorySegment.copy(
        pool, position(from, 0), pool, position(to, 0), (long) count << Frames.FRAME_SHIFT);
  }

  @Override
  public void fill(int frame, int offset, int length, byte value) {
    pool.asSlice(position(frame, offset), length).fill(value);
  }

  @Override
  public void barrier() {
    Linux.barrier();
  }

  @Override
  public boolean isReadable(int frame) {
    return store.isReadable(frame);
  }

  @Override
  public Optional<Boolean> areReadable(int first, int count) {
    return store.areReadable(first, count);
  }

  @Override
  public long readableBytes(MemorySegment source, long offset, long length) {
    return source.isNative()
        ? MemoryProbe.readableBytes(source.address() + offset, length)
        : length;
  }

  @Override
  public int frameOfAddress(long address) {
    long offset = address - pool.address();
    return offset < 0 || offset >= pool.byteSize()
        ? Frames.NONE
        : (int) (offset >>> Frames.FRAME_SHIFT);
  }

  @Override
  public long address(int frame) {
    return pool.address() + position(frame, 0);
  }

  private static long position(int frame, int offset) {
    return ((long) frame << Frames.FRAME_SHIFT) + offset;
  }
}
