package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.powercut.Enumeration.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One way through states, in order: each disk that is new is checked, some at a time, in several
 * threads. What it finds does not depend on how many they are. For one thread itself.
 */
final class Walk {

  /** States that are checked before it is looked at what came of them. */
  private static final int ROUND = 64;

  private final StateCheck check;
  private final int failuresWanted;
  private final int maxStates;
  private final ExecutorService pool;

  /** Disks and promises that the recovery has seen, on this walk or another, and survived. */
  private final Set<String> survived;

  private final Set<String> seen = new HashSet<>();
  private final List<Candidate> round = new ArrayList<>();
  private final List<Recording.Cut> different = new ArrayList<>();
  private final List<FailingState> failures = new ArrayList<>();
  private final Set<String> failingCodes = new HashSet<>();
  private int checked;
  private boolean limited;

  Walk(
      StateCheck check,
      Set<String> survived,
      int failuresWanted,
      int maxStates,
      ExecutorService pool) {
    this.check = check;
    this.survived = survived;
    this.failuresWanted = failuresWanted;
    this.maxStates = maxStates;
    this.pool = pool;
  }

  /** A disk that is to be checked. */
  private record Candidate(Recording.Cut cut, Pending pending, String key) {}

  /** Counts of one kind: states, and disks that were new among them. */
  static final class Counts {
    private final Map<Kind, int[]> counts = new EnumMap<>(Kind.class);

    private void add(Kind kind, boolean isNew) {
      int[] both = counts.computeIfAbsent(kind, _ -> new int[2]);
      both[0]++;
      both[1] += isNew ? 1 : 0;
    }

    List<StateCount> list() {
      List<StateCount> list = new ArrayList<>();
      counts.forEach((kind, both) -> list.add(new StateCount(kind.text(), both[0], both[1])));
      return list;
    }
  }

  /** Goes through the states of a recording. */
  void through(Recording recording, Pending pending, Enumeration enumeration, Counts counts)
      throws InterruptedException {
    List<InterruptedException> interrupted = new ArrayList<>();
    enumeration.forEach((kind, state) -> {
      try {
        counts.add(kind, take(recording.cut(state), pending));
      } catch (InterruptedException e) {
        interrupted.add(e);
      }
    });
    if (!interrupted.isEmpty()) {
      throw interrupted.getFirst();
    }
  }

  /** Checks what was taken and not yet checked. */
  void finish() throws InterruptedException {
    checkRound();
  }

  private boolean take(Recording.Cut cut, Pending pending) throws InterruptedException {
    if (isEnough() || limited) {
      return false;
    }
    String key = cut.key();
    if (!seen.add(key)) {
      return false;
    }
    if (survived.contains(key)) {
      different.add(cut);
      return false;
    }
    if (checked + round.size() >= maxStates) {
      limited = true;
      return false;
    }
    different.add(cut);
    round.add(new Candidate(cut, pending, key));
    if (round.size() == ROUND) {
      checkRound();
    }
    return true;
  }

  boolean isEnough() {
    return failures.size() >= failuresWanted;
  }

  boolean isLimited() {
    return limited;
  }

  int checked() {
    return checked;
  }

  List<FailingState> failures() {
    return failures;
  }

  /** Returns the disks that are different, in order, those that need no check included. */
  List<Recording.Cut> different() {
    return different;
  }

  private void checkRound() throws InterruptedException {
    List<Future<@Nullable Throwable>> results = new ArrayList<>();
    for (Candidate each : round) {
      results.add(pool.submit(() -> check.failure(each.cut())));
    }
    for (int i = 0; i < round.size(); i++) {
      Candidate each = round.get(i);
      Throwable failure = result(results.get(i));
      checked++;
      if (failure == null) {
        survived.add(each.key());
      } else if (!isEnough()) {
        FailingState found = new Shrink(check, each.pending(), each.cut(), failure).run().failing();
        if (failingCodes.add(found.code())) {
          failures.add(found);
        }
      }
    }
    round.clear();
  }

  private static @Nullable Throwable result(Future<@Nullable Throwable> future)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
