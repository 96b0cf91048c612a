package io.github.cordonfs.frame;

import java.util.function.IntConsumer;

/**
 * A store that lets a test act while a block is populated: then frames that the allocator took from
 * other blocks for the same caller are in transit.
 */
public final class HookedStore extends FrameStore {

  private final FrameStore store;
  private IntConsumer duringPopulate = block -> {};

  /** Wraps a store. */
  public HookedStore(FrameStore store) {
    super(store.blocks());
    this.store = store;
  }

  /** Sets what runs; it gets the number of the block. */
  public void duringPopulate(IntConsumer hook) {
    duringPopulate = hook;
  }

  @Override
  public PoolMemory memory() {
    return store.memory();
  }

  @Override
  boolean populate(int block) {
    duringPopulate.accept(block);
    return store.populate(block);
  }

  @Override
  void release(int block) {
    store.release(block);
  }

  /** Only when a test trims. */
  @Override
  boolean givesBack() {
    return false;
  }

  @Override
  public long physicalHugeBytes() {
    return store.physicalHugeBytes();
  }

  @Override
  public void close() {
    store.close();
  }
}
