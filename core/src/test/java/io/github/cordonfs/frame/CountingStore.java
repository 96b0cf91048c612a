package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store without any memory that keeps the books on its blocks, and runs dry when it is told to.
 */
final class CountingStore extends FrameStore {

  private final Set<Integer> populated = ConcurrentHashMap.newKeySet();
  private final AtomicInteger permits = new AtomicInteger(Integer.MAX_VALUE);

  /** Runs in {@link #populate}, where the allocator holds no lock. */
  private volatile Runnable duringPopulate = () -> {};

  CountingStore(int blocks) {
    super(blocks);
  }

  /** Lets the next so many blocks be populated, and no more. */
  void permit(int blocks) {
    permits.set(blocks);
  }

  void duringPopulate(Runnable hook) {
    duringPopulate = hook;
  }

  Set<Integer> populatedBlocks() {
    return Set.copyOf(populated);
  }

  @Override
  public PoolMemory memory() {
    throw new UnsupportedOperationException("no memory here");
  }

  @Override
  boolean populate(int block) {
    duringPopulate.run();
    if (permits.getAndDecrement() <= 0) {
      return false;
    }
    assertThat(populated.add(block)).as("block %s was not populated yet", block).isTrue();
    return true;
  }

  @Override
  void release(int block) {
    assertThat(populated.remove(block)).as("block %s was populated", block).isTrue();
  }

  /** Only when a test trims. */
  @Override
  boolean givesBack() {
    return false;
  }

  @Override
  public long physicalHugeBytes() {
    return 0;
  }

  @Override
  public void close() {
    populated.clear();
  }
}
