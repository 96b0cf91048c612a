package io.github.cordonfs.cache.backed;

import io.github.cordonfs.os.DaemonThreads;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that read from stores what was not asked for yet, or what the thread that wants it must
 * not read itself: an interrupt would close the channel, for everybody. Made when they are needed,
 * gone when they are not. Thread-safe.
 */
final class StoreReads {

  private static final int THREADS = 32;
  private static final int SECONDS_IDLE = 5;

  /** Reads in advance that may wait for a thread. */
  private static final int MOST_WAITING = 64;

  private static final String NAME = "cordon-store-read";
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          SECONDS_IDLE,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          work -> DaemonThreads.create(NAME + "-" + NUMBERS.incrementAndGet(), work));

  StoreReads() {
    executor.allowCoreThreadTimeOut(true);
  }

  /** Returns whether the calling thread is one of these. */
  static boolean isOneOfThem() {
    return Thread.currentThread().getName().startsWith(NAME);
  }

  /**
   * Has something done that may as well be left undone.
   *
   * @return false if too much is waiting already
   */
  boolean offer(Runnable work) {
    return executor.getQueue().size() < MOST_WAITING && execute(work);
  }

  /**
   * Has something done.
   *
   * @return false if all is being closed
   */
  boolean execute(Runnable work) {
    try {
      executor.execute(work);
      return true;
    } catch (RejectedExecutionException _) {
      return false;
    }
  }

  /** Ends the threads when they are done. */
  void close() {
    executor.shutdown();
  }
}
