package io.github.cordonfs.nio;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks in threads of their own that start at the same moment. */
public final class Together {

  private Together() {}

  /** Something that may fail. */
  public interface Task {
    void run() throws Exception;
  }

  /** Runs all to their end, and fails with the first failure among them. */
  public static void run(List<Task> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (Task task : tasks) {
        running.add(
            threads.submit(() -> {
              start.await();
              task.run();
              return null;
            }));
      }
      for (Future<?> each : running) {
        try {
          each.get();
        } catch (ExecutionException e) {
          throw new AssertionError(e.getCause());
        }
      }
    }
  }

  public static void run(Task... tasks) throws Exception {
    run(List.of(tasks));
  }
}
