package io.github.cordonfs.conformance.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a list of operations short that finds a fault: leaves out what is not needed.
 *
 * @param <O> an operation, which can be done whatever was done before
 * @param <F> what is found
 */
public final class Shrinker<O, F extends Shrinker.Found<O>> {

  /** What was found, and the operations that it was found with. */
  public interface Found<O> {

    /** Returns the operations, up to the one after which it was seen. */
    List<O> operations();
  }

  /** Does operations from the beginning. */
  public interface Trial<O, F> {

    /** Returns the first fault, or null if there is none. */
    @Nullable F run(List<O> operations) throws IOException;
  }

  private final Trial<O, F> trial;
  private int attempts;

  /** Creates one that makes so many attempts at most. */
  public Shrinker(Trial<O, F> trial, int attempts) {
    this.trial = trial;
    this.attempts = attempts;
  }

  /** Returns a fault that a part of the operations of another one finds. */
  public F shrink(F found) throws IOException {
    F best = upToTheCulprit(found);
    for (int piece = best.operations().size() / 2; piece > 0; piece /= 2) {
      best = without(best, piece);
    }
    // Once more, one by one: what was needed may not be needed any more.
    return without(best, 1);
  }

  // Leaves out the end: what is wrong may have been seen long after it went wrong.
  private F upToTheCulprit(F found) throws IOException {
    F best = found;
    int tooFew = 0;
    while (best.operations().size() - tooFew > 1) {
      int middle = tooFew + (best.operations().size() - tooFew) / 2;
      F earlier = trial.run(best.operations().subList(0, middle));
      if (earlier == null) {
        tooFew = middle;
      } else {
        best = earlier;
      }
    }
    return best;
  }

  // Leaves out pieces of a length, from the end.
  private F without(F found, int piece) throws IOException {
    F best = found;
    for (int end = best.operations().size(); end > 0 && attempts > 0; end -= piece) {
      List<O> fewer = new ArrayList<>(best.operations());
      int to = Math.min(end, fewer.size());
      fewer.subList(Math.max(0, to - piece), to).clear();
      attempts--;
      F again = trial.run(fewer);
      if (again != null) {
        best = again;
      }
    }
    return best;
  }
}
