package io.github.cordonfs.bench.replay;

/** A cache of a fixed number of pages, of which only is known which pages it holds. */
interface Simulator {

  /**
   * Reads a page, and caches it if it is not.
   *
   * @param page from 0 to below the footprint of the load
   * @return whether it was cached
   */
  boolean read(int page);
}
