package io.github.cordonfs.vfs.attribute;

import io.github.cordonfs.os.DaemonThreads;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The system's clock, as coarse as a kernel's is for file times: it advances every 2 ms, as far as
 * the machine lets its thread run. Asking the system's clock for every write would cost a third of
 * what a 4 KiB write may cost beside its copy; this costs one load.
 *
 * <p>A daemon thread ticks while the time is asked for, and ends after a second or two without a
 * question. While no thread ticks, the answer is the system's clock itself.
 */
final class CoarseClock {

  private static final long TICK_NANOS = 2_000_000;
  private static final int TICKS_BETWEEN_CHECKS = 500;

  /** Nanoseconds since the epoch; 0 while no thread ticks. */
  private static volatile long now;

  /**
   * Whether the time was asked for since the last check. Racy on purpose: a lost mark costs a
   * restart.
   */
  private static boolean asked;

  /** The ticking thread. Set with the lock of the class, cleared by the thread itself. */
  private static volatile @Nullable Thread ticker;

  /** Whether the log knows that the thread met an error. Used by the ticking thread alone. */
  private static boolean logged;

  private CoarseClock() {}

  /** Returns the time in nanoseconds since the epoch. */
  static long nanos() {
    long time = now;
    if (time == 0) {
      return start();
    }
    if (!asked) {
      asked = true;
    }
    return time;
  }

  /** Never fails: the caller is in the middle of a change, and may be any thread. */
  private static synchronized long start() {
    Thread last = ticker;
    if (last == null || !last.isAlive()) {
      try {
        Thread thread = DaemonThreads.create("cordon-clock", CoarseClock::tick);
        thread.start();
        ticker = thread;
      } catch (OutOfMemoryError | StackOverflowError _) {
        // No thread just now: the system's clock does until there is one.
      }
    }
    return systemNanos();
  }

  private static void tick() {
    try {
      do {
        asked = false;
        tickForAWhile();
      } while (asked);
    } finally {
      // In this order: who finds no time finds a thread, or starts one.
      now = 0;
      ticker = null;
    }
  }

  private static void tickForAWhile() {
    for (int i = 0; i < TICKS_BETWEEN_CHECKS; i++) {
      try {
        now = systemNanos();
        LockSupport.parkNanos(TICK_NANOS);
        // An interrupt means nothing here, but would turn parking into spinning.
        Thread.interrupted();
      } catch (Throwable e) {
        // No error of others, a full heap say, may stop the time of all files.
        now = 0;
        log(e);
      }
    }
  }

  private static void log(Throwable failure) {
    if (logged) {
      return;
    }
    try {
      System.getLogger("io.github.cordonfs")
          .log(
              System.Logger.Level.WARNING,
              "the clock of file times met an error, and goes on; others are not logged",
              failure);
      logged = true;
    } catch (Throwable _) {
      // There will be another error to log, or no need to.
    }
  }

  private static long systemNanos() {
    try {
      return FileClock.nanos(Instant.now());
    } catch (OutOfMemoryError | StackOverflowError _) {
      // This takes no memory, and hardly any stack.
      return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }
  }
}
