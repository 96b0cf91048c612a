package io.github.cordonfs.cli.designs.callers;

/** What became of a caller when the design came. */
public enum Variant {
  /** Nobody touched it. */
  AS_IT_WAS,

  /** It asks for the page whether or not that has failed, and does what it did. */
  ASKS,

  /** It looks whether the page is lost. */
  CHECKS
}
