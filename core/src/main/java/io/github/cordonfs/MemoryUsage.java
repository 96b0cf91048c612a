package io.github.cordonfs;

/**
 * A snapshot of the memory that a file system uses, in bytes unless said otherwise. Figures are
 * read without blocking other threads, so they may differ slightly in age.
 *
 * @param capacityBytes the most that files can use: the size, less memory taken out of service
 * @param usedBytes memory that files hold, poisoned pages included
 * @param residentBytes memory obtained from the operating system, used or free
 * @param outOfServiceBytes poisoned pages in files, and failed memory that is in no file
 * @param hugeFolios number of 2 MiB folios in files
 * @param physicalHugeBytes part of {@code residentBytes} that the operating system backs with huge
 *     pages of its own, as far as it said so when asked
 * @param poisonedBytes data that is lost now: poisoned pages still in files. The rest of {@code
 *     outOfServiceBytes} is quarantined: memory that is in no file and is not used again
 */
public record MemoryUsage(
    long capacityBytes,
    long usedBytes,
    long residentBytes,
    long outOfServiceBytes,
    long hugeFolios,
    long physicalHugeBytes,
    long poisonedBytes) {}
