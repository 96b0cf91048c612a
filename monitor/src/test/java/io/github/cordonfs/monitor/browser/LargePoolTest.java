package io.github.cordonfs.monitor.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.monitor.SimulatedPool;
import io.github.cordonfs.monitor.http.Server;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page of a pool as large as a machine. Prints what it measured; what it insists on leaves room
 * for a machine that is busy with other things.
 */
@Tag("browser")
class LargePoolTest {

  /** Moves and zooms for three seconds; returns frames a second, and the longest wait in ms. */
  private static final String RIDE =
      """
      new Promise((resolve) => {
        const map = cordonMonitor.map;
        const begin = performance.now();
        let last = begin, longest = 0, count = 0;
        const step = (now) => {
          const seconds = (now - begin) / 1000;
          longest = Math.max(longest, now - last);
          last = now;
          count++;
          if (seconds >= 3) {
            resolve([count / seconds, longest]);
            return;
          }
          map.zoom(1 + 0.03 * Math.sin(2 * seconds), 400 + 200 * Math.sin(seconds), 300);
          map.move(20 * Math.cos(seconds * 2), 20 * Math.sin(seconds * 3));
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      })\
      """;

  /**
   * Level of the first tile that is asked for; questions before it; all requests before it and
   * their bytes; modules that were asked for when another module had come.
   */
  private static final String BEFORE_FIRST_TILE =
      """
      (() => {
        const all = performance.getEntriesByType('resource').sort((a, b) => a.startTime - b.startTime);
        const path = (e) => new URL(e.name).pathname;
        const first = all.findIndex((e) => path(e) === '/api/tile');
        const before = all.slice(0, first);
        const modules = before.filter((e) => path(e).endsWith('.js'));
        const come = Math.min(...modules.map((e) => e.responseEnd));
        return [
          Number(new URL(all[first].name).searchParams.get('level')),
          before.map(path).filter((p) => p.startsWith('/api/')).join(),
          before.length,
          before.reduce((bytes, e) => bytes + e.encodedBodySize, 0),
          modules.filter((e) => e.startTime > come).length,
        ];
      })()\
      """;

  @ParameterizedTest
  @ValueSource(ints = {64, 512})
  void itScrollsAndZooms(int gib) throws IOException {
    long before = heap();
    SimulatedPool pool = new SimulatedPool((long) gib << 30);
    Server.Settings settings =
        new Server.Settings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            false,
            Optional.empty());
    try (Browser browser = Browser.start();
        Server server = Server.start(pool, settings);
        Tab tab = browser.open(1280, 800)) {
      tab.go(URI.create("http://127.0.0.1:" + server.address().getPort() + "/"));
      tab.until(
          "cordonMonitor.map.frames > 0 && cordonMonitor.map.tiles.inFlight === 0"
              + " && [...cordonMonitor.map.tiles.kept.values()].filter(t => t.canvas).length > 0");
      // Since the browser began to go to the page.
      long first = ((Double) tab.eval("cordonMonitor.map.firstPicture")).longValue();
      long sharp = ((Double) tab.eval("performance.now()")).longValue();
      firstPictureTakesFewRequests(tab);
      tab.picture("pool-" + gib + "-gib");
      List<?> ride = (List<?>) tab.eval(RIDE);
      double rate = (Double) ride.get(0);
      long memory = heap() - before;
      System.out.printf(
          "%d GiB: first picture after %d ms, sharp after %d ms, %.1f frames a second, longest %.0f ms,"
              + " %.1f MiB of heap%n",
          gib, first, sharp, rate, (Double) ride.get(1), memory / (double) (1 << 20));
      assertThat(first).isLessThan(10_000);
      assertThat(rate).isGreaterThan(10);
      assertThat(memory).isLessThan(64L << 20);
      assertThat(tab.errors()).isEmpty();
    }
  }

  /**
   * What the time of the first picture depends on, on any machine: the page, what it is made of,
   * one question about the pool, and one tile that has all of it.
   */
  private static void firstPictureTakesFewRequests(Tab tab) throws IOException {
    List<?> before = (List<?>) tab.eval(BEFORE_FIRST_TILE);
    assertThat((Double) tab.eval("cordonMonitor.pool.levels"))
        .isEqualTo((Double) before.get(0) + 1);
    assertThat(before.get(1)).isEqualTo("/api/pool");
    assertThat((Double) before.get(2)).as("requests").isLessThanOrEqualTo(12);
    assertThat((Double) before.get(3)).as("bytes").isLessThanOrEqualTo(32 * 1024);
    // No part of the page is asked for only when another one has arrived.
    assertThat((Double) before.get(4)).as("requests after the page").isEqualTo(0);
  }

  /** Returns what is on the heap and needed. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
