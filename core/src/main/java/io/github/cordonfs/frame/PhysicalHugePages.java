package io.github.cordonfs.frame;

import io.github.cordonfs.os.Linux;
import java.lang.ref.Reference;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel, after the fact and in the background, to back populated blocks with huge pages
 * of its own. It copies the data, which stays usable meanwhile. On a busy machine that may take far
 * longer than a write, so no writer waits for it. Thread-safe.
 */
final class PhysicalHugePages extends BackgroundTask {

  private final long address;

  /** Blocks whose memory is there and was not given back since. */
  private final BitSet populated;

  /** Those of them the kernel said it backs with a huge page. */
  private final BitSet huge;

  /** Those that it is to be asked for. */
  private final BitSet wanted;

  /** The store, while there is work: it stays mapped. */
  private @Nullable FrameStore keepMapped;

  /** For the memory of a store, at an address, of a number of blocks. */
  PhysicalHugePages(long address, int blocks) {
    this.address = address;
    // As large as they get: a block is populated with locks held, where nothing may fail.
    this.populated = new BitSet(blocks);
    this.huge = new BitSet(blocks);
    this.wanted = new BitSet(blocks);
  }

  /** Asks for a block that was just populated. */
  void collapse(int block, FrameStore store) {
    synchronized (this) {
      populated.set(block);
      wanted.set(block);
      keepMapped = store;
    }
    schedule(0);
  }

  /** Asks for the next block. */
  @Override
  protected long run() {
    int block;
    FrameStore store;
    synchronized (this) {
      block = wanted.nextSetBit(0);
      store = keepMapped;
      if (block < 0) {
        keepMapped = null;
        return DONE;
      }
      wanted.clear(block);
    }
    try {
      collapse(block);
    } finally {
      Reference.reachabilityFence(store);
    }
    return 0;
  }

  private void collapse(int block) {
    synchronized (this) {
      if (!populated.get(block)) {
        return;
      }
    }
    // A block given back meanwhile has a hole, and the kernel refuses.
    long start = address + ((long) block << Frames.HUGE_SHIFT);
    boolean done = Linux.advise(start, Frames.HUGE_BYTES, Linux.MADV_COLLAPSE) == 0;
    synchronized (this) {
      huge.set(block, done && populated.get(block));
    }
  }

  /** Forgets a block that is given back. */
  synchronized void forget(int block) {
    wanted.clear(block);
    populated.clear(block);
    huge.clear(block);
  }

  /** Forgets all blocks. */
  synchronized void forgetAll() {
    wanted.clear();
    populated.clear();
    huge.clear();
  }

  synchronized long bytes() {
    return (long) huge.cardinality() << Frames.HUGE_SHIFT;
  }
}
