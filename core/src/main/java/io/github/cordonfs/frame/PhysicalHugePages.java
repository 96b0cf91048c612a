package io.github.cordonfs.frame;

import io.github.cordonfs.os.Linux;
import java.lang.ref.Reference;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel to back blocks with huge pages of its own: first when a block gets its memory, as
 * far as that takes no longer than small pages would; and after the fact, in the background, for
 * blocks that got small ones. Then it copies the data, which stays usable meanwhile. On a busy
 * machine that may take far longer than a write, so no writer waits for it. Thread-safe.
 */
final class PhysicalHugePages extends BackgroundTask {

  /** Between two blocks while others are populated, in nanoseconds. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final long address;
  private final HugePageBudget budget = new HugePageBudget();

  /** When a block was populated last: {@link System#nanoTime}. */
  private long lastPopulated;

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

  /** Returns whether to {@link #take} a huge page for the next block, as far as time goes. */
  boolean mayTake() {
    return budget.allowsOne();
  }

  /** Asks for a block that nobody uses yet and that has some of its memory. */
  void take(int block) {
    long start = System.nanoTime();
    boolean taken = ask(block);
    budget.spent(System.nanoTime() - start);
    synchronized (this) {
      huge.set(block, taken);
    }
  }

  /** Notes a block that was just populated, and has it asked for later if it is not huge yet. */
  void populated(int block, FrameStore store) {
    synchronized (this) {
      populated.set(block);
      lastPopulated = System.nanoTime();
      if (huge.get(block)) {
        return;
      }
      wanted.set(block);
      keepMapped = store;
    }
    schedule(PAUSE);
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
    return isBusy() ? PAUSE : 0;
  }

  /** Returns whether somebody is writing new blocks: processors and memory are theirs first. */
  private synchronized boolean isBusy() {
    return System.nanoTime() - lastPopulated < PAUSE;
  }

  private void collapse(int block) {
    synchronized (this) {
      if (!populated.get(block)) {
        return;
      }
    }
    // A block given back meanwhile is a hole, and the kernel refuses.
    boolean done = ask(block);
    synchronized (this) {
      // One that was populated anew meanwhile is huge already, or wanted again.
      if (done && populated.get(block) && !wanted.get(block)) {
        huge.set(block);
      }
    }
  }

  private boolean ask(int block) {
    long start = address + ((long) block << Frames.HUGE_SHIFT);
    return Linux.advise(start, Frames.HUGE_BYTES, Linux.MADV_COLLAPSE) == 0;
  }

  /** Forgets a block that is given back. */
  synchronized void forget(int block) {
    wanted.clear(block);
    populated.clear(block);
    huge.clear(block);
  }

  /** Forgets all blocks. */
  void forgetAll() {
    synchronized (this) {
      wanted.clear();
      populated.clear();
      huge.clear();
      keepMapped = null;
    }
    cancel();
  }

  synchronized long bytes() {
    return (long) huge.cardinality() << Frames.HUGE_SHIFT;
  }
}
