package io.github.cordonfs.failure;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Reports that listeners do not have yet, of failures that a thread met with locks held.
 * Thread-safe; takes none.
 */
final class PendingReports {

  private final Queue<Report> reports;

  /** Whether there may be some: one load for every channel operation. */
  private volatile boolean any;

  PendingReports() {
    this(new ConcurrentLinkedQueue<>());
  }

  /** For tests: with a queue in which they can act. */
  PendingReports(Queue<Report> reports) {
    this.reports = reports;
  }

  void add(Report report) {
    reports.add(report);
    // After the report is there: emptying the queue does it the other way round.
    any = true;
  }

  boolean mayHaveSome() {
    return any;
  }

  /** Takes all. */
  void drainTo(Consumer<Report> told) {
    // Before the queue is emptied: what comes after the last look into it says so again.
    any = false;
    boolean done = false;
    try {
      for (Report report = reports.poll(); report != null; report = reports.poll()) {
        told.accept(report);
      }
      done = true;
    } finally {
      if (!done) {
        // Others may be left; the next operation tells them.
        any = true;
      }
    }
  }
}
