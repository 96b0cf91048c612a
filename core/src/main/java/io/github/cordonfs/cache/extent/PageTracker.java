package io.github.cordonfs.cache.extent;

/**
 * Told of the pages of files with a store behind them as they come and go. Called under the
 * extent's lock; must not wait for one.
 */
public interface PageTracker {

  /**
   * A page got its content from the store.
   *
   * @param page in the extent
   * @param pages 1, or as many as a huge folio has
   */
  void added(BackedExtent extent, int page, int frame, int pages);

  /** A page, or a huge folio, left its file. */
  void left(int frame);

  /** A huge folio was split into the pages that have a good entry now. */
  void split(BackedExtent extent, int first);
}
