package io.github.cordonfs.monitor.http;

import com.sun.net.httpserver.HttpServer;
import io.github.cordonfs.PageState;
import io.github.cordonfs.ReadCounts;
import io.github.cordonfs.monitor.pool.FailureLog;
import io.github.cordonfs.monitor.pool.FailureReport;
import io.github.cordonfs.monitor.pool.Gauges;
import io.github.cordonfs.monitor.pool.WatchedPool;
import io.github.cordonfs.monitor.tile.Layout;
import io.github.cordonfs.monitor.tile.Pyramid;
import io.github.cordonfs.monitor.tile.Scanner;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves the page and the data of one pool, until it is closed. All its threads are daemons. */
public final class Server implements AutoCloseable {

  /** Connections that wait to be accepted. */
  private static final int BACKLOG = 256;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Somebody who asked for a picture lately is watching, in nanoseconds. */
  private static final long LATELY = TimeUnit.SECONDS.toNanos(10);

  private final WatchedPool pool;
  private final Pyramid pyramid;
  private final Scanner scanner;
  private final FailureLog log = new FailureLog();
  private final Deadlines deadlines;
  private final Live live;
  private final Play play;
  private final HttpServer http;
  private final WatchedPool.Listening listening;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cordon-monitor").factory());

  private volatile long lastLook = System.nanoTime() - LATELY;

  /**
   * What a server is to do.
   *
   * @param address where it listens
   * @param token that every request for data has to carry, if there is one
   * @param injection whether failures may be caused, if the pool allows it
   * @param metrics text for Prometheus, if there is any
   * @param patience with slow clients
   */
  public record Settings(
      InetSocketAddress address,
      Optional<String> token,
      boolean injection,
      Optional<Supplier<String>> metrics,
      Duration patience) {

    /** With the usual patience. */
    public Settings(
        InetSocketAddress address,
        Optional<String> token,
        boolean injection,
        Optional<Supplier<String>> metrics) {
      this(address, token, injection, metrics, PATIENCE);
    }
  }

  private Server(WatchedPool pool, Settings settings, HttpServer http) throws IOException {
    this.pool = pool;
    this.http = http;
    Layout layout = Layout.of(pool.frameCount());
    this.pyramid = new Pyramid(layout);
    this.scanner = new Scanner(pyramid, pool, this::isWatched);
    this.deadlines = new Deadlines(settings.patience());
    this.live = new Live(deadlines);
    this.play = new Play(settings.injection() ? pool.strikes() : Optional.empty(), layout);
    Guard guard = new Guard(settings.token(), http.getAddress());
    Router router = new Router(guard, deadlines, new PageFiles(), this::look);
    addAnswers(router, settings.metrics());
    http.createContext("/", router);
    http.setExecutor(deadlines);
    this.listening = pool.listen(this::failed);
  }

  /**
   * Starts a server.
   *
   * @throws BindException if the port is taken, or the address is none of this machine's; the
   *     message names it
   */
  public static Server start(WatchedPool pool, Settings settings) throws IOException {
    InetSocketAddress address = settings.address();
    HttpServer http;
    try {
      http = HttpServer.create(address, BACKLOG);
    } catch (BindException e) {
      BindException named =
          new BindException(
              "the monitor cannot listen on "
                  + address.getHostString()
                  + ":"
                  + address.getPort()
                  + ": "
                  + e.getMessage());
      named.initCause(e);
      throw named;
    }
    Server server = null;
    try {
      server = new Server(pool, settings, http);
      server.begin();
      return server;
    } finally {
      if (server == null) {
        http.stop(0);
      }
    }
  }

