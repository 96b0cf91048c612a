package io.github.cordonfs.nio;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A process whose threads come to the end of their stacks: each operation is tried in each frame on
 * the way back from there, first with hardly any stack and at last with enough.
 */
public final class StackChild {

  private static final long STACK_BYTES = 250_000;
  private static final long PATIENCE_MILLIS = 20_000;

  private final EveryOperation every;
  private final int rounds;
  private EveryOperation.Attempt attempt = _ -> {};
  private int made;
  private int overflows;
  private int successes;
  private final Map<String, Integer> others = new TreeMap<>();

  private StackChild(EveryOperation every, int rounds) {
    this.every = every;
    this.rounds = rounds;
  }

  /**
   * The last line that it prints is {@code done}. Arguments: rounds; into how many shares the
   * operations are dealt; and which of them this process has, from 0.
   */
  public static void main(String[] args) throws Exception {
    EveryOperation every = new EveryOperation();
    StackChild child = new StackChild(every, Integer.parseInt(args[0]));
    int shares = Integer.parseInt(args[1]);
    int share = Integer.parseInt(args[2]);
    int number = 0;
    for (Map.Entry<String, EveryOperation.Operation> each : every.operations().entrySet()) {
      if (number++ % shares == share) {
        child.run(each.getKey(), each.getValue());
      }
    }
    child.inTime("close", every::close);
    System.out.println("done");
    System.exit(0);
  }

  private void run(String name, EveryOperation.Operation operation) throws Exception {
    int all = 0;
    overflows = 0;
    others.clear();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < EveryOperation.ATTEMPTS; i++) {
        operation.prepare().make(i);
      }
      attempt = operation.attempt();
      made = 0;
      successes = 0;
      int shift = round * 7;
      Thread thread = new Thread(null, () -> shift(shift), name, STACK_BYTES);
      thread.start();
      thread.join();
      all += successes;
      inTime(name, every::check);
      inTime(name, every::clear);
    }
    System.out.printf("%s: overflows %d, successes %d, others %s%n", name, overflows, all, others);
    EveryOperation.require(overflows > 0 && all > 0, "overflows and successes");
  }

  /** Lets the frames that follow begin elsewhere. */
  private int shift(int n) {
    return n == 0 ? down(0, 0, 0) : shift(n - 1) + 1;
  }

  @SuppressWarnings("InfiniteRecursion") // to the end of the stack, and back
  private int down(int depth, long a, long b) {
    int bottom;
    try {
      bottom = down(depth + 1, a + 1, b + 1);
    } catch (StackOverflowError e) {
      // Compiled frames are smaller, and then not every one is worth an attempt.
      return depth;
    }
    if ((bottom - depth) % (bottom / 1400 + 1) == 0) {
      tryHere();
    }
    return bottom;
  }

  private void tryHere() {
    if (made < EveryOperation.ATTEMPTS && successes < 20) {
      try {
        attempt.make(made++);
        successes++;
      } catch (StackOverflowError e) {
        overflows++;
      } catch (Throwable e) {
        note(e);
      }
    }
  }

  private void note(Throwable e) {
    try {
      others.merge(e.toString(), 1, Integer::sum);
    } catch (StackOverflowError again) {
      overflows++;
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Does something in another thread, which must come to its end. */
  private void inTime(String what, Work work) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(() -> {
          try {
            work.run();
          } catch (Throwable e) {
            failure.set(e);
          }
        });
    thread.start();
    thread.join(PATIENCE_MILLIS);
    if (thread.isAlive()) {
      System.out.println("after " + what + " somebody waits for ever:");
      for (StackTraceElement each : thread.getStackTrace()) {
        System.out.println("  at " + each);
      }
      System.exit(1);
    }
    if (failure.get() != null) {
      System.out.println("after " + what + ", others " + others);
      failure.get().printStackTrace(System.out);
      System.exit(1);
    }
  }
}
