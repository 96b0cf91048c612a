package io.github.cordonfs.testkit.powercut;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs of which several are made at the same time, and whose results come in order: what is found
 * does not depend on how many threads there are. For one thread itself.
 */
final class RunsInOrder<T> implements AutoCloseable {

  /** One of the runs. */
  interface Run<T> {
    /** Makes the run with a number, from 0. */
    @Nullable T make(int number) throws Exception;
  }

  private final Run<T> run;
  private final int count;

  /** Runs that were begun and not asked for yet, for each thread. */
  private final int ahead;

  /** Null if the caller's is the only one. */
  private final @Nullable ExecutorService threads;

  private final Queue<Future<@Nullable T>> begun = new ArrayDeque<>();
  private int next;

  RunsInOrder(int threads, int count, Run<T> run) {
    this.run = run;
    this.count = count;
    this.ahead = 2 * threads;
    this.threads = threads == 1 ? null : Executors.newFixedThreadPool(threads, RunsInOrder::daemon);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "cordon-faults");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Returns what the next run gave.
   *
   * @throws Exception what it threw
   */
  @Nullable T next() throws Exception {
    if (threads == null) {
      return run.make(next++);
    }
    while (begun.size() < ahead && next < count) {
      int number = next++;
      begun.add(threads.submit(() -> run.make(number)));
    }
    try {
      return begun.remove().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception exception ? exception : e;
    }
  }

  /** Waits for the runs that were begun, which nobody wants any more. */
  @Override
  public void close() {
    begun.forEach(each -> each.cancel(false));
    if (threads != null) {
      threads.close();
    }
  }
}
