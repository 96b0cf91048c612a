package io.github.cordonfs.cache;

import io.github.cordonfs.frame.StackProbe;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;

/**
 * Runs a scenario under a model checker, which tries the schedules of its threads one after the
 * other.
 *
 * <p>What makes a test here pass although the code is wrong, and how it is avoided:
 *
 * <ul>
 *   <li>Objects that the model checker takes for local to one thread are no reason to switch: it
 *       does not see through a {@code Thread}'s task, nor what a lambda captures. So workers are
 *       subclasses with a field, what they share goes through {@link #share}, and {@link #explore}
 *       fails if there was next to nothing to explore.
 *   <li>Neither is there much to explore when it takes a loop for a thread that spins: {@link
 *       #PATIENT}.
 *   <li>An exception in a worker goes nowhere: it is thrown again.
 *   <li>{@code System.arraycopy} and accesses through {@code MemorySegment} are no switch points:
 *       the pool is a {@code HeapPoolMemory}.
 * </ul>
 */
final class Interleaving {

  /** More find more, slower; bugs that were put in on purpose are found with fewer. */
  private static final int SCHEDULES =
      Integer.getInteger("cordon.schedules", Boolean.getBoolean("cordon.stress") ? 20_000 : 80);

  /** Fewer schedules than this mean that the model checker saw no accesses to interleave. */
  private static final int ENOUGH = 50;

  /**
   * With the usual settings a loop of some tens of rounds, over the frames of a block say, is taken
   * for a thread that spins for ever, and hardly a schedule is explored.
   */
  private static final LincheckSettings PATIENT =
      new LincheckSettings(new LincheckSettings().getAnalyzeStdLib(), 600, 10_000, 1_000);

  private static final String EXPLORED = "cordon.explored";

  private Interleaving() {}

  /** One thread's part. */
  interface Part {
    void run() throws Exception;
  }

  /** What the threads of a scenario share, so that the model checker knows it. */
  @SuppressWarnings("UnusedVariable") // it is there to be reachable
  private static volatile Object shared;

  /** Says that an object, and what can be reached from it, is shared by the parts of a scenario. */
  static <T> T share(T object) {
    shared = object;
    return object;
  }

  /** Explores the schedules of a scenario, which builds all its state itself. */
  static void explore(Runnable scenario) {
    explore(SCHEDULES, scenario);
  }

  /** As {@link #explore}, with a number of schedules. */
  static void explore(int schedules, Runnable scenario) {
    // Made before, with hundreds of the JDK's classes, of which the model checker is to know
    // nothing.
    StackProbe.touch();
    // A property: static fields are set back between two runs of a scenario.
    System.setProperty(EXPLORED, "0");
    Lincheck.runConcurrentTestInternal$lincheck(
        schedules,
        PATIENT,
        () -> {
          System.setProperty(EXPLORED, Integer.toString(Integer.getInteger(EXPLORED) + 1));
          scenario.run();
        });
    int explored = Integer.getInteger(EXPLORED);
    if (explored < ENOUGH) {
      throw new AssertionError("only " + explored + " schedules: what is shared is hidden");
    }
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
