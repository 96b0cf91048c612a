package io.github.cordonfs.frame;

import io.github.cordonfs.os.Linux;
import java.lang.ref.Reference;
import java.util.BitSet;

/**
 * Asks the kernel, after the fact and in the background, to back populated blocks with huge pages
 * of its own. It copies the data, which stays usable meanwhile. On a busy machine that may take far
 * longer than a write, so no writer waits for it. Thread-safe.
 */
final class PhysicalHugePages {

  private final long address;

  /** Blocks whose memory is there and was not given back since. */
  private final BitSet populated = new BitSet();

  /** Those of them the kernel said it backs with a huge page. */
  private final BitSet huge = new BitSet();

  /** For the memory of a store, at an address; the caller keeps it mapped while there is work. */
  PhysicalHugePages(long address) {
    this.address = address;
  }

  /** Asks for a block that was just populated. */
  void collapse(int block, FrameStore keepMapped) {
    synchronized (this) {
      populated.set(block);
    }
    BackgroundWork.schedule(
        () -> {
          try {
            collapse(block);
          } finally {
            Reference.reachabilityFence(keepMapped);
          }
        },
        0);
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
    populated.clear(block);
    huge.clear(block);
  }

  /** Forgets all blocks. */
  synchronized void forgetAll() {
    populated.clear();
    huge.clear();
  }

  synchronized long bytes() {
    return (long) huge.cardinality() << Frames.HUGE_SHIFT;
  }
}
