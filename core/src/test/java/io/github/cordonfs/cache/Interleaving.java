package io.github.cordonfs.cache;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;

/**
 * Runs a scenario under a model checker, which tries the schedules of its threads one after the
 * other.
 *
 * <p>What makes a test here pass although the code is wrong, and how it is avoided: work reachable
 * only through a {@code Thread}'s task is taken for thread-local, so workers are subclasses with a
 * field; an exception in a worker goes nowhere, so it is thrown again; {@code System.arraycopy} and
 * accesses through {@code MemorySegment} are no switch points, so the pool is a {@code
 * HeapPoolMemory}.
 */
final class Interleaving {

  /** More find more, slower; bugs that were put in on purpose are found with a tenth of these. */
  private static final int SCHEDULES =
      Integer.getInteger("cordon.schedules", Boolean.getBoolean("cordon.stress") ? 20_000 : 600);

  private Interleaving() {}

  /** One thread's part. */
  interface Part {
    void run() throws Exception;
  }

  /** Explores the schedules of a scenario, which builds all its state itself. */
  static void explore(Runnable scenario) {
    Lincheck.runConcurrentTest(SCHEDULES, scenario);
  }

  /**
   * As {@link #explore}, for scenarios with loops over the 512 frames of a huge folio, which the
   * model checker would else take for a thread that spins for ever.
   */
  static void exploreHuge(Runnable scenario) {
    LincheckSettings usual = new LincheckSettings();
    LincheckSettings patient =
        new LincheckSettings(usual.getAnalyzeStdLib(), 1_000, 10_000, usual.getRecursionBound());
    Lincheck.runConcurrentTestInternal$lincheck(SCHEDULES / 10, patient, scenario);
  }

  private static final class Worker extends Thread {
    private final Part part;
    private Throwable failure;

    Worker(Part part) {
      this.part = part;
    }

    @Override
    public void run() {
      try {
        part.run();
      } catch (Exception | AssertionError e) {
        failure = e;
      }
    }
  }

  /** Runs parts at the same time and waits for all. */
  static void together(Part... parts) {
    Worker[] workers = new Worker[parts.length];
    for (int i = 0; i < parts.length; i++) {
      workers[i] = new Worker(parts[i]);
    }
    // Of type Thread: the model checker does not see a join through the subclass.
    for (Thread thread : workers) {
      thread.start();
    }
    for (Thread thread : workers) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    for (Worker worker : workers) {
      if (worker.failure != null) {
        throw new AssertionError("a part failed: " + worker.failure, worker.failure);
      }
    }
  }
}
