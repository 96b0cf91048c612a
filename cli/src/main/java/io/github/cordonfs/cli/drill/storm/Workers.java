package io.github.cordonfs.cli.drill.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work until they are told to stop. What one of them throws stops all of them. They
 * are never interrupted: that would close the channels they share.
 */
final class Workers {

  /** What a thread does. */
  interface Work {
    /**
     * Works until it is done or told to stop.
     *
     * @param stop whether to stop; asked often
     */
    void run(BooleanSupplier stop) throws Exception;
  }

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure;
  private final BooleanSupplier interrupted;
  private volatile boolean stopped;

  /**
   * Creates a group.
   *
   * @param interrupted whether everything is to end
   * @param failure gets the first exception; may be shared with other groups
   */
  Workers(BooleanSupplier interrupted, AtomicReference<@Nullable Throwable> failure) {
    this.interrupted = interrupted;
    this.failure = failure;
  }

  void start(String name, Work work) {
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .unstarted(() -> {
              try {
                work.run(this::isStopped);
              } catch (Throwable e) {
                failure.compareAndSet(null, e);
              }
            });
    threads.add(thread);
    thread.start();
  }

  private boolean isStopped() {
    return stopped || interrupted.getAsBoolean() || failure.get() != null;
  }

  /** Returns whether all threads have ended by themselves. */
  boolean isDone() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** Waits for all threads to end by themselves. */
  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Tells all threads to stop, and waits for them. */
  void stop() throws InterruptedException {
    stopped = true;
    join();
  }
}
