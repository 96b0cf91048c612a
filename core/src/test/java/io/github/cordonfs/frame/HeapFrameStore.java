package io.github.cordonfs.frame;

/**
 * A store over {@link HeapPoolMemory}, for tests of interleavings: no system calls, no threads of
 * its own.
 */
public final class HeapFrameStore extends FrameStore {

  private final HeapPoolMemory memory;

  public HeapFrameStore(int blocks) {
    super(blocks);
    this.memory = new HeapPoolMemory(blocks << Frames.HUGE_ORDER);
  }

  @Override
  public PoolMemory memory() {
    return memory;
  }

  @Override
  boolean populate(int block) {
    return true;
  }

  @Override
  void release(int block) {}

  @Override
  boolean givesBack() {
    return false;
  }

  @Override
  public long physicalHugeBytes() {
    return 0;
  }

  @Override
  public void close() {}
}
