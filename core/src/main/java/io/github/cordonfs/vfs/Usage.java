package io.github.cordonfs.vfs;

import io.github.cordonfs.CordonOptions;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts inodes against the limit of the file system and numbers them. The limit of bytes is the
 * page cache's.
 */
final class Usage {

  private final long maxInodes;
  private final AtomicLong inodes = new AtomicLong();
  private final AtomicLong lastNumber = new AtomicLong();

  /** Takes the limit, or {@link CordonOptions#AUTOMATIC} for none. */
  Usage(long maxInodes) {
    this.maxInodes = maxInodes == CordonOptions.AUTOMATIC ? Long.MAX_VALUE : maxInodes;
  }

  /** Takes one inode from the limit; false if none is left. */
  boolean take() {
    long taken;
    do {
      taken = inodes.get();
      if (taken >= maxInodes) {
        return false;
      }
    } while (!inodes.compareAndSet(taken, taken + 1));
    return true;
  }

  /** Gives one inode back. */
  void give() {
    inodes.decrementAndGet();
  }

  /** Returns the number of the next inode; numbers are never used again. */
  long nextNumber() {
    return lastNumber.incrementAndGet();
  }

  long inodes() {
    return inodes.get();
  }
}
