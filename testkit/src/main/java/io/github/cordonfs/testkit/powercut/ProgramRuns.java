package io.github.cordonfs.testkit.powercut;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A program and the one that looks at what a power cut left, both in JVMs of their own. Safe for
 * use by several threads.
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
   * Runs the program and returns what it did.
   *
   * @param diskSize of all disks, as in {@code CordonOptions}
   * @throws ProgramFailure if it failed
   */
  DiskLog record(String diskSize, MappedForce mappedForce)
      throws IOException, ProgramFailure, InterruptedException {
    size = diskSize;
    try (ProgramJvm jvm = ProgramJvm.start(directories, size)) {
      ProgramReply reply = jvm.ask(new ProgramTask.Record(workload, mappedForce));
      if (reply == null || reply.recorded() == null) {
        throw new ProgramFailure(workload.mainClass() + " ended without a word");
      }
      if (reply.failure() != null) {
        throw reply.failure();
      }
      return DiskLog.of(reply.recorded());
    }
  }

  @Override
  public void check(DiskImage image, List<String> promises) throws Exception {
    ProgramJvm jvm = take();
    boolean good = false;
    try {
      ProgramReply reply = jvm.ask(new ProgramTask.Check(check, image, promises));
      good = reply != null;
      if (reply != null && reply.failure() != null) {
        throw reply.failure();
      }
    } finally {
      if (good) {
        idle.add(jvm);
      } else {
        jvm.close();
      }
    }
  }

  private ProgramJvm take() throws IOException {
    for (ProgramJvm each = idle.poll(); each != null; each = idle.poll()) {
      if (each.isAlive()) {
        return each;
      }
      each.close();
    }
    return ProgramJvm.start(directories, size);
  }

  @Override
  public void close() {
    for (ProgramJvm each = idle.poll(); each != null; each = idle.poll()) {
      each.close();
    }
  }
}
