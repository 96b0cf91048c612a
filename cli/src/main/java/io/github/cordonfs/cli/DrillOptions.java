package io.github.cordonfs.cli;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.PoisonPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a drill is to do.
 *
 * @param paths files and directories to load
 * @param duration how long the storm lasts at least
 * @param readers threads that read, at least 1
 * @param strikes pages of the loaded files to fail, and as many of the writers' files; at least 0
 * @param seed of the choice of pages
 * @param huge when files are kept in huge folios
 * @param poison what becomes of a failed page
 * @param size of the file system in bytes, 0 to let the drill work it out
 * @param progress whether progress bars are shown on standard error
 */
record DrillOptions(
    List<Path> paths,
    Duration duration,
    int readers,
    int strikes,
    long seed,
    HugePolicy huge,
    PoisonPolicy poison,
    long size,
    boolean progress) {

  DrillOptions {
    paths = List.copyOf(paths);
  }

  /** Returns the number of writing threads: enough to get into each other's way, never many. */
  int writers() {
    return Math.clamp(readers / 2, 2, 8);
  }

  /**
   * Returns whether lost pages are to be told (the contract) or silently dropped (the old scheme).
   */
  boolean keeps() {
    return poison == PoisonPolicy.KEEP;
  }
}
