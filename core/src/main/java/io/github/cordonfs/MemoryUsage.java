package io.github.cordonfs;

/**
 * A snapshot of a file system's memory, in bytes where not said otherwise. Taken without stopping
 * anybody: figures may be from slightly different moments.
 *
 * @param capacity what files can use at most: the configured size less quarantined frames
 * @param used held by files, poisoned pages included
 * @param resident obtained from the operating system, free or used
 * @param outOfService poisoned pages still in files, and quarantined frames
 * @param hugeFolios number of 2 MiB folios in files
 * @param physicalHugeBytes part of {@code resident} that the operating system backs with huge pages
 *     of its own, as far as it said so when asked
 * @param poisoned data that is lost now: poisoned pages still in files. The rest of {@code
 *     outOfService} is quarantined: memory that is in no file and is not used again
 */
public record MemoryUsage(
    long capacity,
    long used,
    long resident,
    long outOfService,
    long hugeFolios,
    long physicalHugeBytes,
    long poisoned) {}
