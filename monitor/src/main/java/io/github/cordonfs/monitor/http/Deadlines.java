package io.github.cordonfs.monitor.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Runs requests, each in a virtual thread, and interrupts those that wait for their client for too
 * long, which closes the connection: who sends nothing, or takes nothing, holds nobody up.
 */
final class Deadlines implements Executor {

  private final ThreadFactory threads =
      Thread.ofVirtual().name("cordon-monitor-request-", 0).factory();
  private final Map<Thread, Long> ends = new ConcurrentHashMap<>();
  private final long patience;

  /**
   * Makes one.
   *
   * @param patience how long a client may take to send its request, and to take each part of the
   *     answer
   */
  Deadlines(Duration patience) {
    this.patience = patience.toNanos();
  }

  @Override
  public void execute(Runnable request) {
    threads
        .newThread(() -> {
          extend();
          try {
            request.run();
          } finally {
            ends.remove(Thread.currentThread());
          }
        })
        .start();
  }

  /** Gives this thread, which runs a request, its time anew. */
  void extend() {
    ends.put(Thread.currentThread(), System.nanoTime() + patience);
  }

  /** Lets this thread take its time: it does not wait for its client. */
  void suspend() {
    ends.remove(Thread.currentThread());
  }

  /** Interrupts the threads that are late. Called every now and then. */
  void enforce() {
    long now = System.nanoTime();
    ends.forEach((thread, end) -> {
      if (now - end > 0 && ends.remove(thread, end)) {
        thread.interrupt();
      }
    });
  }

  /** Interrupts all threads. */
  void stop() {
    ends.keySet().forEach(Thread::interrupt);
  }
}
