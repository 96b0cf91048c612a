package io.github.cordonfs;

/** How the handling of a memory failure ended: the four outcomes that Linux distinguishes. */
public enum Outcome {
  /** Nothing was done: the frame was in a state that is not handled. */
  IGNORED,
  /** Handling failed; the memory may still be in use. */
  FAILED,
  /** The rest of the handling happens later. */
  DELAYED,
  /**
   * The failure is contained: the memory is out of use, and every access to lost data fails. It
   * does not mean that the data came back.
   */
  RECOVERED
}
