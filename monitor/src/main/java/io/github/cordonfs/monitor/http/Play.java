package io.github.cordonfs.monitor.http;

import io.github.cordonfs.monitor.pool.WatchedPool.Strikes;
import io.github.cordonfs.monitor.tile.Layout;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Lets memory fail on request: pages, areas, and a storm. */
final class Play {

  /** Frames of one request. */
  private static final int MOST = 4096;

  private static final int MOST_OF_A_STORM = 100_000;

  private static final Duration STEP = Duration.ofMillis(50);

  private final Optional<Strikes> strikes;
  private final Layout layout;
  private final AtomicReference<Storm> storm = new AtomicReference<>();

  /**
   * Makes it.
   *
   * @param strikes empty if nobody may
   */
  Play(Optional<Strikes> strikes, Layout layout) {
    this.strikes = strikes;
    this.layout = layout;
  }

  boolean isAllowed() {
    return strikes.isPresent();
  }

  private Strikes allowed() throws Refusal {
    return strikes.orElseThrow(() ->
        new Refusal(
            403,
            "failures may not be injected here: that needs allowInjection(true) of the monitor"
                + " and injection(true) of the file system"));
  }

  Response strike(Query query) throws Refusal {
    Strikes allowed = allowed();
    int struck = query.has("x") ? area(allowed, query) : run(allowed, query);
    return Response.json(Map.of("struck", struck));
  }

  /** Frames that follow each other at a distance. */
  private int run(Strikes allowed, Query query) throws Refusal {
    int first = query.number("first", 0, layout.frames() - 1);
    int count = query.number("count", 1, MOST, 1);
    int step = query.number("step", 1, layout.frames(), 1);
    int struck = 0;
    for (long frame = first; struck < count && frame < layout.frames(); frame += step) {
      allowed.strike((int) frame);
      struck++;
    }
    return struck;
  }

  /** A rectangle of the map. */
  private int area(Strikes allowed, Query query) throws Refusal {
    int left = query.number("x", 0, layout.width() - 1);
    int top = query.number("y", 0, layout.height() - 1);
    int width = query.number("width", 1, layout.width());
    int height = query.number("height", 1, layout.height());
    if ((long) width * height > MOST) {
      throw new Refusal(400, "the area has more than " + MOST + " pages");
    }
    int struck = 0;
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        int frame = layout.frameAt(x, y);
        if (frame >= 0) {
          allowed.strike(frame);
          struck++;
        }
      }
    }
    return struck;
  }

  Response startStorm(Query query) throws Refusal {
    Strikes allowed = allowed();
    int count = query.number("strikes", 1, MOST_OF_A_STORM, 500);
    int seconds = query.number("seconds", 1, 600, 10);
    Storm begun = new Storm(allowed, count, Duration.ofSeconds(seconds));
    Storm before = storm.get();
    if ((before != null && before.isGoingOn()) || !storm.compareAndSet(before, begun)) {
      throw new Refusal(409, "there is a storm already");
    }
    begun.start();
    return Response.json(begun.json());
  }

  Response stopStorm(Query query) throws Refusal {
    var _ = allowed();
    close();
    return Response.json(state());
  }

  /** Returns how far the storm is; nothing if there was none. */
  Map<String, Object> state() {
    Storm latest = storm.get();
    return latest == null ? Map.of() : latest.json();
  }

  void close() {
    Storm latest = storm.get();
    if (latest != null) {
      latest.stop();
    }
  }

  /** Strikes at random, evenly over some time. */
  private static final class Storm {
    private final Strikes strikes;
    private final int count;
    private final Duration duration;
    private final Thread thread;
    private final AtomicInteger done = new AtomicInteger();

    Storm(Strikes strikes, int count, Duration duration) {
      this.strikes = strikes;
      this.count = count;
      this.duration = duration;
      this.thread = Thread.ofVirtual().name("cordon-monitor-storm").unstarted(this::run);
    }

    void start() {
      thread.start();
    }

    void stop() {
      thread.interrupt();
    }

    boolean isGoingOn() {
      return thread.isAlive();
    }

    Map<String, Object> json() {
      return Map.of("done", done.get(), "strikes", count, "going", isGoingOn());
    }

    private void run() {
      long begin = System.nanoTime();
      try {
        while (done.get() < count) {
          Thread.sleep(STEP);
          double share = (double) (System.nanoTime() - begin) / duration.toNanos();
          int due = (int) Math.min(count, Math.ceil(count * share)) - done.get();
          if (strikes.strikeRandom(ThreadLocalRandom.current().nextLong(), due) < due) {
            return; // there are no more good pages
          }
          done.addAndGet(due);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException _) {
        // The file system was closed.
      }
    }
  }
}
