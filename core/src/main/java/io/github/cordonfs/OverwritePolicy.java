package io.github.cordonfs;

/** What a write does that covers a whole poisoned page. */
public enum OverwritePolicy {
  /** It fails as any other: the loss must be accepted first. */
  ERROR,

  /** It makes the page good again, in a new frame (contract row R7). */
  HEAL
}
