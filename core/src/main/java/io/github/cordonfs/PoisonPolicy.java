package io.github.cordonfs;

/** What happens to a page whose memory fails. */
public enum PoisonPolicy {
  /** The page stays in its file, poisoned, and every access to it fails. */
  KEEP,
  /**
   * The page is dropped and leaves a hole: readers get zeros and no error, as in Linux before 2022.
   * This policy exists only to demonstrate the difference.
   */
  DROP
}
