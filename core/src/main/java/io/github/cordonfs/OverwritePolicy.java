package io.github.cordonfs;

/** What a write does that covers a whole poisoned page. */
public enum OverwritePolicy {
  /** It fails, as any other write to that page; the page must be cleared or restored first. */
  ERROR,

  /** It makes the page good again, in fresh memory. */
  HEAL
}
