package io.github.cordonfs.frame;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks through memory in the background, over and over, at a limited rate. Waiting keeps nothing
 * alive: it ends with whoever holds the scan.
 */
public abstract class MemoryScan {

  /** Null before {@link #start}. */
  private volatile @Nullable Round round;

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
    Round started = new Round(this, blocks, pause);
    round = started;
    started.schedule(pause);
  }

  /**
   * Ends it, for good: what is closed leaves nothing for the thread to go through, of which there
   * may be thousands a second. A look that has begun comes back once more. Never fails.
   */
  public final void stop() {
    Round started = round;
    if (started != null) {
      started.cancel();
    }
  }

  /** One look after the other. An error, a full heap say, ends one of them only. */
  private static final class Round extends BackgroundTask {
    private final WeakReference<MemoryScan> scan;
    private final int blocks;
    private final long pause;

    Round(MemoryScan scan, int blocks, long pause) {
      this.scan = new WeakReference<>(scan);
      this.blocks = blocks;
      this.pause = pause;
    }

    @Override
    protected long run() {
      MemoryScan live = scan.get();
      return live != null && live.scan(blocks) ? pause : DONE;
    }

    @Override
    protected long delayAfterFailure() {
      return pause;
    }
  }
}
