package io.github.cordonfs.frame;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;

/** Gives memory that stays free back to the operating system after a while. */
final class Trimmer extends BackgroundTask {

  /** How long a block stays free before it is given back: a file that is written anew finds it. */
  static final long MINIMUM_AGE = TimeUnit.SECONDS.toNanos(10);

  /** Weak: waiting must not keep a closed file system's memory. */
  private final WeakReference<BlockSupply> blocks;

  Trimmer(BlockSupply blocks) {
    this.blocks = new WeakReference<>(blocks);
  }

  /** Has blocks trimmed when one that became free now is old enough, unless that is sooner. */
  void schedule() {
    schedule(MINIMUM_AGE);
  }

  /** Trims, and again when the oldest free block is old enough, until no free block is left. */
  @Override
  protected long run() {
    BlockSupply live = blocks.get();
    if (live == null) {
      return DONE;
    }
    live.trim(MINIMUM_AGE);
    long age = live.oldestFreeAge();
    return age < 0 ? DONE : Math.max(MINIMUM_AGE - age, 0);
  }
}
