package io.github.cordonfs.cli.drill.written;

import io.github.cordonfs.PoisonPolicy;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a drill over a directory that is written is to do.
 *
 * @param directory in which it makes a subdirectory of its own
 * @param duration how long the storm lasts at least
 * @param threads that write and read, at least 1
 * @param strikes pages to fail, at least 0
 * @param seed of the files, the pages and the operations
 * @param size of the cache in bytes, 0 to let the drill choose
 * @param poison what becomes of a page that failed
 * @param progress whether a progress bar is shown on standard error
 */
public record WrittenOptions(
    Path directory,
    Duration duration,
    int threads,
    int strikes,
    long seed,
    long size,
    PoisonPolicy poison,
    boolean progress) {}
