package io.github.cordonfs.cli.designs.model;

/** The error numbers that occur here. */
public enum Errno {
  /** An error of the medium: what somebody should be told whose data is lost. */
  EIO,

  /** No memory: what callers say when a look-up gives them nothing. */
  ENOMEM,

  /** Try again by another way: what following a link says when its page is not there. */
  ECHILD
}
