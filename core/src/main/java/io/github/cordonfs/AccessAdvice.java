package io.github.cordonfs;

/**
 * What a program is going to do with a range of a file, as {@code posix_fadvise(2)} has it. Advice
 * changes how fast something is, and never what it does. Files in memory need none.
 */
public enum AccessAdvice {
  /** Nothing is known: reading in order is noticed. The default, and the end of the next two. */
  NORMAL,
  /** The file will be read in order: large pieces are read in advance from the first read on. */
  SEQUENTIAL,
  /** The file will be read here and there: only what is asked for is read. */
  RANDOM,
  /**
   * The range will be read soon: it is read into the cache in the background, as far as it fits.
   */
  WILLNEED,
  /**
   * The range will not be read soon: what is dirty of it is written, and what is clean leaves the
   * cache. Pages that are mapped stay, and those that are lost.
   */
  DONTNEED
}
