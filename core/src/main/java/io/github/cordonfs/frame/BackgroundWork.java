package io.github.cordonfs.frame;

import io.github.cordonfs.os.DaemonThreads;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What may wait: one daemon thread for all pools, which ends when there is nothing to do. No error
 * ends it, and none ends a task: what fails is logged, once, and done again later.
 */
final class BackgroundWork {

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Object LOCK = new Object();

  /** The scheduled tasks, in no order: there are a few for each file system. Under the lock. */
  private static @Nullable BackgroundTask tasks;

  /** Under the lock. */
  private static @Nullable Thread worker;

  /** When the worker looks at the tasks again by itself, if it waits. Under the lock. */
  private static long wakesAt;

  /** Whether the log knows that tasks fail. Used by the worker alone. */
  private static boolean logged;

  private BackgroundWork() {}

  /**
   * Has a task done later; if that was asked for before, at the earlier of the two times. Never
   * fails, and takes no memory: callers have locks, and something to finish.
   *
   * @param delay in nanoseconds
   */
  static void schedule(BackgroundTask task, long delay) {
    long due = System.nanoTime() + delay;
    synchronized (LOCK) {
      if (!task.scheduled) {
        task.due = due;
        add(task);
      } else if (due - task.due < 0) {
        task.due = due;
      }
      if (worker == null || !worker.isAlive()) {
        startWorker();
      }
      // To wake a thread takes longer than most callers' own work, and they have locks.
      if (task.due - wakesAt < 0) {
        LOCK.notifyAll();
      }
    }
  }

  /** Takes a task out again, if it is not being done just now. Never fails. */
  static void cancel(BackgroundTask task) {
    synchronized (LOCK) {
      if (task.scheduled) {
        remove(task);
      }
    }
  }

  /** For tests: how many tasks wait for their time. */
  static int waiting() {
    synchronized (LOCK) {
      int count = 0;
      for (BackgroundTask each = tasks; each != null; each = each.next) {
        count++;
      }
      return count;
    }
  }

  private static void startWorker() {
    try {
      Thread thread = DaemonThreads.create("cordon-background", BackgroundWork::work);
      thread.start();
      worker = thread;
    } catch (OutOfMemoryError | StackOverflowError _) {
      // No thread just now. The task is in the list, and whoever comes next tries again.
    }
  }

  private static void work() {
    boolean more = true;
    while (more) {
      try {
        more = doNext();
      } catch (Throwable e) {
        // Whatever it is: this is the only thread, and the next task has nothing to do with it.
        log(e);
      }
    }
  }

  /** Waits for a task and does it; false when there was none for a while. */
  private static boolean doNext() throws InterruptedException {
    BackgroundTask task = take();
    if (task == null) {
      return false;
    }
    long delay = task.delayAfterFailure();
    try {
      delay = task.run();
    } finally {
      if (delay >= 0) {
        schedule(task, delay);
      }
    }
    return true;
  }

  /** Waits for a task that is due; null, and the thread is none any more, if there is none. */
  private static @Nullable BackgroundTask take() throws InterruptedException {
    synchronized (LOCK) {
      boolean idle = false;
      while (true) {
        BackgroundTask first = earliest();
        if (first == null) {
          if (idle) {
            worker = null;
            return null;
          }
          idle = true;
          waitFor(IDLE_NANOS);
        } else {
          idle = false;
          long delay = first.due - System.nanoTime();
          if (delay <= 0) {
            remove(first);
            return first;
          }
          waitFor(delay);
        }
      }
    }
  }

  /** Under the lock. */
  private static void waitFor(long nanos) throws InterruptedException {
    wakesAt = System.nanoTime() + nanos;
    TimeUnit.NANOSECONDS.timedWait(LOCK, nanos);
  }

  private static @Nullable BackgroundTask earliest() {
    BackgroundTask first = tasks;
    for (BackgroundTask each = tasks; each != null; each = each.next) {
      if (first != null && each.due - first.due < 0) {
        first = each;
      }
    }
    return first;
  }

  private static void add(BackgroundTask task) {
    BackgroundTask first = tasks;
    if (first != null) {
      first.previous = task;
    }
    task.next = first;
    task.scheduled = true;
    tasks = task;
  }

  private static void remove(BackgroundTask task) {
    BackgroundTask before = task.previous;
    BackgroundTask after = task.next;
    if (before == null) {
      tasks = after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.previous = before;
    }
    task.previous = null;
    task.next = null;
    task.scheduled = false;
  }

  private static void log(Throwable failure) {
    if (logged) {
      return;
    }
    try {
      System.getLogger("io.github.cordonfs")
          .log(
              System.Logger.Level.WARNING,
              "work in the background failed, and goes on; further failures are not logged",
              failure);
      logged = true;
    } catch (Throwable _) {
      // The heap is full, say. There will be another failure to log, or no need to.
    }
  }
}
