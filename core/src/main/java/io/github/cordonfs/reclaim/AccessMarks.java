package io.github.cordonfs.reclaim;

/**
 * The marks that readers leave on the frames they read. A hit costs a reader no more than to set
 * the mark of the frame, and that only if it is not set yet.
 */
public interface AccessMarks {

  /**
   * Clears the mark of a frame.
   *
   * @param frame the frame; the first one of a huge folio, whose mark stands for all of it
   * @return whether it was set, which means that the page was read since this was last asked
   */
  boolean testAndClear(int frame);
}
