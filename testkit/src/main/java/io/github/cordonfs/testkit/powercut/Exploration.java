package io.github.cordonfs.testkit.powercut;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
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

/** Goes through the states of one recording, and of the restarts after them. */
final class Exploration {

  private final Recording recording;
  private final StateCheck check;
  private final Limits limits;
  private final boolean restarts;

  /** Disks and promises that the recovery has seen, and survived. */
  private final Set<String> survived = new HashSet<>();

  /** Restarts that were recorded, by disk and promises. */
  private final Map<String, Recording> restarted = new LinkedHashMap<>();

  private final Set<String> mapped = new TreeSet<>();

  /** How much is looked at. */
  record Limits(
      int randomPerCut,
      long seed,
      boolean tears,
      MappedForce mappedForce,
      int maxStates,
      int maxFailures,
      int threads) {}

  Exploration(DiskLog log, ImageCheck check, @Nullable Workload restart, Limits limits) {
    this.recording = new Recording(null, log);
    this.check = new StateCheck(check, restart, limits.mappedForce());
    this.restarts = restart != null;
    this.limits = limits;
    mapped.addAll(recording.mapped());
  }

  PowerCutReport explore(boolean withForces) throws InterruptedException, IOException {
    try (ExecutorService pool = pool()) {
      Walk.Counts counts = new Walk.Counts();
      Walk walk = walk(limits.maxFailures(), pool);
      through(walk, recording, null, counts);
      walk.finish();
      int disks = walk.checked();
      boolean limited = walk.isLimited();
      RestartReport after = restarts ? restarts(walk, null, pool) : null;
      List<ForceReport> forces = new ArrayList<>();
      if (withForces && walk.failures().isEmpty()) {
        for (var place : calls().entrySet()) {
          forces.add(force(place.getKey(), place.getValue(), pool));
        }
      }
      return new PowerCutReport(
          recording.entries().size(),
          counts.list(),
          disks,
          limited,
          after,
          walk.failures(),
          forces,
          List.copyOf(mapped));
    }
  }

  private Walk walk(int failuresWanted, ExecutorService pool) {
    return new Walk(check, survived, failuresWanted, limits.maxStates(), pool);
  }

  private void through(
      Walk walk, Recording through, @Nullable String lyingPlace, Walk.Counts counts)
      throws InterruptedException {
    Pending pending = through.pending(lyingPlace);
    walk.through(through, pending, new Enumeration(through.entries(), pending, limits), counts);
  }

  /** Starts the program again on each disk that a walk came to, and cuts the power once more. */
  private RestartReport restarts(Walk first, @Nullable String lyingPlace, ExecutorService pool)
      throws InterruptedException, IOException {
    Walk.Counts counts = new Walk.Counts();
    List<Recording> after = new ArrayList<>();
    Walk second = walk(limits.maxFailures() - first.failures().size(), pool);
    if (!first.isEnough()) {
      after = recorded(first.different(), pool);
      for (Recording each : after) {
        through(second, each, lyingPlace, counts);
      }
      second.finish();
      first.failures().addAll(second.failures());
    }
    int operations = after.stream().mapToInt(each -> each.entries().size()).sum();
    return new RestartReport(after.size(), operations, counts.list(), second.isLimited());
  }

  /** Returns what the program does when it is started on disks that were survived. */
  private List<Recording> recorded(List<Recording.Cut> disks, ExecutorService pool)
      throws InterruptedException, IOException {
    Map<String, Future<Recording>> running = new HashMap<>();
    List<String> keys = new ArrayList<>();
    for (Recording.Cut each : disks) {
      String key = each.key();
      if (survived.contains(key)) {
        keys.add(key);
        if (!restarted.containsKey(key)) {
          running.put(key, pool.submit(() -> check.restart(each)));
        }
      }
    }
    List<Recording> recordings = new ArrayList<>();
    for (String key : keys) {
      Future<Recording> future = running.get(key);
      if (future != null) {
        restarted.put(key, result(future));
      }
      Recording each = restarted.get(key);
      if (each != null) {
        mapped.addAll(each.mapped());
        recordings.add(each);
      }
    }
    return recordings;
  }

  private static Recording result(Future<Recording> future)
      throws InterruptedException, IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** Finds out what a place that forces is good for. */
  private ForceReport force(String place, int calls, ExecutorService pool)
      throws InterruptedException, IOException {
    Walk without = walk(1, pool);
    through(without, recording, place, new Walk.Counts());
    without.finish();
    if (restarts && !without.isEnough()) {
      // Of disks that were looked at already, only restarts in which this place forces tell more.
      Walk second = walk(1, pool);
      for (Recording each : recorded(without.different(), pool)) {
        if (each.forcesByPlace().containsKey(place)) {
          through(second, each, place, new Walk.Counts());
        }
      }
      second.finish();
      without.failures().addAll(second.failures());
    }
    return new ForceReport(
        place, calls, without.failures().isEmpty() ? null : without.failures().getFirst());
  }

  /** Returns how many times each place forced, in the workload and the restarts. */
  private Map<String, Integer> calls() {
    Map<String, Integer> calls = new LinkedHashMap<>();
    List<Recording> all = new ArrayList<>();
    all.add(recording);
    all.addAll(restarted.values());
    for (Recording each : all) {
      each.forcesByPlace()
          .forEach((place, forces) -> calls.merge(place, forces.size(), Integer::sum));
    }
    return calls;
  }

  /** Checks one state. */
  PowerCutReport replay(String code) throws IOException {
    Recording from = recording;
    Recording.Cut cut = null;
    for (String each : code.split("\\" + Recording.THEN, -1)) {
      if (cut != null) {
        from = check.restart(cut);
      }
      cut = from.parse(each);
    }
    if (cut == null) {
      throw new IllegalArgumentException("not the code of a state: " + code);
    }
    Throwable failure = check.failure(cut);
    List<FailingState> failures =
        failure == null ? List.of() : List.of(new Shrink.Smallest(cut, failure).failing());
    return new PowerCutReport(
        recording.entries().size(),
        List.of(new StateCount("replayed", 1, 1)),
        1,
        false,
        null,
        failures,
        List.of(),
        List.of());
  }

  private ExecutorService pool() {
    return Executors.newFixedThreadPool(
        limits.threads(),
        task -> {
          Thread thread = new Thread(task, "cordon-power-cuts");
          thread.setDaemon(true);
          return thread;
        });
  }
}
