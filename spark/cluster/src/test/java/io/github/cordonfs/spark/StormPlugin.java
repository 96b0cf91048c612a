package io.github.cordonfs.spark;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PageInfo;
import io.github.cordonfs.hadoop.cache.SharedCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Fails pages of the cache of each executor while queries read it, and tells the driver when that
 * is over, and what came of it when the queries are. Only executors can ask, so they do.
 */
public final class StormPlugin implements SparkPlugin {

  /** Pages of files that fail in each executor. */
  static final int PAGES = 1000;

  private static final int AT_ONCE = 10;

  /** As slowly as queries need to read what was hit. */
  private static final long PAUSE_NANOS = 30_000_000;

  private static final String OVER = "over";
  private static final String QUIET = "quiet?";

  // In the driver.
  private static final Semaphore STORMS_OVER = new Semaphore(0);
  private static final BlockingQueue<String> REPORTS = new LinkedBlockingQueue<>();
  private static volatile boolean quiet;

  /** Returns how many storms are over; to be asked in the driver. */
  static int over() {
    return STORMS_OVER.availablePermits();
  }

  /** Says, in the driver, that no query runs any more, and returns a report of each executor. */
  static List<String> reports(int executors) throws InterruptedException {
    quiet = true;
    List<String> reports = new ArrayList<>();
    while (reports.size() < executors) {
      reports.add(REPORTS.take());
    }
    return reports;
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Object receive(Object message) {
        switch ((String) message) {
          case OVER -> STORMS_OVER.release();
          case QUIET -> {
            // Asked for below.
          }
          default -> REPORTS.add((String) message);
        }
        return quiet;
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Storm();
  }

  private static final class Storm implements ExecutorPlugin {

    @Override
    public void init(PluginContext context, Map<String, String> settings) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  strike(context);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              },
              "storm");
      thread.setDaemon(true);
      thread.start();
    }

    private static void strike(PluginContext context) throws Exception {
      long seed = 1;
      int pages = 0;
      while (pages < PAGES) {
        for (SharedCache cache : SharedCache.open()) {
          for (MemoryFailureEvent each :
              cache
                  .mount()
                  .memoryFailures()
                  .strikeRandom(seed++, Math.min(AT_ONCE, PAGES - pages))) {
            if (each.message() == MessageType.CLEAN_PAGE) {
              pages++;
            }
          }
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      context.ask(OVER);
      while (!context.ask(QUIET).equals(true)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      context.ask(report(pages));
    }

    private static String report(int struck) {
      StringBuilder report = new StringBuilder();
      for (SharedCache cache : SharedCache.open()) {
        Set<String> unread = cache.pagesUnread();
        report.append(
            "struck %d healed %d unread %d of these in memory %d lost %d read %d of the store %d"
                .formatted(
                    struck,
                    cache.counters().pagesHealed(),
                    unread.size(),
                    inMemory(cache, unread),
                    cache.mount().memoryFailures().badFiles().size(),
                    cache.counters().bytesRead(),
                    cache.counters().storeBytes()));
      }
      return report.toString();
    }

    /** Counts those of some pages that are in memory, by a look at all of it. */
    private static int inMemory(SharedCache cache, Set<String> pages) {
      int found = 0;
      int frames = cache.mount().pageMap().frameCount();
      for (int frame = 0; frame < frames; frame++) {
        PageInfo info = cache.mount().pageMap().describe(frame);
        if (info.state().isInFile()
            && !info.paths().isEmpty()
            && pages.contains(info.paths().getFirst() + " " + info.pageIndex())) {
          found++;
        }
      }
      return found;
    }
  }
}
