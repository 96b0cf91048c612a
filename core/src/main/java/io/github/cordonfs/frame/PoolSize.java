package io.github.cordonfs.frame;

import io.github.cordonfs.os.MemoryLimit;

/** How large a pool may be. */
final class PoolSize {

  private PoolSize() {}

  /**
   * Returns the number of 2 MiB blocks for a pool.
   *
   * @param bytes what was asked for; 0 asks for half of the machine or control group
   * @return at least 1, and no more than the machine and the control group can give now
   */
  static int blocks(long bytes) {
    MemoryLimit limit = MemoryLimit.ofThisProcess();
    long total = limit.total();
    long wanted = bytes != 0 ? bytes : total == Long.MAX_VALUE ? 1L << 30 : total / 2;
    long blocks =
        Math.min(Math.ceilDiv(wanted, Frames.HUGE_BYTES), limit.available() / Frames.HUGE_BYTES);
    // Frame numbers are non-negative ints.
    return Math.clamp(blocks, 1, Integer.MAX_VALUE / Frames.HUGE_FRAMES);
  }
}
