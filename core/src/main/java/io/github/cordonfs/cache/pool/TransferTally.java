package io.github.cordonfs.cache.pool;

import io.github.cordonfs.ReadCounts;
import io.github.cordonfs.TransferCounts;
import io.github.cordonfs.os.Stripe;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what goes in and out of the files of one page cache, and which reads of those with a store
 * behind them found their pages. Thread-safe, but for threads of one stripe at the same moment, of
 * which one may be lost: an atomic addition would cost more than all else that a small read leaves
 * behind. Never takes memory.
 */
public final class TransferTally {

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  /** Stripes for each processor: of threads that run at once, hardly two have the same one. */
  private static final int FOR_EACH_PROCESSOR = 4;

  /** 128 KiB of heap for each file system, on machines that have hundreds of gigabytes. */
  private static final int MOST_STRIPES = 1024;

  private static final int STRIPES = stripes(Runtime.getRuntime().availableProcessors());

  /** Of one stripe: two cache lines, as processors fetch them in pairs. */
  private static final int APART = 16;

  // What is counted at the same time lies together.
  private static final int READ = 0;
  private static final int HITS = 1;
  private static final int WRITTEN = 2;
  private static final int KINDS = 3;

  /** The first and the last numbers are of nobody: other objects lie beside them. */
  private final long[] cells = new long[(STRIPES + 2) * APART];

  private final LongAdder misses = new LongAdder();

  /**
   * The most that was told of each kind. A thread that was put aside between its load and its store
   * takes back what others of its stripe have added since; nobody is to see that.
   */
  private final AtomicLongArray told = new AtomicLongArray(KINDS);

  /**
   * Returns how many stripes there are: a power of two. Reads write nothing else that others write,
   * so they must not meet here where many processors do nothing but read.
   */
  static int stripes(int processors) {
    int wanted = Math.clamp((long) processors * FOR_EACH_PROCESSOR, Stripe.COUNT, MOST_STRIPES);
    return Integer.highestOneBit(2 * wanted - 1);
  }

  /** Counts bytes that a caller got. */
  public void read(int bytes) {
    add(READ, bytes);
  }

  /** Counts bytes that a caller got, and found in memory though there is a store. */
  public void hit(int bytes) {
    add(READ, bytes);
    add(HITS, 1);
  }

  /** Counts a read that waits for the store; what it gets is told by {@link #read}. */
  public void miss() {
    misses.increment();
  }

  /** Counts bytes that a caller gave. */
  public void written(int bytes) {
    add(WRITTEN, bytes);
  }

  private void add(int kind, int delta) {
    int at = (Stripe.among(STRIPES) + 1) * APART + kind;
    LONGS.setOpaque(cells, at, (long) LONGS.getOpaque(cells, at) + delta);
  }

  private long sum(int kind) {
    long sum = 0;
    for (int stripe = 1; stripe <= STRIPES; stripe++) {
      sum += (long) LONGS.getOpaque(cells, stripe * APART + kind);
    }
    return told.accumulateAndGet(kind, sum, Math::max);
  }

  /** Returns the bytes so far. */
  public TransferCounts transfers() {
    return new TransferCounts(sum(READ), sum(WRITTEN));
  }

  /** Returns how reads of files with a store went so far. */
  public ReadCounts reads() {
    return new ReadCounts(sum(HITS), misses.sum());
  }
}
