package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.testkit.FaultDisk;
import io.github.cordonfs.testkit.FaultRule;
import io.github.cordonfs.testkit.FileOp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a workload on a disk of its own, and what that leaves. Closing it closes the disk. */
final class FaultRun implements AutoCloseable {

  private final FaultDisk disk;
  private final DiskLog promises;
  private final List<FileOp> operations = new ArrayList<>();
  private List<String> fired = List.of();
  private String outcome = "coped";
  private @Nullable Throwable crash;

  private FaultRun(String size) throws IOException {
    disk = FaultDisk.inCordon(CordonOptions.builder().size(size).injection(true).build());
    promises = disk.unseen(() -> new DiskLog(disk.observed().getPath("/")));
  }

  /** Runs the workload without a fault. */
  static FaultRun without(@Nullable Workload given, Workload workload, String size)
      throws Exception {
    FaultRun run = new FaultRun(size);
    try {
      TestDisk disk = run.prepared(given);
      run.disk.faults().tap(run.operations::add);
      workload.run(disk);
      run.disk.faults().tap(null);
      return run;
    } catch (Throwable e) {
      run.close();
      throw e;
    }
  }

  /**
   * Runs the workload with a fault.
   *
   * @return the run; null if the workload did not come to the operation
   */
  static @Nullable FaultRun with(
      PlannedFault fault, @Nullable Workload given, Workload workload, String size)
      throws Exception {
    FaultRun run = new FaultRun(size);
    try {
      TestDisk disk = run.prepared(given);
      FaultRule rule = fault.arm(run.disk);
      run.attempt(workload, disk);
      run.fired = run.disk.faults().fired();
      run.disk.faults().disarm();
      if (rule.fired() > 0) {
        return run;
      }
      run.close();
      return null;
    } catch (Throwable e) {
      run.close();
      throw e;
    }
  }

  private TestDisk prepared(@Nullable Workload given) throws Exception {
    TestDisk testDisk = new TestDisk(disk, promises);
    if (given != null) {
      given.run(testDisk);
    }
    return testDisk;
  }

  private void attempt(Workload workload, TestDisk testDisk) {
    try {
      workload.run(testDisk);
    } catch (IOException | UncheckedIOException e) {
      outcome = "failed with " + e;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      outcome = "failed with " + e;
      crash = e;
    }
  }

  /** Returns the kinds of the operations, in order. */
  List<FileOp> operations() {
    return operations;
  }

  /** Returns what went wrong, a line for each. */
  List<String> fired() {
    return fired;
  }

  /** Returns what the workload made of it. */
  String outcome() {
    return outcome;
  }

  /** Returns how the workload failed if it should not have: by no error of input or output. */
  @Nullable Throwable crash() {
    return crash;
  }

  /** Returns what is there now. */
  CrashedDisk left() {
    return new CrashedDisk(disk.fileSystem(), promises.promises());
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }
}
