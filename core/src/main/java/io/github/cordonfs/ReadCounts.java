package io.github.cordonfs;

/**
 * How reads of mounted files went so far: those through channels and streams. A read that found all
 * its pages in memory is a hit, also where they had been read in advance; one that had to wait for
 * the store is a miss. Loads through mappings, and direct reads, which go round the cache, are not
 * counted.
 *
 * @param hits reads that found all they wanted; slightly too few where many threads read at once,
 *     as counting must not cost them more than a nanosecond
 * @param misses reads that waited for the store
 */
public record ReadCounts(long hits, long misses) {

  /** Nobody has read anything, or there is no store. */
  public static final ReadCounts NONE = new ReadCounts(0, 0);

  /** Returns the share of hits, from 0 to 1; NaN if nothing was read. */
  public double hitRate() {
    return (double) hits / (hits + misses);
  }
}
