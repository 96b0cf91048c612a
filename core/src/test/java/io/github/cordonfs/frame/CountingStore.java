package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store without any memory that keeps the books on its blocks, and runs dry when it is told to.
 */
final class CountingStore extends FrameStore {

  /** How many frames of a block have memory, from its first on. */
  private final Map<Integer, Integer> populated = new ConcurrentHashMap<>();

  private final boolean pieces;
  private final AtomicInteger permits = new AtomicInteger(Integer.MAX_VALUE);

  /** Runs in {@link #populate}, where the allocator holds no lock. */
  private volatile Runnable duringPopulate = () -> {};

  CountingStore(int blocks) {
    this(blocks, false);
  }

  /**
   * Makes one.
   *
   * @param pieces whether blocks can be populated in pieces
   */
  CountingStore(int blocks, boolean pieces) {
    super(blocks);
    this.pieces = pieces;
  }

  /** Lets the next so many blocks, or pieces, be populated, and no more. */
  void permit(int blocks) {
    permits.set(blocks);
  }

  void duringPopulate(Runnable hook) {
    duringPopulate = hook;
  }

  Set<Integer> populatedBlocks() {
    return Set.copyOf(populated.keySet());
  }

  /** Returns how many frames have memory. */
  int populatedFrames() {
    return populated.values().stream().mapToInt(frames -> frames).sum();
  }

  boolean hasMemory(int frame) {
    int frames = populated.getOrDefault(frame >>> Frames.HUGE_ORDER, 0);
    return (frame & Frames.HUGE_FRAMES - 1) < frames;
  }

  @Override
  public PoolMemory memory() {
    throw new UnsupportedOperationException("no memory here");
  }

  @Override
  boolean populate(int block) {
    return populatePiece(block, 0, Frames.HUGE_FRAMES);
  }

  @Override
  boolean populatesPieces() {
    return pieces;
  }

  @Override
  boolean populatePiece(int block, int from, int to) {
    duringPopulate.run();
    if (permits.getAndDecrement() <= 0) {
      return false;
    }
    assertThat(to).isBetween(from + 1, Frames.HUGE_FRAMES);
    Integer before = populated.put(block, to);
    assertThat(before).as("frames of block %s", block).isEqualTo(from == 0 ? null : from);
    return true;
  }

  @Override
  void release(int block) {
    assertThat(populated.remove(block)).as("block %s was populated", block).isNotNull();
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
