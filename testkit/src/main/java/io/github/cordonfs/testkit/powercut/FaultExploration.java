package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.Errno;
import io.github.cordonfs.testkit.FileOp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exploration of faults, before it runs: the workload runs once without any, and then once for
 * each of its operations and each fault that this operation is given. It may fail with an {@link
 * IOException} or {@link UncheckedIOException}, or cope. Then the recovery runs on what is there,
 * and everything works. For one thread.
 *
 * <p>The workload has to do the same every time, and each run of it in one thread.
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public final class FaultExploration {

  private final Workload workload;
  private final Recovery recovery;

  /** What runs in JVMs of its own instead; null if nothing does. */
  private @Nullable ProgramRuns programs;

  private final Map<FileOp, List<Errno>> errors = new EnumMap<>(FileOp.class);
  private final Set<FaultKind> kinds = EnumSet.of(FaultKind.SHORT, FaultKind.TORN);
  private @Nullable Workload given;
  private String size = "64m";
  private int maxFailures = 1;
  private int maxRuns = 20_000;
  private int threads = 1;
  private @Nullable String replay = System.getProperty(PowerCutExploration.REPLAY);

  FaultExploration(Workload workload, Recovery recovery) {
    this.workload = Objects.requireNonNull(workload, "workload");
    this.recovery = Objects.requireNonNull(recovery, "recovery");
    for (FileOp op : FileOp.values()) {
      errors.put(op, List.of(Errno.EIO));
    }
    errors.put(FileOp.WRITE, List.of(Errno.EIO, Errno.ENOSPC));
    errors.put(FileOp.OPEN, List.of(Errno.EIO, Errno.EMFILE));
    errors.put(FileOp.CREATE_DIRECTORY, List.of(Errno.EIO, Errno.ENOSPC));
  }

  static FaultExploration of(ProgramRuns programs) {
    FaultExploration exploration = new FaultExploration(_ -> {}, _ -> {});
    exploration.programs = programs;
    return exploration;
  }

  /** Says what is done before the workload, on each disk, and where nothing fails. */
  public FaultExploration given(Workload before) {
    given = before;
    return this;
  }

  /** Says with which errors a kind of operation fails; with none, it does not. */
  public FaultExploration errors(FileOp op, Errno... some) {
    errors.put(op, List.of(some));
    return this;
  }

  /**
   * Says in which other ways reads and writes go wrong, instead of {@link FaultKind#SHORT} and
   * {@link FaultKind#TORN}.
   */
  public FaultExploration kinds(FaultKind... some) {
    kinds.clear();
    kinds.addAll(List.of(some));
    return this;
  }

  /**
   * Sets the size of the disk.
   *
   * @param diskSize as in {@code CordonOptions}: 64m if nothing is said
   */
  public FaultExploration size(String diskSize) {
    size = diskSize;
    return this;
  }

  /**
   * Ends the exploration when so many runs have failed.
   *
   * @param failures from 1, which it is if nothing is said
   */
  public FaultExploration maxFailures(int failures) {
    maxFailures = PowerCutExploration.atLeast(1, failures);
    return this;
  }

  /**
   * Limits how many times the workload runs with a fault. The report says if it was not enough.
   *
   * @param runs from 1; 20,000 if nothing is said
   */
  public FaultExploration maxRuns(int runs) {
    maxRuns = PowerCutExploration.atLeast(1, runs);
    return this;
  }

  /**
   * Sets how many runs there are at the same time, each on a disk of its own. The report does not
   * depend on it. More than one is for workloads and recoveries that share nothing but the disk.
   *
   * @param count from 1, which it is if nothing is said
   */
  public FaultExploration threads(int count) {
    threads = PowerCutExploration.atLeast(1, count);
    return this;
  }

  /** Makes one run only, that of an earlier report. */
  public FaultExploration replay(String code) {
    replay = code;
    return this;
  }

  /**
   * Runs it.
   *
   * @return what was found
   * @throws IllegalArgumentException if there is nothing to replay by that code
   * @throws Exception if the workload or the recovery fails without a fault below it
   */
  public FaultReport run() throws Exception {
    if (programs == null) {
      return explore();
    }
    if (given != null) {
      throw new IllegalStateException("given is not there for programs");
    }
    try (ProgramRuns runs = programs) {
      var _ = runs.ofSize(size);
      return explore();
    }
  }

  private FaultReport explore() throws Exception {
    List<FileOp> operations = operations();
    List<PlannedFault> planned = planned(operations);
    int most = Math.min(planned.size(), maxRuns);
    List<FailingRun> failures = new ArrayList<>();
    int runs = 0;
    try (RunsInOrder<FailingRun> results =
        new RunsInOrder<>(threads, most, i -> runWith(planned.get(i)))) {
      while (runs < most && failures.size() < maxFailures) {
        FailingRun failing = results.next();
        runs++;
        if (failing != null) {
          failures.add(failing);
        }
      }
    }
    boolean limited = runs < planned.size() && failures.size() < maxFailures;
    return new FaultReport(operations.size(), runs, limited, failures);
  }

  /**
   * Runs it, and fails if a run did.
   *
   * @return what was found
   * @throws AssertionError if one failed; the message says how to replay that
   * @throws Exception if the workload or the recovery fails without a fault below it
   */
  public FaultReport check() throws Exception {
    FaultReport report = run();
    report.assertSurvived();
    return report;
  }

  /** Returns what is done to the operations, in order: all of it, or what is to be replayed. */
  private List<PlannedFault> planned(List<FileOp> operations) {
    List<PlannedFault> all = new ArrayList<>();
    Map<FileOp, Integer> calls = new EnumMap<>(FileOp.class);
    for (int i = 0; i < operations.size(); i++) {
      FileOp op = operations.get(i);
      int call = calls.merge(op, 1, Integer::sum);
      for (Errno errno : Objects.requireNonNull(errors.get(op))) {
        all.add(new PlannedFault(i + 1, op, call, errno, null));
      }
      for (FaultKind kind : FaultKind.values()) {
        if (kinds.contains(kind) && kind.canHappenTo(op)) {
          all.add(new PlannedFault(i + 1, op, call, null, kind));
        }
      }
    }
    if (replay == null) {
      return all;
    }
    List<PlannedFault> one = all.stream().filter(each -> each.code().equals(replay)).toList();
    if (one.isEmpty()) {
      throw new IllegalArgumentException(
          "no operation of the workload is " + replay + ": it has changed, or is another");
    }
    return one;
  }

  /** Runs the workload without a fault, and the recovery, and returns what the workload did. */
  private List<FileOp> operations() throws Exception {
    if (programs != null) {
      return programs.operations();
    }
    try (FaultRun run = FaultRun.without(given, workload, size)) {
      recovery.check(run.left());
      return run.operations();
    }
  }

  private @Nullable FailingRun runWith(PlannedFault fault) throws Exception {
    if (programs != null) {
      return programs.runWith(fault);
    }
    try (FaultRun run = FaultRun.with(fault, given, workload, size)) {
      if (run == null) {
        return null;
      }
      Throwable failure = run.crash();
      if (failure == null) {
        failure = failureOf(run);
      }
      return failure == null
          ? null
          : new FailingRun(fault.code(), run.fired(), run.outcome(), failure, () -> again(fault));
    }
  }

  private @Nullable Throwable failureOf(FaultRun run) {
    try {
      recovery.check(run.left());
      return null;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      return e;
    }
  }

  /** Runs the workload with a fault and returns what that leaves. */
  private CrashedDisk again(PlannedFault fault) throws Exception {
    FaultRun run = FaultRun.with(fault, given, workload, size);
    if (run == null) {
      throw new IllegalStateException(
          "the workload did not come to " + fault.code() + ": it does not do the same every time");
    }
    switch (run.crash()) {
      case null -> {}
      case Exception crash -> {
        run.close();
        throw crash;
      }
      case Throwable crash -> {
        run.close();
        throw new AssertionError(crash);
      }
    }
    return run.left();
  }
}
