package io.github.cordonfs.testkit;

/** What a file system makes of the content of a file whose force has failed. */
public enum FailedForce {
  /**
   * It counts as written, and is read as the program wrote it; a later force that works does not
   * write it, and a power cut may lose it. What ext4 and XFS do (Rebello et al., "Can Applications
   * Recover from fsync Failures?", USENIX ATC 2020).
   */
  CONTENT_COUNTS_AS_WRITTEN,
  /**
   * It goes back to what was forced last, at once and for every reader. What Btrfs does (the same
   * paper). Content that was there before the rules knew of this model counts as forced, and stores
   * through a mapping do not go back.
   */
  CONTENT_REVERTS,
  /** It stays to be written, and a later force that works writes it. What FreeBSD does. */
  CONTENT_STAYS_DIRTY
}
