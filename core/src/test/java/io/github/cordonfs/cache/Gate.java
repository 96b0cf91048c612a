package io.github.cordonfs.cache;

import java.util.concurrent.CountDownLatch;

/**
 * Keeps one part of an {@link Interleaving} from starting until another one has come to the moment
 * that matters, and then lets it go first. Without one, most schedules would go to the loops over
 * the 512 pages of an extent. What happens after that moment is explored as ever.
 */
final class Gate {

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch started = new CountDownLatch(1);
  private volatile boolean opened;

  /** The moment has come; by one thread, the first time only. */
  void open() {
    if (!opened) {
      opened = true;
      reached.countDown();
      await(started);
    }
  }

  /** Runs the part that comes to the moment, or ends without. */
  void first(Runnable part) {
    try {
      part.run();
    } finally {
      open();
    }
  }

  /** Runs the part that waits. */
  void second(Runnable part) {
    await(reached);
    started.countDown();
    part.run();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
