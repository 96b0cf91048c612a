package io.github.cordonfs.cli.drill.storm;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a drill over a mounted directory is to do.
 *
 * @param directory to mount
 * @param duration how long the storm lasts at least
 * @param readers threads that read, at least 1
 * @param strikes pages to fail; at least 0
 * @param seed of the choice of pages
 * @param size of the cache in bytes, 0 to let the drill choose
 * @param progress whether progress bars are shown on standard error
 */
public record BackedOptions(
    Path directory,
    Duration duration,
    int readers,
    int strikes,
    long seed,
    long size,
    boolean progress) {}
