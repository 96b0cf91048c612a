package io.github.cordonfs.testkit.powercut;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failing state as small as it can: fewer units lost, none torn, an earlier cut. Of two
 * power cuts, one after the other, it is the second that becomes smaller.
 */
final class Shrink {

  /** Attempts for one state: a recovery may be slow. */
  private static final int ATTEMPTS = 400;

  private final StateCheck check;
  private final Pending pending;
  private final Recording recording;
  private CrashState smallest;
  private Throwable failure;
  private int attempts;

  Shrink(StateCheck check, Pending pending, Recording.Cut cut, Throwable failure) {
    this.check = check;
    this.pending = pending;
    this.recording = cut.recording();
    this.smallest = cut.state();
    this.failure = failure;
  }

  /** A state that fails, and how. */
  record Smallest(Recording.Cut cut, Throwable failure) {

    FailingState failing() {
      return new FailingState(cut, failure);
    }
  }

  Smallest run() {
    while (attempts < ATTEMPTS && step()) {
      // Each step makes it smaller.
    }
    return new Smallest(recording.cut(smallest), failure);
  }

  private boolean step() {
    if (smallest.tear() != null && fails(smallest.whole())) {
      return true;
    }
    for (int unit : smallest.lost()) {
      if (fails(smallest.keeping(unit))) {
        return true;
      }
    }
    if (smallest.cut() > 0) {
      // What is lost has to be pending there, or the state could not come about.
      CrashState earlier = smallest.cutAt(smallest.cut() - 1);
      List<Integer> units = pending.at(earlier.cut());
      return units.containsAll(earlier.lost()) && fails(earlier);
    }
    return false;
  }

  private boolean fails(CrashState state) {
    attempts++;
    @Nullable Throwable found = check.failure(recording.cut(state));
    if (found == null) {
      return false;
    }
    smallest = state;
    failure = found;
    return true;
  }
}
