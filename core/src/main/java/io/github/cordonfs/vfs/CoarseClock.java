package io.github.cordonfs.vfs;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The system's clock, as coarse as a kernel's is for file times: it advances every 2 ms, as far as
 * the machine lets its thread run. Asking the system's clock for every write would cost a third of
 * what a 4 KiB write may cost beside its copy; this costs one load.
 *
 * <p>A daemon thread ticks while somebody asks, and ends after a second or two without a question.
 * While no thread ticks, the answer is the system's clock itself.
 */
final class CoarseClock {

  private static final long TICK_NANOS = 2_000_000;
  private static final int TICKS_BETWEEN_CHECKS = 500;

  /** Nanoseconds since the epoch; 0 while no thread ticks. */
  private static volatile long now;

  /** Whether somebody asked since the last check. Racy on purpose: a lost mark costs a restart. */
  private static boolean asked;

  /** The ticking thread. Guarded by the class. */
  private static @Nullable Thread ticker;

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

  private static synchronized long start() {
    if (ticker == null) {
      // It must keep nothing of whoever happened to write first.
      Thread thread = new Thread(null, CoarseClock::tick, "cordon-clock", 0, false);
      thread.setContextClassLoader(null);
      thread.setDaemon(true);
      thread.start();
      ticker = thread;
    }
    return systemNanos();
  }

  private static void tick() {
    do {
      asked = false;
      for (int i = 0; i < TICKS_BETWEEN_CHECKS; i++) {
        now = systemNanos();
        LockSupport.parkNanos(TICK_NANOS);
        // An interrupt means nothing here, but would turn parking into spinning.
        Thread.interrupted();
      }
    } while (asked);
    end();
  }

  private static synchronized void end() {
    now = 0;
    ticker = null;
  }

  private static long systemNanos() {
    return FileClock.nanos(Instant.now());
  }
}
