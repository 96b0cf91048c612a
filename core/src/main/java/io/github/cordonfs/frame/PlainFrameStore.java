package io.github.cordonfs.frame;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Plain native memory, where memfd cannot be used: everything but mapping and real faults works.
 */
final class PlainFrameStore extends FrameStore {

  private static final AtomicBoolean ANNOUNCED = new AtomicBoolean();

  private final PlainPoolMemory memory;

  PlainFrameStore(int blocks) {
    super(blocks);
    this.memory = new PlainPoolMemory(blocks);
  }

  /** Says once in this JVM why plain memory is used. */
  static void announce(String reason) {
    if (ANNOUNCED.compareAndSet(false, true)) {
      System.getLogger("io.github.cordonfs")
          .log(
              System.Logger.Level.WARNING,
              "Cordon uses plain memory: {0}. Real memory errors are not survived here.",
              reason);
    }
  }

  @Override
  public PoolMemory memory() {
    return memory;
  }

  @Override
  boolean populate(int block) {
    return memory.populate(block);
  }

  @Override
  void release(int block) {
    memory.release(block);
  }

  @Override
  public long physicalHugeBytes() {
    return 0;
  }

  @Override
  public void close() {
    for (int i = 0; i < blocks(); i++) {
      memory.release(i);
    }
  }
}
