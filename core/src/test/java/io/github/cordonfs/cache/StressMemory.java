package io.github.cordonfs.cache;

import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The real memory, which now and then lets other threads run in the middle of a read, and counts
 * the barriers of each thread: a read without interference passes one for each extent.
 */
final class StressMemory extends PoolMemory {

  private static final class Counts {
    int copies;
    int barriers;
  }

  private final PoolMemory memory;
  private final ThreadLocal<Counts> counts = ThreadLocal.withInitial(Counts::new);

  StressMemory(PoolMemory memory) {
    this.memory = memory;
  }

  /** Returns the barriers that this thread has passed. */
  int barriers() {
    return counts.get().barriers;
  }

  @SuppressWarnings("ThreadPriorityCheck") // not relied on: it only makes races more likely
  private void letOthersRun() {
    if ((++counts.get().copies & 15) == 0) {
      Thread.yield();
    }
  }

  @Override
  public void copyOut(int frame, int offset, MemorySegment target, long targetOffset, int length) {
    letOthersRun();
    memory.copyOut(frame, offset, target, targetOffset, length);
    letOthersRun();
  }

  @Override
  public void copyIn(int frame, int offset, MemorySegment source, long sourceOffset, int length) {
    letOthersRun();
    memory.copyIn(frame, offset, source, sourceOffset, length);
    letOthersRun();
  }

  @Override
  public void copyFrames(int from, int to, int count) {
    letOthersRun();
    memory.copyFrames(from, to, count);
  }

  @Override
  public @Nullable MemorySegment bytes(int frame, int offset, int length) {
    return memory.bytes(frame, offset, length);
  }

  @Override
  public boolean isReadable(int frame) {
    return memory.isReadable(frame);
  }

  @Override
  public long readableBytes(MemorySegment source, long offset, long length) {
    return memory.readableBytes(source, offset, length);
  }

  @Override
  public void fill(int frame, int offset, int length, byte value) {
    memory.fill(frame, offset, length, value);
  }

  @Override
  public void barrier() {
    counts.get().barriers++;
    memory.barrier();
  }

  @Override
  public int frameOfAddress(long address) {
    return memory.frameOfAddress(address);
  }

  @Override
  public long address(int frame) {
    return memory.address(frame);
  }
}
