package io.github.cordonfs.micrometer;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.Outcome;

/** What a memory failure means for users, as the tag {@code effect} of the counter says it. */
public enum FailureEffect {
  /**
   * A page of a file was lost. Whoever reads it is told, until it is cleared or restored; a {@link
   * io.github.cordonfs.RestoreSource} may have restored it at once.
   */
  DATA_LOST,
  /** The memory was in no file: it was taken out of use, and nobody notices. */
  NOTHING_LOST,
  /** The memory could not be taken out of use. Whoever uses it meets the failure again. */
  NOT_HANDLED;

  /** Returns the effect of a failure. */
  static FailureEffect of(MemoryFailureEvent event) {
    if (event.outcome() != Outcome.RECOVERED) {
      return NOT_HANDLED;
    }
    return event.pageIndex() >= 0 ? DATA_LOST : NOTHING_LOST;
  }
}
