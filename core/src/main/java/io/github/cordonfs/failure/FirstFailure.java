package io.github.cordonfs.failure;

import io.github.cordonfs.events.MemoryFailureRecord;
import io.github.cordonfs.frame.BackgroundTask;
import io.github.cordonfs.os.KernelPages;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has the JVM load beforehand, in the background, what its first memory failure needs: the classes
 * of a flight recorder event alone take it a tenth of a second, and then the heap may be full.
 */
final class FirstFailure extends BackgroundTask {

  /** Whoever opens the first file system is likely to use it first; in nanoseconds. */
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(200);

  private static final AtomicBoolean PREPARED = new AtomicBoolean();

  private FirstFailure() {}

  /** Prepares for it, unless that was done before. */
  static void prepare() {
    if (!PREPARED.get()) {
      FirstFailure task = new FirstFailure();
      if (PREPARED.compareAndSet(false, true)) {
        task.schedule(PATIENCE);
      }
    }
  }

  @Override
  protected long run() {
    var _ = MemoryFailureRecord.begin();
    var _ = KernelPages.frameNumber(0);
    var _ = Listeners.log();
    return DONE;
  }

  /** The failure itself tries again. */
  @Override
  protected long delayAfterFailure() {
    return DONE;
  }
}
