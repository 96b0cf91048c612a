package io.github.cordonfs.frame;

import io.github.cordonfs.os.Linux;
import io.github.cordonfs.os.MemoryProbe;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** The pool as one mapping of a memfd. */
final class MappedPoolMemory extends PoolMemory {

  /** Of an automatic arena: it keeps the mapping as long as any access may still happen. */
  private final MemorySegment pool;

  MappedPoolMemory(MemorySegment pool) {
    this.pool = pool;
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
    return MemoryProbe.isReadable(address(frame));
  }

  @Override
  public Optional<Boolean> isBlockReadable(int block) {
    int first = block << Frames.HUGE_ORDER;
    int errno = Linux.advise(address(first), Frames.HUGE_BYTES, Linux.MADV_POPULATE_READ);
    return switch (errno) {
      case Linux.EFAULT, Linux.EHWPOISON -> Optional.of(false);
      case Linux.EINVAL -> Optional.empty(); // Linux before 5.14
      default -> Optional.of(true); // as far as is known: another time
    };
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
