package io.github.cordonfs.frame;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * A store that lets a test act while a block is populated: then frames that the allocator took from
 * other blocks for the same caller are in transit.
 */
public final class HookedStore extends FrameStore {

  private final FrameStore store;
  private IntConsumer duringPopulate = block -> {};
  private IntPredicate renewal = frame -> false;

  /** Wraps a store. */
  public HookedStore(FrameStore store) {
    super(store.blocks());
    this.store = store;
  }

  /** Sets what runs; it gets the number of the block. */
  public void duringPopulate(IntConsumer hook) {
    duringPopulate = hook;
  }

  /** Sets what renews a frame. */
  public void renewal(IntPredicate hook) {
    renewal = hook;
  }

  @Override
  public boolean renew(int frame) {
    return renewal.test(frame);
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
