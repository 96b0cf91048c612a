package io.github.cordonfs.frame;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done in the background, maybe over and over. Made once by whoever needs it: to
 * schedule it takes no memory, so that a full heap cannot end it for good. Thread-safe.
 */
public abstract class BackgroundTask {

  /** What {@link #run} returns when there is nothing more to do. */
  protected static final long DONE = -1;

  // Guarded by BackgroundWork.
  @Nullable BackgroundTask next;
  @Nullable BackgroundTask previous;
  boolean scheduled;

  /** As {@link System#nanoTime}. */
  long due;

  /** For those who have something to do. */
  protected BackgroundTask() {}

  /**
   * Has it done later; if that was asked for before, at the earlier of the two times. Never fails.
   *
   * @param delay in nanoseconds
   */
  public final void schedule(long delay) {
    BackgroundWork.schedule(this, delay);
  }

  /**
   * Has it not be done any more: what is closed leaves nothing for the thread to go through. Ends
   * no round that has begun, which may come back once more. Never fails.
   */
  public final void cancel() {
    BackgroundWork.cancel(this);
  }

  /**
   * Does the work. Called by one thread at a time.
   *
   * @return in how many nanoseconds it is to be done again, or {@link #DONE}
   */
  protected abstract long run();

  /** Returns in how many nanoseconds it is done again after it failed, or {@link #DONE}. */
  protected long delayAfterFailure() {
    return TimeUnit.SECONDS.toNanos(1);
  }
}
