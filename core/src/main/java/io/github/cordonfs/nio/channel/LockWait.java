package io.github.cordonfs.nio.channel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for a lock that another process has. It is asked for again and again, seldom after a while:
 * a thread that waited in the kernel could not be interrupted, nor learn that its channel is
 * closed.
 */
final class LockWait {

  private static final long FIRST = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(20);

  private long nanos = FIRST;

  /**
   * Waits until it is time to ask again; not at all if the thread is interrupted.
   *
   * @param isWanted whether it is worth while
   */
  void pause(BooleanSupplier isWanted) {
    if (isWanted.getAsBoolean()) {
      LockSupport.parkNanos(this, nanos);
      nanos = Math.min(LONGEST, 2 * nanos);
    }
  }
}
