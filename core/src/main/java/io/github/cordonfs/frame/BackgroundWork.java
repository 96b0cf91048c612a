package io.github.cordonfs.frame;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What may wait: one daemon thread for all pools, which ends when there is nothing to do. */
public final class BackgroundWork {

  private static final ScheduledThreadPoolExecutor EXECUTOR = executor();

  private BackgroundWork() {}

  private static ScheduledThreadPoolExecutor executor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("cordon-background").factory());
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /**
   * Does something later.
   *
   * @param delay in nanoseconds
   */
  public static void schedule(Runnable work, long delay) {
    var _ = EXECUTOR.schedule(work, delay, TimeUnit.NANOSECONDS);
  }
}
