package io.github.cordonfs.hadoop.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Sees how a stream is read, and so how much of a file the store is to be asked for at once. What
 * is planned for reads in order is for one thread at a time; the rest is thread-safe.
 */
final class ReadAdvice {

  /** What the cache asks for in one read anyway. */
  private static final long EXTENT = 2 << 20;

  /** Reads of fewer bytes are one request. */
  private static final int SMALL = 32 << 10;

  /** How near to the end a first read is one of a footer's length. */
  private static final int FOOTER = 64;

  /** Reads in order, one behind the other, from which on the next ones are planned. */
  private static final int STREAK = 3;

  private static final long MOST_PLANNED = 64 << 20;

  /** What is read into the heap at a time when all that is wanted is that the cache has it. */
  private static final int PIECE = 256 << 10;

  private final StoreFile file;
  private final FileChannel channel;
  private final ReadPolicy policy;

  /** How many bytes at the end are read at once: all of a small file. */
  private final int tailBytes;

  private volatile boolean sawEnd;

  // Of reads in order.
  private long expected;
  private int streak;
  private long plannedTo;
  private @Nullable ReadPlan planned;

  ReadAdvice(StoreFile file, FileChannel channel, ReadPolicy policy, int tailBytes) {
    this.file = file;
    this.channel = channel;
    this.policy = policy;
    this.tailBytes = tailBytes;
  }

  /**
   * Returns a plan for a read that the cache may ask the store for in several requests, as it
   * crosses an extent or memory is short; null for one that is small.
   */
  @Nullable ReadPlan plan(long from, int length) {
    long end = Math.min(from + length, file.length());
    boolean inOneExtent = length == 0 || end <= from || from / EXTENT == (end - 1) / EXTENT;
    return inOneExtent && length < SMALL ? null : new ReadPlan(from, end, file.length());
  }

  /**
   * Has the end of the file read at once, when its last bytes are looked at first: in many formats
   * they say how long the footer before them is.
   */
  void atEnd(long from, int length) throws IOException {
    long size = file.length();
    if (sawEnd || tailBytes == 0 || from < size - FOOTER || from >= size || length == 0) {
      return;
    }
    sawEnd = true;
    long start = Math.max(size - tailBytes, 0);
    ReadPlan plan = plan(start, (int) (size - start));
    if (plan != null) {
      file.begin(plan);
    }
    try {
      ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, size - start));
      int n;
      for (long at = start; (n = channel.read(piece.clear(), at)) > 0; at += n) {
        // Into the cache.
      }
    } finally {
      if (plan != null) {
        file.end(plan);
      }
    }
  }

  /** Notes a read at the position of the stream, before it. */
  void inOrder(long from, int length) throws IOException {
    streak = from == expected ? streak + 1 : 1;
    expected = from + length;
    if (streak == 1 && from != 0) {
      atEnd(from, length);
    }
    if (planned != null && from >= 0 && from + length <= plannedTo && streak > 1) {
      return;
    }
    close();
    boolean begins = policy.inOrder() || from == 0 || streak >= STREAK || length > EXTENT;
    if (begins && length > 0) {
      long least = from + length;
      long most = Math.min(policy.end(), from + MOST_PLANNED);
      plannedTo = Math.min(Math.max(least, most), file.length());
      planned = new ReadPlan(from, plannedTo, file.length());
      file.begin(planned);
    }
  }

  /** Returns whether the stream is being read in order, as far as known. */
  boolean isInOrder() {
    return planned != null;
  }

  /** Ends what was planned. */
  void close() {
    ReadPlan plan = planned;
    planned = null;
    if (plan != null) {
      file.end(plan);
    }
  }
}
