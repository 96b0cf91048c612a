package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.testkit.Errno;
import io.github.cordonfs.testkit.FaultFileSystem;
import io.github.cordonfs.testkit.FaultRule;
import io.github.cordonfs.testkit.FileOp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exploration of errors, before it runs: the workload runs once without any, and then once for
 * each of its operations and each error that this operation is given. It may fail with an {@link
 * IOException} or {@link UncheckedIOException}, or cope. Then the recovery runs on what is there,
 * and everything works. For one thread.
 *
 * <p>The workload has to do the same every time, in one thread.
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public final class FaultExploration {

  private final Workload workload;
  private final Recovery recovery;
  private final Map<FileOp, List<Errno>> errors = new EnumMap<>(FileOp.class);
  private int maxFailures = 1;
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

  /** Says with which errors a kind of operation fails; with none, it does not. */
  public FaultExploration errors(FileOp op, Errno... some) {
    errors.put(op, List.of(some));
    return this;
  }

  /**
   * Ends the exploration when so many runs have failed.
   *
   * @param failures from 1, which it is if nothing is said
   */
  public FaultExploration maxFailures(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException(failures + " is less than 1");
    }
    maxFailures = failures;
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
   * @throws Exception if the workload or the recovery fails without an error below it
   */
  public FaultReport run() throws Exception {
    List<FileOp> operations = operations();
    List<FaultReport.Failing> failures = new ArrayList<>();
    int runs = 0;
    for (int n = 1; n <= operations.size(); n++) {
      for (Errno errno : Objects.requireNonNull(errors.get(operations.get(n - 1)))) {
        String code = "f" + n + "." + operations.get(n - 1) + "." + errno;
        if (failures.size() < maxFailures && (replay == null || replay.equals(code))) {
          runs++;
          FaultReport.Failing failing = runWith(n, errno, code);
          if (failing != null) {
            failures.add(failing);
          }
        }
      }
    }
    if (replay != null && runs == 0) {
      throw new IllegalArgumentException(
          "no operation of the workload is " + replay + ": it has changed, or is another");
    }
    return new FaultReport(operations.size(), runs, failures);
  }

  /**
   * Runs it, and fails if a run did.
   *
   * @throws AssertionError if one failed; the message says how to replay that
   * @throws Exception if the workload or the recovery fails without an error below it
   */
  public void check() throws Exception {
    run().assertSurvived();
  }

  /** Runs the workload without an error, and the recovery, and returns what the workload did. */
  private List<FileOp> operations() throws Exception {
    List<FileOp> operations = new ArrayList<>();
    try (FaultFileSystem disk = disk()) {
      DiskLog promises = new DiskLog(disk.below().getPath("/"));
      disk.faults().tap(operations::add);
      workload.run(new TestDisk(disk, promises));
      disk.faults().tap(null);
      recovery.check(new CrashedDisk(disk, promises.promises()));
    }
    return operations;
  }

  private FaultReport.@Nullable Failing runWith(int n, Errno errno, String code)
      throws IOException {
    try (FaultFileSystem disk = disk()) {
      DiskLog promises = new DiskLog(disk.below().getPath("/"));
      FaultRule rule = disk.faults().on("**").nthOverall(n).fail(errno);
      String outcome;
      try {
        workload.run(new TestDisk(disk, promises));
        outcome = "coped";
      } catch (IOException | UncheckedIOException e) {
        outcome = "failed with " + e;
      } catch (VirtualMachineError e) {
        throw e;
      } catch (Throwable e) {
        return new FaultReport.Failing(code, disk.faults().fired(), "failed with " + e, e);
      }
      if (rule.fired() == 0) {
        return null;
      }
      List<String> fired = disk.faults().fired();
      disk.faults().disarm();
      try {
        recovery.check(new CrashedDisk(disk, promises.promises()));
        return null;
      } catch (VirtualMachineError e) {
        throw e;
      } catch (Throwable e) {
        return new FaultReport.Failing(code, fired, outcome, e);
      }
    }
  }

  private static FaultFileSystem disk() throws IOException {
    return FaultFileSystem.inMemory(CordonOptions.builder().size("64m").injection(true).build());
  }
}
