package io.github.cordonfs.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Operations that do not return: as on a network file system whose server is gone. Each waits until
 * {@link #release} is called, {@link Faults#disarm} or the file system is closed, and then goes on
 * as if nothing had happened. As in the kernel, an interrupt does not end it. Safe for use by
 * several threads.
 */
public final class Hang {

  private final CountDownLatch caught = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  Hang() {}

  /** Lets the operations go on; later ones do not hang. */
  public void release() {
    released.countDown();
  }

  /**
   * Waits until an operation hangs, or has hung.
   *
   * @param patience how long to wait at most
   * @return whether there was one in that time
   * @throws InterruptedException if this thread is interrupted
   */
  public boolean awaitCaught(Duration patience) throws InterruptedException {
    return caught.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  void hold() {
    caught.countDown();
    boolean interrupted = false;
    while (true) {
      try {
        released.await();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
