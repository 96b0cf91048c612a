package io.github.cordonfs.nio;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process in which each operation fails at each place where it allocates something, one after the
 * other, and then at each where it copies memory of files.
 */
public final class HeapChild {

  private static final int MOST_PLACES = 380;

  private final EveryOperation every;
  private final boolean clearing;

  /** What the last attempt met. */
  private Throwable last;

  private final ExecutorService checker = Executors.newSingleThreadExecutor();

  private HeapChild(EveryOperation every, boolean clearing) {
    this.every = every;
    this.clearing = clearing;
  }

  /** The last line that it prints is {@code done}. */
  public static void main(String[] args) throws Exception {
    ClassLoader loader = new ErrorsEverywhere(HeapChild.class.getClassLoader());
    Class<?> again = loader.loadClass(HeapChild.class.getName());
    again.getMethod("run", String[].class).invoke(null, (Object) args);
    System.out.println("done");
    System.exit(0);
  }

  /** Arguments: names of operations, a regular expression; and whether to clear each time. */
  public static void run(String[] args) throws Exception {
    EveryOperation every = new EveryOperation();
    HeapChild child = new HeapChild(every, args.length > 1);
    for (Map.Entry<String, EveryOperation.Operation> each : every.operations().entrySet()) {
      if (args.length == 0 || each.getKey().matches(args[0])) {
        // Once, so that all classes are there.
        each.getValue().prepare().make(0);
        each.getValue().attempt().make(0);
        child.inTime(each.getKey(), 0, every::clear);
        for (InjectedErrors.Kind kind : InjectedErrors.Kind.values()) {
          child.run(each.getKey(), each.getValue(), kind);
        }
      }
    }
    child.inTime("close", 0, every::close);
  }

  private void run(String name, EveryOperation.Operation operation, InjectedErrors.Kind kind)
      throws Exception {
    int place = 0;
    boolean met = true;
    while (met && place < MOST_PLACES) {
      place++;
      operation.prepare().make(place == 1 ? 0 : place);
      InjectedErrors.arm(place, kind);
      Throwable thrown = null;
      try {
        operation.attempt().make(place == 1 ? 0 : place);
      } catch (Throwable e) {
        thrown = e;
      }
      met = InjectedErrors.disarm();
      last = thrown;
      if (!met && thrown != null) {
        throw new AssertionError(name + " without an injected error", thrown);
      }
      inTime(name, place, every::check);
      if (clearing) {
        inTime(name, place, every::clear);
      }
    }
    last = null;
    inTime(name, -1, every::clear);
    System.out.printf("%s, %s: %d places%n", name, kind, place);
  }

  private interface Work {
    void run() throws Exception;
  }

  private void inTime(String name, int place, Work work) throws Exception {
    Future<?> result =
        checker.submit(() -> {
          work.run();
          return null;
        });
    try {
      result.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      System.out.println("after place " + place + " of " + name);
      if (last != null) {
        last.printStackTrace(System.out);
      }
      e.printStackTrace(System.out);
      System.exit(1);
    }
  }
}