  private void begin() throws IOException {
    scanner.start();
    // It gets threads like the one it is started by, and they must not keep the JVM alive.
    Thread starter = Thread.ofPlatform().daemon().name("cordon-monitor-start").start(http::start);
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IOException("interrupted while the monitor was being started", e);
    }
    long step = settingsStep();
    var _ =
        clock.scheduleWithFixedDelay(
            guarded(deadlines::enforce), step, step, TimeUnit.MILLISECONDS);
    var _ =
        clock.scheduleWithFixedDelay(guarded(this::tellChanges), 500, 500, TimeUnit.MILLISECONDS);
    var _ = clock.scheduleWithFixedDelay(guarded(this::tellGauges), 1, 1, TimeUnit.SECONDS);
  }

  private static long settingsStep() {
    return 250;
  }

  /** What is thrown in a task that repeats ends it; nobody listens to a pool that is closed. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException _) {
        // Requests meet the same, and say so.
      }
    };
  }

  private void addAnswers(Router router, Optional<Supplier<String>> metrics) {
    MapAnswers map = new MapAnswers(pool, pyramid, scanner, log);
    FailureAnswers failures = new FailureAnswers(pool, log);
    Map<String, Object> abilities =
        Map.of("injection", play.isAllowed(), "metrics", metrics.isPresent());
    router.add("GET", "/api/pool", _ -> Response.json(map.describe(abilities)));
    router.add("GET", "/api/tile", looking(map::tile, map::awaitFirst));
    router.add("GET", "/api/frame", map::frame);
    router.add("GET", "/api/find", map::find);
    router.add("GET", "/api/blocks", looking(map::blocks, map::awaitAll));
    router.add("GET", "/api/state", _ -> Response.json(state()));
    router.add("GET", "/api/failures", failures::failures);
    router.add("GET", "/api/files", failures::files);
    router.add("POST", "/api/strike", play::strike);
    router.add("POST", "/api/storm", play::startStorm);
    router.add("DELETE", "/api/storm", play::stopStorm);
    router.add("GET", "/metrics", _ -> metrics(metrics));
    router.addStream("/api/live", exchange -> live.stream(exchange, state()));
  }

  private static Response metrics(Optional<Supplier<String>> metrics) throws Refusal {
    Supplier<String> text =
        metrics.orElseThrow(() ->
            new Refusal(404, "there are no metrics: the monitor was not given a registry of them"));
    return Response.of(
        "text/plain; version=0.0.4; charset=utf-8", text.get().getBytes(StandardCharsets.UTF_8));
  }

  /** What is waited for before an answer. */
  private interface Waiting {
    void await() throws Refusal;
  }

  /** Whoever looks is watching, before anything is waited for: that wakes the scanner up. */
  private Answer looking(Answer answer, Waiting waiting) {
    return new Answer() {
      @Override
      public void await() throws Refusal {
        look();
        waiting.await();
      }

      @Override
      public Response answer(Query query) throws Refusal {
        return answer.answer(query);
      }
    };
  }

  /** The scanner is at work by the time the page asks for its first picture. */
  private void look() {
    lastLook = System.nanoTime();
    scanner.wake();
  }

  private boolean isWatched() {
    return live.hasClients() || System.nanoTime() - lastLook < LATELY;
  }

  private void failed(FailureReport report) {
    live.send("failure", FailureAnswers.json(log.add(report)));
    if (isWatched()) {
      scanner.look(report.frame());
    }
  }

  private void tellChanges() {
    if (live.hasClients()) {
      int[] changed = scanner.takeChanged().stream().toArray();
      if (changed.length > 0) {
        live.send("map", Arrays.stream(changed).boxed().toList());
      }
    }
  }

  private void tellGauges() {
    if (live.hasClients()) {
      live.send("state", state());
    }
  }

  private Map<String, @Nullable Object> state() {
    Gauges gauges = pool.gauges();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("time", Instant.now());
    json.put("capacity", gauges.capacity());
    json.put("used", gauges.used());
    json.put("resident", gauges.resident());
    json.put("huge", gauges.huge());
    json.put("dataLost", gauges.dataLost());
    json.put("retired", gauges.retired());
    json.put("patrolled", gauges.patrolled());
    json.put("bytesRead", gauges.transfers().bytesRead());
    json.put("bytesWritten", gauges.transfers().bytesWritten());
    json.put("storeReads", gauges.storeReads());
    json.put("readHits", gauges.reads().map(ReadCounts::hits).orElse(null));
    json.put("readMisses", gauges.reads().map(ReadCounts::misses).orElse(null));
    json.put("failures", gauges.failures());
    Map<String, Long> states = new LinkedHashMap<>();
    long[] totals = pyramid.totals();
    for (PageState each : PageState.values()) {
      states.put(each.name().toLowerCase(Locale.ROOT).replace('_', ' '), totals[each.code()]);
    }
    json.put("states", states);
    json.put("storm", play.state());
    return json;
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return http.getAddress();
  }

  @Override
  public void close() {
    listening.close();
    play.close();
    live.close();
    scanner.close();
    clock.shutdownNow();
    http.stop(0);
    deadlines.stop();
  }
}
