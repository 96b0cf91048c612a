package io.github.cordonfs;

/**
 * A snapshot of the memory that a file system uses, in bytes unless said otherwise. Figures are
 * read without blocking other threads, so they may differ slightly in age.
 *
 * @param capacity the most that files can use: the size, less memory taken out of service
 * @param used memory that files hold, poisoned pages included
 * @param resident memory obtained from the operating system, used or free
 * @param outOfService poisoned pages in files, and failed memory that is in no file
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
