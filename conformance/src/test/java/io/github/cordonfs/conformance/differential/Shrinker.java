package io.github.cordonfs.conformance.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes a list of operations short that finds a difference: leaves out what is not needed. */
final class Shrinker {

  private final Comparison comparison;
  private int attempts;

  Shrinker(Comparison comparison, int attempts) {
    this.comparison = comparison;
    this.attempts = attempts;
  }

  /** Returns a finding from a part of the operations of another, after so many attempts at most. */
  Finding shrink(Finding finding) throws IOException {
    Finding best = upToTheCulprit(finding);
    for (int piece = best.operations().size() / 2; piece > 0; piece /= 2) {
      best = without(best, piece);
    }
    // Once more, one by one: what was needed may not be needed any more.
    return without(best, 1);
  }

  // Leaves out the end: what differs may have been seen long after it came to differ.
  private Finding upToTheCulprit(Finding finding) throws IOException {
    Finding best = finding;
    int tooFew = 0;
    while (best.operations().size() - tooFew > 1) {
      int middle = tooFew + (best.operations().size() - tooFew) / 2;
      Finding found = comparison.run(best.operations().subList(0, middle));
      if (found == null) {
        tooFew = middle;
      } else {
        best = found;
      }
    }
    return best;
  }

  // Leaves out pieces of a length, from the end.
  private Finding without(Finding finding, int piece) throws IOException {
    Finding best = finding;
    for (int end = best.operations().size(); end > 0 && attempts > 0; end -= piece) {
      List<Operation> fewer = new ArrayList<>(best.operations());
      int to = Math.min(end, fewer.size());
      fewer.subList(Math.max(0, to - piece), to).clear();
      attempts--;
      Finding found = comparison.run(fewer);
      if (found != null) {
        best = found;
      }
    }
    return best;
  }
}
