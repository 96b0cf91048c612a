package io.github.cordonfs.frame;

import java.lang.ref.WeakReference;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Gives memory that stays free back to the operating system after a while. One daemon thread for
 * all pools, which ends when there is nothing to give back.
 */
final class Trimmer {

  /** How long a block stays free before it is given back: a file that is written anew finds it. */
  static final long MINIMUM_AGE = TimeUnit.SECONDS.toNanos(10);

  private static final ScheduledThreadPoolExecutor EXECUTOR = executor();

  private Trimmer() {}

  private static ScheduledThreadPoolExecutor executor() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("cordon-trimmer").factory());
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /**
   * Trims an allocator when its oldest free block is old enough, and again until no free block is
   * left.
   *
   * @param age of the oldest free block, in nanoseconds
   */
  static void schedule(BuddyAllocator allocator, long age) {
    // Weak: waiting must not keep a closed file system's memory.
    WeakReference<BuddyAllocator> reference = new WeakReference<>(allocator);
    var _ =
        EXECUTOR.schedule(
            () -> {
              BuddyAllocator live = reference.get();
              if (live != null) {
                live.trimAndReschedule();
              }
            },
            MINIMUM_AGE - age,
            TimeUnit.NANOSECONDS);
  }
}
