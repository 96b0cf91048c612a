package io.github.cordonfs.vfs;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.os.Stripe;
import io.github.cordonfs.os.StripedCounter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts inodes against the limit of the file system and numbers them. The limit of bytes is the
 * page cache's. Threads that make and delete files at the same time share neither a counter nor the
 * next number, unless there is a limit, which is exact.
 */
final class Usage {

  /** Numbers that a thread takes at a time, a power of two. */
  private static final int NUMBERS = 64;

  /** Longs between those of two stripes, so that they are in cache lines of their own. */
  private static final int APART = 16;

  private final long maxInodes;

  /** How many there are; only if there is a limit. */
  private final AtomicLong limited = new AtomicLong();

  /** How many there are, if there is no limit. */
  private final StripedCounter unlimited = new StripedCounter();

  /** The last number that is some stripe's. */
  private final AtomicLong lastTaken = new AtomicLong();

  /** The last number that each stripe gave; if it is a multiple of NUMBERS, it has no other. */
  private final AtomicLongArray lastGiven = new AtomicLongArray((Stripe.COUNT + 2) * APART);

  /** Takes the limit, or {@link CordonOptions#AUTOMATIC} for none. */
  Usage(long maxInodes) {
    this.maxInodes = maxInodes == CordonOptions.AUTOMATIC ? Long.MAX_VALUE : maxInodes;
  }

  private boolean isLimited() {
    return maxInodes != Long.MAX_VALUE;
  }

  /** Takes one inode from the limit; false if none is left. */
  boolean take() {
    if (!isLimited()) {
      unlimited.add(1);
      return true;
    }
    long taken;
    do {
      taken = limited.get();
      if (taken >= maxInodes) {
        return false;
      }
    } while (!limited.compareAndSet(taken, taken + 1));
    return true;
  }

  /** Gives one inode back. */
  void give() {
    if (isLimited()) {
      limited.decrementAndGet();
    } else {
      unlimited.add(-1);
    }
  }

  /** Returns the number of the next inode, from 1 on; numbers are never used again. */
  long nextNumber() {
    int cell = (Stripe.current() + 1) * APART;
    long last;
    long next;
    do {
      last = lastGiven.get(cell);
      // Numbers that another thread of the stripe makes superfluous are never used.
      next = (last & NUMBERS - 1) == 0 ? lastTaken.getAndAdd(NUMBERS) + 1 : last + 1;
    } while (!lastGiven.compareAndSet(cell, last, next));
    return next;
  }

  long inodes() {
    return isLimited() ? limited.get() : unlimited.sum();
  }
}
