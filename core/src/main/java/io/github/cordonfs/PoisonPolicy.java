package io.github.cordonfs;

/** What becomes of a page whose memory failed (contract row H12). */
public enum PoisonPolicy {
  /** The page stays in its file, marked, and whoever accesses it is told. */
  KEEP,
  /**
   * The page is dropped and leaves a silent hole, as Linux did before 2022. Only there to show what
   * used to happen: readers get zeros and no error.
   */
  DROP
}
