package io.github.cordonfs.frame;

import io.github.cordonfs.os.MemoryLimit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How large a pool may be. */
final class PoolSize {

  /** Frame numbers are non-negative ints. */
  private static final int MOST_BLOCKS = Integer.MAX_VALUE / Frames.HUGE_FRAMES;

  /**
   * How old what is known of the machine may be, in nanoseconds. Blocks are not populated by it:
   * what is left then is asked anew.
   */
  private static final long MOST_AGE = TimeUnit.MILLISECONDS.toNanos(100);

  /** What was asked for last and not granted: who asks for it again has been told. */
  private static final AtomicLong TOLD = new AtomicLong();

  private PoolSize() {}

  /**
   * Returns the number of 2 MiB blocks for a pool. If they are fewer than were asked for, the log
   * says so.
   *
   * @param bytes what was asked for; 0 asks for half of the machine or control group
   * @return at least 1, and no more than the machine and the control group can give now
   */
  static int blocks(long bytes) {
    MemoryLimit.Reading limit = MemoryLimit.ofThisProcess().recent(MOST_AGE);
    long total = limit.total();
    long wanted = bytes != 0 ? bytes : total == Long.MAX_VALUE ? 1L << 30 : total / 2;
    long blocks = Math.ceilDiv(wanted, Frames.HUGE_BYTES);
    int most = most(limit);
    if (bytes != 0 && blocks > most && TOLD.getAndSet(bytes) != bytes) {
      System.getLogger("io.github.cordonfs")
          .log(
              System.Logger.Level.WARNING,
              "a size of "
                  + bytes
                  + " bytes was asked for; the file system gets "
                  + ((long) most << Frames.HUGE_SHIFT)
                  + ", which is what this machine or control group can give now");
    }
    return (int) Math.min(blocks, most);
  }

  /** Returns how many blocks a pool can have now; at least 1. */
  static int most() {
    return most(MemoryLimit.ofThisProcess().read());
  }

  private static int most(MemoryLimit.Reading limit) {
    return Math.clamp(limit.available() / Frames.HUGE_BYTES, 1, MOST_BLOCKS);
  }
}
