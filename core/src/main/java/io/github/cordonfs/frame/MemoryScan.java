package io.github.cordonfs.frame;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;

/**
 * Looks through memory in the background, over and over, at a limited rate. Waiting keeps nothing
 * alive: it ends with whoever holds the scan.
 */
public abstract class MemoryScan {

  /** For those who look. */
  protected MemoryScan() {}

  /**
   * Looks at the next pieces of memory. Called by one thread at a time.
   *
   * @param blocks how many pieces of 2 MiB
   * @return whether to go on
   */
  protected abstract boolean scan(int blocks);

  /**
   * Goes on until {@link #scan} says that it is enough.
   *
   * @param rate in bytes a second, at least 1
   */
  public final void start(long rate) {
    int blocks = Math.clamp(rate >> Frames.HUGE_SHIFT, 1, 1 << 20);
    long pause =
        (long) (TimeUnit.SECONDS.toNanos(1) * ((double) blocks * Frames.HUGE_BYTES / rate));
    schedule(new WeakReference<>(this), blocks, pause);
  }

  private static void schedule(WeakReference<MemoryScan> reference, int blocks, long pause) {
    BackgroundWork.schedule(
        () -> {
          MemoryScan live = reference.get();
          // An error, a full heap say, ends this round only.
          boolean goOn = live != null;
          try {
            goOn = live != null && live.scan(blocks);
          } finally {
            if (goOn) {
              schedule(reference, blocks, pause);
            }
          }
        },
        pause);
  }
}
