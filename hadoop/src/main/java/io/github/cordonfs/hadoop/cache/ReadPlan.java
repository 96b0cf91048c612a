package io.github.cordonfs.hadoop.cache;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A range that one reader is going to read in order: one request of the store for all of it, of
 * which the cache takes what it lacks, piece by piece. Thread-safe.
 */
final class ReadPlan {

  private static final long PAGE = 4096;

  /** What is there already and rather read past than asked for anew, in bytes. */
  private static final long MOST_SKIPPED = 256 << 10;

  private final long start;
  private final long end;

  // Of this monitor.
  private @Nullable StoreStream stream;
  private @Nullable StoreHandle handle;
  private boolean closed;

  /**
   * Makes it. The cache reads whole pages.
   *
   * @param first byte that is going to be read
   * @param end behind the last byte that is going to be read
   * @param length of the file
   */
  ReadPlan(long first, long end, long length) {
    this.start = first & -PAGE;
    this.end = Math.min((end + PAGE - 1) & -PAGE, length);
  }

  /** Returns whether a read is a part of it: all of it needs no plan. */
  boolean covers(long position, int length) {
    return start <= position && position + length <= end && length < end - start;
  }

  /**
   * Reads a piece, if it follows those before.
   *
   * @return false if it does not, or the plan ended: it has to be read otherwise
   */
  synchronized boolean read(StoreHandle from, long position, byte[] target, int offset, int length)
      throws IOException {
    StoreStream used = stream;
    if (closed || (used != null && position < used.position())) {
      return false;
    }
    if (used != null && position - used.position() > MOST_SKIPPED) {
      stream = null;
      from.giveBack(used, false);
      used = null;
    }
    if (used == null) {
      used = from.take();
      stream = used;
      handle = from;
      used.willRead(end - position);
    }
    boolean fine = false;
    try {
      used.readFully(position, target, offset, length);
      fine = true;
      return true;
    } finally {
      if (!fine) {
        stream = null;
        used.close();
      }
    }
  }

  synchronized void close() {
    closed = true;
    StoreStream used = stream;
    stream = null;
    if (used != null && handle != null) {
      handle.giveBack(used, used.position() >= end);
    }
  }
}
