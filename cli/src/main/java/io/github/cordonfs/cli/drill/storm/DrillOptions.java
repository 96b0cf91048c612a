package io.github.cordonfs.cli.drill.storm;

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
 * @param mappedReaders threads that load through mappings, at least 0
 * @param mappedWriters threads that store through mappings, at least 0
 * @param strikes pages of the loaded files to fail, and as many of the writers' files; at least 0
 * @param softOfflines pages to take out of service while they can be read; at least 0
 * @param collapse whether small folios are joined into huge ones meanwhile
 * @param seed of the choice of pages
 * @param huge when files are kept in huge folios
 * @param poison what becomes of a failed page
 * @param size of the file system in bytes, 0 to let the drill work it out
 * @param progress whether progress bars are shown on standard error
 */
public record DrillOptions(
    List<Path> paths,
    Duration duration,
    int readers,
    int mappedReaders,
    int mappedWriters,
    int strikes,
    int softOfflines,
    boolean collapse,
    long seed,
    HugePolicy huge,
    PoisonPolicy poison,
    long size,
    boolean progress) {

  public DrillOptions {
    paths = List.copyOf(paths);
  }

  /** Returns the same without what needs mappings. */
  public DrillOptions withoutMappings() {
    return new DrillOptions(
        paths,
        duration,
        readers,
        0,
        0,
        strikes,
        softOfflines,
        collapse,
        seed,
        huge,
        poison,
        size,
        progress);
  }

  /**
   * Returns the number of threads that write through channels: enough to get into each other's way,
   * never many.
   */
  public int writers() {
    return Math.clamp(readers / 2, 2, 8);
  }

  /** Returns whether files are in folios that are never split. */
  public boolean isUnsplittable() {
    return huge == HugePolicy.UNSPLITTABLE;
  }

  /**
   * Returns whether lost pages are to be told (the contract) or silently dropped (the old scheme).
   */
  public boolean keeps() {
    return poison == PoisonPolicy.KEEP;
  }
}
