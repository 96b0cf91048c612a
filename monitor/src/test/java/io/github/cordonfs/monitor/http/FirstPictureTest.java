package io.github.cordonfs.monitor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.PageInfo;
import io.github.cordonfs.monitor.Client;
import io.github.cordonfs.monitor.SimulatedPool;
import io.github.cordonfs.monitor.pool.FailureReport;
import io.github.cordonfs.monitor.pool.Gauges;
import io.github.cordonfs.monitor.pool.WatchedPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first picture of a pool, of which a look at all frames takes as long as the test wants. */
class FirstPictureTest {

  private final SlowPool pool = new SlowPool();
  private Server server;
  private Client client;

  @BeforeEach
  void start() throws IOException {
    server =
        Server.start(
            pool,
            new Server.Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                false,
                Optional.empty()));
    client = new Client(URI.create("http://127.0.0.1:" + server.address().getPort()));
  }

  @AfterEach
  void stop() throws IOException {
    pool.goOn.countDown();
    client.close();
    server.close();
  }

  @Test
  void theLookBeginsWithThePage() throws Exception {
    assertThat(client.get("/").statusCode()).isEqualTo(200);
    pool.begun.await();
  }

  @Test
  void whoWaitsForTheWholeLookKeepsNobodyFromBeingAnswered() throws Exception {
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> waiting = new ArrayList<>();
      try {
        for (int i = 0; i < 8; i++) {
          waiting.add(many.submit(() -> client.get("/api/blocks").statusCode()));
        }
        pool.begun.await();
        // More than are worked on at once are waiting, or about to.
        for (int i = 0; i < 20; i++) {
          Future<Integer> other = many.submit(() -> client.get("/api/state").statusCode());
          assertThat(other.get(60, TimeUnit.SECONDS)).isEqualTo(200);
        }
        assertThat(waiting).noneMatch(Future::isDone);
      } finally {
        pool.goOn.countDown();
      }
      for (Future<Integer> each : waiting) {
        assertThat(each.get()).isEqualTo(200);
      }
    }
  }

  @Test
  void tilesComeBeforeTheLookIsOver() throws Exception {
    for (int i = 0; i < 40; i++) {
      assertThat(client.get("/api/tile?level=2&x=0&y=0").statusCode()).isEqualTo(200);
    }
    assertThat(pool.goOn.getCount()).isEqualTo(1);
  }

  /** The pool of the simulation, whose frames cannot be looked at before the test says so. */
  private static final class SlowPool implements WatchedPool {

    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    private final SimulatedPool pool = new SimulatedPool(1L << 30);

    @Override
    public void states(int first, byte[] target, int offset, int count) {
      begun.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      pool.states(first, target, offset, count);
    }

    @Override
    public String name() {
      return pool.name();
    }

    @Override
    public int frameCount() {
      return pool.frameCount();
    }

    @Override
    public PageInfo describe(int frame) {
      return pool.describe(frame);
    }

    @Override
    public int frames(String path, long firstPage, int[] frames) throws IOException {
      return pool.frames(path, firstPage, frames);
    }

    @Override
    public Gauges gauges() {
      return pool.gauges();
    }

    @Override
    public List<String> badFiles() {
      return pool.badFiles();
    }

    @Override
    public List<ByteRange> badRanges(String path) {
      return pool.badRanges(path);
    }

    @Override
    public Listening listen(Consumer<? super FailureReport> listener) {
      return pool.listen(listener);
    }

    @Override
    public Optional<Strikes> strikes() {
      return Optional.empty();
    }
  }
}
