package io.github.cordonfs.conformance.differential;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.conformance.peers.Shrinker;
import io.github.cordonfs.conformance.peers.Tmpfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Many episodes, each of operations from a seed of its own in new directories. */
final class Campaign {

  /** Short enough to be made shorter soon. */
  static final int EPISODE = 20_000;

  private static final int SHRINKING = 500;

  private final long seed;
  private final long operations;
  private final int threads;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong performed = new AtomicLong();
  private final Tolerated tolerated = new Tolerated();
  private final List<String> findings = new ArrayList<>();

  /** Does at least so many operations, in whole episodes. */
  Campaign(long seed, long operations, int threads) {
    this.seed = seed;
    this.operations = operations;
    this.threads = threads;
  }

  /** Runs to the end, or to the first difference of each thread. */
  void run() throws IOException, InterruptedException {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(() -> {
              work();
              return null;
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("an episode could not be run", e.getCause());
    }
  }

  private void work() throws IOException {
    CordonOptions options = CordonOptions.builder().size(256 << 20).umask(Tmpfs.umask()).build();
    try (FileSystem cordon = Cordon.newFileSystem(options);
        Arena arena = new Arena(cordon)) {
      Comparison comparison = new Comparison(arena, tolerated);
      for (long i = next.getAndIncrement();
          performed.get() < operations;
          i = next.getAndIncrement()) {
        long before = comparison.performed();
        Finding finding = comparison.run(new Generator(seed + i).next(EPISODE));
        performed.addAndGet(comparison.performed() - before);
        if (finding != null) {
          Finding shortest = new Shrinker<>(comparison::run, SHRINKING).shrink(finding);
          synchronized (findings) {
            findings.add("seed " + (seed + i) + ": " + shortest);
          }
          return;
        }
      }
    }
  }

  /** Returns the differences that nothing explains, each with the operations that show it. */
  List<String> findings() {
    synchronized (findings) {
      return List.copyOf(findings);
    }
  }

  /** Returns one line about all of it. */
  String summary() {
    return "operations: "
        + performed
        + ", differences: "
        + findings().size()
        + ", tolerated: "
        + tolerated.counts()
        + ", seeds "
        + seed
        + " to "
        + (seed + next.get() - 1 - (threads - 1))
        + " of "
        + EPISODE
        + " operations each";
  }
}
