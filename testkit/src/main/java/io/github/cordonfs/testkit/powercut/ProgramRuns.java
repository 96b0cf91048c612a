package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.FileOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A program and the one that looks at what it left, both in JVMs of their own. Safe for use by
 * several threads.
 */
final class ProgramRuns implements ImageCheck, AutoCloseable {

  private final List<Path> directories;
  private final Program workload;
  private final Program check;
  private volatile String size = "64m";

  /** JVMs that do nothing just now. */
  private final Queue<ProgramJvm> idle = new ConcurrentLinkedQueue<>();

  ProgramRuns(List<Path> directories, Program workload, Program check) {
    this.directories = directories;
    this.workload = workload;
    this.check = check;
  }

  /**
   * Sets the size of all disks.
   *
   * @param diskSize as in {@code CordonOptions}
   */
  ProgramRuns ofSize(String diskSize) {
    size = diskSize;
    return this;
  }

  /**
   * Runs the program and returns what it did.
   *
   * @throws ProgramFailure if it failed
   */
  DiskLog record(MappedForce mappedForce) throws IOException, ProgramFailure, InterruptedException {
    try (ProgramJvm jvm = ProgramJvm.start(directories, size)) {
      if (!jvm.begins(new ProgramTask.Recorded(workload, mappedForce))
          || !(jvm.answer() instanceof ProgramReply.Recorded recorded)) {
        throw new ProgramFailure(workload.mainClass() + " ended without a word");
      }
      if (recorded.failure() != null) {
        throw recorded.failure();
      }
      return DiskLog.of(recorded.log());
    }
  }

  /**
   * Runs the program without a fault, has the check look at that, and returns what it did.
   *
   * @throws ProgramFailure if it, or the check, failed
   */
  List<FileOp> operations() throws Exception {
    ProgramReply.Ran ran = ran(null);
    if (ran.failure() != null) {
      throw ran.failure();
    }
    check(ran.left(), ran.promises());
    return ran.operations();
  }

  /** Runs the program with a fault; null if it survives that, or does not come to it. */
  @Nullable FailingRun runWith(PlannedFault fault) throws Exception {
    ProgramReply.Ran ran = ran(fault);
    if (ran.fired().isEmpty()) {
      return null;
    }
    Throwable failure = ran.isInputOutput() ? null : ran.failure();
    if (failure == null) {
      try {
        check(ran.left(), ran.promises());
      } catch (ProgramFailure e) {
        failure = e;
      }
    }
    return failure == null
        ? null
        : new FailingRun(
            fault.code(),
            ran.fired(),
            ran.outcome(),
            failure,
            () -> new CrashedDisk(StateCheck.disk(ran.left()), ran.promises()));
  }

  private ProgramReply.Ran ran(@Nullable PlannedFault fault) throws Exception {
    if (ask(new ProgramTask.Faulty(workload, fault)) instanceof ProgramReply.Ran ran) {
      return ran;
    }
    throw new ProgramFailure(workload.mainClass() + " ended without a word");
  }

  @Override
  public void check(DiskImage image, List<String> promises) throws Exception {
    ProgramReply reply = ask(new ProgramTask.Check(check, image, promises));
    if (reply != null && reply.failure() != null) {
      throw reply.failure();
    }
  }

  /** Has some JVM do it; null if it ended by itself, with exit status 0. */
  private @Nullable ProgramReply ask(ProgramTask task) throws Exception {
    // One that did something before may have been ended meanwhile, by a thread that was left over.
    for (ProgramJvm each = idle.poll(); each != null; each = idle.poll()) {
      if (each.begins(task)) {
        return answer(each);
      }
      each.close();
    }
    ProgramJvm fresh = ProgramJvm.start(directories, size);
    if (!fresh.begins(task)) {
      fresh.close();
      throw new IOException("a JVM with the overlay ended at once, see its standard error");
    }
    return answer(fresh);
  }

  private @Nullable ProgramReply answer(ProgramJvm jvm) throws Exception {
    ProgramReply reply = null;
    try {
      reply = jvm.answer();
      return reply;
    } finally {
      if (reply == null || (reply instanceof ProgramReply.Ran ran && ran.ends())) {
        jvm.close();
      } else {
        idle.add(jvm);
      }
    }
  }

  @Override
  public void close() {
    for (ProgramJvm each = idle.poll(); each != null; each = idle.poll()) {
      each.close();
    }
  }
}
