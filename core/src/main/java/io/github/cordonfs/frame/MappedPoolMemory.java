package io.github.cordonfs.frame;

import io.github.cordonfs.os.Linux;
import io.github.cordonfs.os.MemoryProbe;
import io.github.cordonfs.os.SegmentCopy;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The pool as one mapping of a memfd. */
final class MappedPoolMemory extends PoolMemory {

  private static final int VIEW_SHIFT = 30;
  private static final long VIEW_BYTES = 1L << VIEW_SHIFT;

  /** Of an automatic arena: it keeps the mapping as long as any access may still happen. */
  private final MemorySegment pool;

  /** Whose the memory is, and the file behind it. */
  private final MemfdFrameStore store;

  /** The pool once more, in views as large as a buffer can be. */
  private final ByteBuffer[] views;

  MappedPoolMemory(MemorySegment pool, MemfdFrameStore store) {
    this.pool = pool;
    this.store = store;
    this.views = new ByteBuffer[(int) ((pool.byteSize() + VIEW_BYTES - 1) >>> VIEW_SHIFT)];
    for (int i = 0; i < views.length; i++) {
      long from = (long) i << VIEW_SHIFT;
      views[i] = pool.asSlice(from, Math.min(VIEW_BYTES, pool.byteSize() - from)).asByteBuffer();
    }
  }

  @Override
  public void copyOut(int frame, int offset, ByteBuffer target, int length) {
    target.put(target.position(), view(frame), inView(frame, offset), length);
  }

  @Override
  public void copyIn(int frame, int offset, ByteBuffer source, int length) {
    view(frame).put(inView(frame, offset), source, source.position(), length);
  }

  @Override
  public void copyOut(int frame, int offset, MemorySegment target, long targetOffset, int length) {
    SegmentCopy.copy(pool, position(frame, offset), target, targetOffset, length);
  }

  @Override
  public void copyIn(int frame, int offset, MemorySegment source, long sourceOffset, int length) {
    SegmentCopy.copy(source, sourceOffset, pool, position(frame, offset), length);
  }

  @Override
  public void copyFrames(int from, int to, int count) {
    SegmentCopy.copy(
        pool, position(from, 0), pool, position(to, 0), (long) count << Frames.FRAME_SHIFT);
  }

  @Override
  public MemorySegment bytes(int frame, int offset, int length) {
    return pool.asSlice(position(frame, offset), length);
  }

  @Override
  public void fill(int frame, int offset, int length, byte value) {
    SegmentCopy.fill(pool, position(frame, offset), length, value);
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

  private ByteBuffer view(int frame) {
    return views[frame >>> (VIEW_SHIFT - Frames.FRAME_SHIFT)];
  }

  private static int inView(int frame, int offset) {
    return (int) (position(frame, offset) & (VIEW_BYTES - 1));
  }

  private static long position(int frame, int offset) {
    return ((long) frame << Frames.FRAME_SHIFT) + offset;
  }
}
