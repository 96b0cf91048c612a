package io.github.cordonfs.conformance.differential;

import io.github.cordonfs.conformance.peers.Outcome;
import java.io.IOException;

/** Tells differences that are meant from those that are not. */
interface Explanations {

  /** Nothing is meant. */
  Explanations NONE =
      (_, reference, candidate, _) ->
          reference.equals(candidate) ? Verdict.SAME : Verdict.DIFFERENT;

  /**
   * Judges what came of an operation. If the candidate may hold something else than the reference
   * after it, it is brought to the same state, or the verdict is that it cannot be.
   */
  Verdict judge(Operation operation, Outcome reference, Outcome candidate, Arena.Pair pair)
      throws IOException;

  /** What is to be thought of two outcomes. */
  enum Verdict {
    /** They are the same, or differ as they may. */
    SAME,
    /** They may differ, but nothing that comes after them can be compared. */
    PARTED,
    /** They differ, and nothing explains it. */
    DIFFERENT
  }
}
