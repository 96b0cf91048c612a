package io.github.cordonfs.frame;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;

/** Gives memory that stays free back to the operating system after a while. */
final class Trimmer {

  /** How long a block stays free before it is given back: a file that is written anew finds it. */
  static final long MINIMUM_AGE = TimeUnit.SECONDS.toNanos(10);

  private Trimmer() {}

  /**
   * Trims a supply of blocks when its oldest free block is old enough, and again until no free
   * block is left.
   *
   * @param age of the oldest free block, in nanoseconds
   */
  static void schedule(BlockSupply blocks, long age) {
    // Weak: waiting must not keep a closed file system's memory.
    WeakReference<BlockSupply> reference = new WeakReference<>(blocks);
    BackgroundWork.schedule(
        () -> {
          BlockSupply live = reference.get();
          if (live != null) {
            live.trimAndReschedule();
          }
        },
        MINIMUM_AGE - age);
  }
}
