package io.github.cordonfs;

/**
 * How many bytes went in and out of the files of a file system so far, through channels and
 * streams, as their callers got and gave them: whether a mount had them in memory or not, and
 * direct ones, too. A copy from one file of Cordon to another is read there and written here.
 *
 * <p>Loads and stores through mappings are not counted, as nobody sees them; what a private mapping
 * copies when it is made counts as read. Nor is what changes files otherwise: holes, restored
 * pages, changes of the size; nor what a mount reads from its store and writes back to it.
 *
 * <p>A figure never gets smaller. It can be slightly too small where more threads than processors
 * transfer at once, as counting must not cost them more than a nanosecond or two.
 *
 * @param bytesRead what callers got from files, in bytes
 * @param bytesWritten what callers put into files, in bytes
 */
public record TransferCounts(long bytesRead, long bytesWritten) {}
