package io.github.cordonfs.cache.backed;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who shares one file with other processes, each of which changes what it has a lock of and nothing
 * else. Then the file may be longer than it is known to be, and a page may be somebody else's in
 * part: where that is so, what is written goes to the store at once, without the bytes around it.
 *
 * <p>Whoever has locked a file as a whole shares nothing as long as that lasts. Thread-safe.
 */
public final class Sharing {

  private final AtomicInteger parts = new AtomicInteger();

  Sharing() {}

  /** One who may lock parts of the file in its store, until {@link #end}. */
  public final class Sharer {
    // Of the monitor.
    private boolean isPartly;
    private boolean ended;

    private Sharer() {}

    /** Notes that a part of the file is to be locked, to be written. */
    public synchronized void partly() {
      if (!isPartly && !ended) {
        isPartly = true;
        parts.incrementAndGet();
      }
    }

    /** Notes that it locks nothing any more. Idempotent. */
    public synchronized void end() {
      if (!ended) {
        ended = true;
        if (isPartly) {
          parts.decrementAndGet();
        }
      }
    }
  }

  /** Begins to share the file. */
  public Sharer begin() {
    return new Sharer();
  }

  /** Returns whether others may change the file meanwhile, and pages of it in part. */
  boolean isPartly() {
    return parts.get() > 0;
  }
}
