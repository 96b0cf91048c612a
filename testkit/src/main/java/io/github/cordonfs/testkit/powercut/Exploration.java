package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.OperationObserver.Force;
import io.github.cordonfs.testkit.powercut.Enumeration.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Goes through the states of one recording. */
final class Exploration {

  /** States that are checked before it is looked at what came of them. */
  private static final int ROUND = 64;

  private final DiskLog log;
  private final List<LogEntry> entries;
  private final StateCheck check;
  private final int randomPerCut;
  private final long seed;
  private final int maxStates;
  private final int maxFailures;
  private final int threads;

  /** Disks and promises that the recovery has seen, and survived. */
  private final Set<String> survived = new HashSet<>();

  Exploration(
      DiskLog log,
      Recovery recovery,
      int randomPerCut,
      long seed,
      int maxStates,
      int maxFailures,
      int threads) {
    this.log = log;
    this.entries = log.entries();
    this.check = new StateCheck(log, entries, recovery);
    this.randomPerCut = randomPerCut;
    this.seed = seed;
    this.maxStates = maxStates;
    this.maxFailures = maxFailures;
    this.threads = threads;
  }

  PowerCutReport explore(boolean withForces) throws InterruptedException {
    try (ExecutorService pool = pool()) {
      Pass pass = new Pass(new Pending(entries, Set.of()), maxFailures, pool);
      pass.run();
      List<ForceReport> forces = new ArrayList<>();
      if (withForces && pass.failures.isEmpty()) {
        for (var place : forcesByPlace().entrySet()) {
          Pass without = new Pass(new Pending(entries, place.getValue()), 1, pool);
          without.run();
          forces.add(
              new ForceReport(
                  place.getKey(),
                  place.getValue().size(),
                  without.failures.isEmpty() ? null : without.failures.getFirst()));
        }
      }
      return new PowerCutReport(
          entries.size(),
          pass.counts(),
          pass.checked,
          pass.limited,
          pass.failures,
          forces,
          List.copyOf(new TreeSet<>(log.mapped())));
    }
  }

  /** Checks one state. */
  PowerCutReport replay(String code) {
    int dot = code.lastIndexOf('.');
    CrashState state = CrashState.parse(code.substring(0, Math.max(dot, 0)));
    if (state.cut() > entries.size() || !code.substring(dot + 1).equals(shape(state.cut()))) {
      throw new IllegalStateException(
          "the workload did not do what it did when "
              + code
              + " was found: it has changed, or does not do the same every time, or this is"
              + " another test. Run only the test that failed, or look at the image that was saved");
    }
    Throwable failure = check.failure(state);
    List<FailingState> failures = failure == null ? List.of() : List.of(failing(state, failure));
    Map<String, Integer> counts = Map.of("replayed", 1);
    return new PowerCutReport(entries.size(), counts, 1, false, failures, List.of(), List.of());
  }

  /** Returns the forces that were done, by the place in the code that asked for them. */
  private Map<String, Set<Integer>> forcesByPlace() {
    Map<String, Set<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof LogEntry.Forced forced && forced.result() == Force.DONE) {
        places.computeIfAbsent(forced.place(), _ -> new TreeSet<>()).add(i);
      }
    }
    return places;
  }

  private FailingState failing(CrashState state, Throwable failure) {
    return new FailingState(
        state.code() + "." + shape(state.cut()),
        Description.of(entries, state, check, failure),
        check.image(state),
        check.promises(state),
        failure);
  }

  /** Returns a digest of what was done up to a cut, of the kinds and places, not of the bytes. */
  private String shape(int cut) {
    var digest = DiskImage.sha256();
    for (LogEntry each : entries.subList(0, cut)) {
      String text = each instanceof LogEntry.Promise ? "promise" : each.text();
      digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = digest.digest();
    return java.util.HexFormat.of().formatHex(bytes, 0, 4);
  }

  private ExecutorService pool() {
    return Executors.newFixedThreadPool(
        threads,
        task -> {
          Thread thread = new Thread(task, "cordon-power-cuts");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** One walk through the enumeration. */
  private final class Pass {

    private final Pending pending;
    private final int failuresWanted;
    private final ExecutorService pool;
    private final Map<Kind, Integer> enumerated = new EnumMap<>(Kind.class);
    private final Set<String> seen = new HashSet<>();
    private final List<CrashState> round = new ArrayList<>();
    private final List<String> roundKeys = new ArrayList<>();
    private final List<FailingState> failures = new ArrayList<>();
    private final Set<String> failingCodes = new HashSet<>();
    private int checked;
    private boolean limited;

    Pass(Pending pending, int failuresWanted, ExecutorService pool) {
      this.pending = pending;
      this.failuresWanted = failuresWanted;
      this.pool = pool;
    }

    void run() throws InterruptedException {
      List<InterruptedException> interrupted = new ArrayList<>();
      new Enumeration(entries, pending, randomPerCut, seed)
          .forEach((kind, state) -> {
            enumerated.merge(kind, 1, Integer::sum);
            try {
              take(state);
            } catch (InterruptedException e) {
              interrupted.add(e);
            }
          });
      if (!interrupted.isEmpty()) {
        throw interrupted.getFirst();
      }
      checkRound();
    }

    private void take(CrashState state) throws InterruptedException {
      if (isEnough() || limited) {
        return;
      }
      String key = check.image(state).digest() + ' ' + check.promises(state);
      if (survived.contains(key) || !seen.add(key)) {
        return;
      }
      if (checked + round.size() >= maxStates) {
        limited = true;
        return;
      }
      round.add(state);
      roundKeys.add(key);
      if (round.size() == ROUND) {
        checkRound();
      }
    }

    private boolean isEnough() {
      return failures.size() >= failuresWanted;
    }

    private void checkRound() throws InterruptedException {
      List<Future<@Nullable Throwable>> results = new ArrayList<>();
      for (CrashState each : round) {
        results.add(pool.submit(() -> check.failure(each)));
      }
      for (int i = 0; i < round.size(); i++) {
        Throwable failure = result(results.get(i));
        checked++;
        if (failure == null) {
          survived.add(roundKeys.get(i));
        } else if (!isEnough()) {
          Shrink.Smallest smallest = new Shrink(check, pending, round.get(i), failure).run();
          if (failingCodes.add(smallest.state().code())) {
            failures.add(failing(smallest.state(), smallest.failure()));
          }
        }
      }
      round.clear();
      roundKeys.clear();
    }

    private static @Nullable Throwable result(Future<@Nullable Throwable> future)
        throws InterruptedException {
      try {
        return future.get();
      } catch (ExecutionException e) {
        return e.getCause();
      }
    }

    Map<String, Integer> counts() {
      Map<String, Integer> counts = new LinkedHashMap<>();
      enumerated.forEach((kind, count) -> counts.put(kind.text(), count));
      return counts;
    }
  }
}
