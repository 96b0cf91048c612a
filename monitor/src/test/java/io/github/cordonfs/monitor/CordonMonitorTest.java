package io.github.cordonfs.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.PageState;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a monitor answers. */
class CordonMonitorTest {

  private static final int PAGE = 4096;
  private static final String EVIL = "/<img src=x onerror=\"alert('1')\">";

  private CordonFileSystem fs;
  private CordonMonitor monitor;
  private Client client;

  @BeforeEach
  void start() throws IOException {
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder().size(16L << 20).injection(true).huge(HugePolicy.NEVER).build());
    monitor = CordonMonitor.builder(fs).allowInjection(true).start();
    client = new Client(monitor.uri());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    monitor.close();
    fs.close();
  }

  private Path file(String name, int pages) throws IOException {
    return Files.write(fs.getPath(name), new byte[pages * PAGE]);
  }

  @Test
  void thePageIsServedAndMayLoadNothingFromElsewhere() {
    HttpResponse<String> page = client.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'");
    assertThat(page.body()).doesNotContain("http://").doesNotContain("https://");
    for (String name : List.of("app.js", "map.js", "style.css")) {
      assertThat(client.get("/" + name).statusCode()).isEqualTo(200);
      assertThat(client.get("/" + name).body()).doesNotContain("innerHTML", "http://", "https://");
    }
  }

  @Test
  void itListensOnLoopbackAndNowhereElse() throws IOException {
    assertThat(InetAddress.getByName(monitor.uri().getHost()).isLoopbackAddress()).isTrue();
    assertThat(monitor.uri().getPort()).isEqualTo(monitor.port());
  }

  @Test
  void theMapShowsWhatFramesAre() throws IOException {
    Path file = file("/file", 600);
    int frame = fs.memoryFailures().strike(file, 5 * PAGE).frame();
    Map<String, Object> pool = client.object("/api/pool");
    assertThat(pool).containsEntry("frames", 4096.0).containsEntry("injection", true);
    assertThat((List<?>) pool.get("states")).hasSize(PageState.values().length);
    int columns = ((Double) pool.get("columns")).intValue();
    byte[] tile = client.bytes("/api/tile?level=0&x=0&y=0");
    int x = frame / 512 % columns * 32 + frame % 32;
    int y = frame / 512 / columns * 16 + frame % 512 / 32;
    assertThat(tile).hasSize(256 * 256);
    assertThat(tile[y * 256 + x] & 15).isEqualTo(PageState.POISONED.code());
    int small = 0;
    for (byte cell : tile) {
      small += (cell & 15) == PageState.SMALL.code() ? 1 : 0;
    }
    assertThat(small).isEqualTo(599);
  }

  @Test
  void aFrameIsDescribed() throws IOException {
    Path file = file(EVIL, 3);
    int frame = fs.memoryFailures().strike(file, PAGE).frame();
    assertThat(client.object("/api/frame?n=" + frame))
        .containsEntry("state", "poisoned")
        .containsEntry("paths", List.of(EVIL))
        .containsEntry("page", 1.0)
        .containsEntry("offset", 4096.0)
        .containsEntry("source", "injected")
        .hasEntrySatisfying("since", since -> assertThat((String) since).startsWith("20"));
    assertThat(client.object("/api/frame?n=4095")).containsEntry("state", "free");
  }

  @Test
  void aFileIsFound() throws IOException {
    Path file = file("/a file", 20);
    Map<String, Object> found = client.object("/api/find?path=" + Client.encoded("/a file"));
    assertThat(found).containsEntry("pages", 20.0).containsEntry("present", 20.0);
    int[] frames = new int[20];
    int ignored = fs.pageMap().frames(file, 0, frames);
    double count = 0;
    for (Object run : (List<?>) found.get("runs")) {
      count += (Double) ((List<?>) run).get(1);
    }
    assertThat(count).isEqualTo(ignored);
    assertThat(((List<?>) ((List<?>) found.get("runs")).getFirst()).getFirst())
        .isEqualTo((double) frames[0]);
    assertThat(client.get("/api/find?path=/none").statusCode()).isEqualTo(404);
    assertThat(client.get("/api/find?path=%00").statusCode()).isEqualTo(404);
  }

  @Test
  void failuresAreListedFilteredAndSaved() throws IOException {
    Path one = file("/one", 3);
    Path other = file("/with \"quotes\", and commas", 3);
    fs.memoryFailures().strike(one, 0);
    fs.memoryFailures().strike(other, PAGE);
    fs.memoryFailures().strikeFrame(4000);
    assertThat((List<?>) JsonReader.read(client.get("/api/failures").body())).hasSize(3);
    assertThat((List<?>) JsonReader.read(client.get("/api/failures?lost=true").body())).hasSize(2);
    assertThat((List<?>) JsonReader.read(client.get("/api/failures?path=quotes").body()))
        .hasSize(1);
    assertThat((List<?>) JsonReader.read(client.get("/api/failures?source=scrub").body()))
        .isEmpty();
    HttpResponse<String> csv = client.get("/api/failures?format=csv&path=quotes");
    assertThat(csv.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("failures.csv");
    assertThat(csv.body().lines()).hasSize(2);
    assertThat(csv.body()).contains("\"/with \"\"quotes\"\", and commas\",4096,4096,true,injected");
    assertThat(client.get("/api/failures?format=xml").statusCode()).isEqualTo(400);
  }

  @Test
  void filesTellWhatTheyLostWithCodeThatClearsIt() throws IOException {
    Path file = file("/q\"\\\n", 4);
    fs.memoryFailures().strike(file, 2 * PAGE);
    Map<?, ?> only = (Map<?, ?>) ((List<?>) client.object("/api/files").get("files")).getFirst();
    assertThat(only.get("path")).isEqualTo("/q\"\\\n");
    Map<?, ?> range = (Map<?, ?>) ((List<?>) only.get("ranges")).getFirst();
    assertThat(range.get("clear"))
        .isEqualTo(
            "fs.memoryFailures().clearPoison"
                + "(fs.getPath(\"/q\\\"\\\\\\012\"), new ByteRange(8192, 4096));");
  }

  @Test
  void blocksAreCounted() throws IOException {
    Path file = file("/file", 700);
    int frame = fs.memoryFailures().strike(file, 600 * PAGE).frame();
    Map<String, Object> blocks = client.object("/api/blocks?count=1000");
    assertThat((List<?>) blocks.get("rows")).hasSize(8);
    double used = 0;
    for (Object row : (List<?>) blocks.get("rows")) {
      used += (Double) ((List<?>) ((Map<?, ?>) row).get("counts")).get(PageState.SMALL.code());
    }
    assertThat(used).isEqualTo(699);
    List<?> failed = (List<?>) client.object("/api/blocks?only=failed").get("rows");
    assertThat(failed).hasSize(1);
    int block = frame / 512;
    assertThat(((Map<?, ?>) failed.getFirst()).get("block")).isEqualTo((double) block);
  }

  @Test
  void whatHappensIsToldLive() throws IOException {
    Path file = file("/file", 5);
    try (Client.Events live = client.live()) {
      Map<?, ?> state = (Map<?, ?>) live.next("state");
      assertThat(state.get("used")).isEqualTo(5.0 * PAGE);
      int frame = fs.memoryFailures().strike(file, PAGE).frame();
      Map<?, ?> failure = (Map<?, ?>) live.next("failure");
      assertThat(failure.get("frame")).isEqualTo((double) frame);
      assertThat(failure.get("paths")).isEqualTo(List.of("/file"));
      assertThat(live.next("map")).isEqualTo(List.of(0.0));
      Map<?, ?> later = (Map<?, ?>) live.next("state");
      assertThat(later.get("dataLost")).isEqualTo((double) PAGE);
    }
  }

  @Test
  void playStrikesPagesRowsAndAreas() throws IOException {
    Path file = file("/file", 100);
    int[] frames = new int[1];
    var _ = fs.pageMap().frames(file, 10, frames);
    HttpResponse<String> struck = client.send("POST", "/api/strike?first=" + frames[0], true);
    assertThat(struck.body()).isEqualTo("{\"struck\":1}");
    assertThat(fs.memoryFailures().badRanges(file).getFirst().offset()).isEqualTo(10 * PAGE);
    assertThat(client.send("POST", "/api/strike?first=4000&count=3&step=40", true).body())
        .isEqualTo("{\"struck\":3}");
    assertThat(fs.pageMap().describe(4080).state()).isEqualTo(PageState.QUARANTINED);
    assertThat(client.send("POST", "/api/strike?x=30&y=40&width=4&height=2", true).body())
        .isEqualTo("{\"struck\":8}");
    assertThat(client.send("POST", "/api/strike?x=0&y=0&width=64&height=64", true).statusCode())
        .isEqualTo(200);
    assertThat(client.send("POST", "/api/strike?x=0&y=0&width=65&height=64", true).statusCode())
        .isEqualTo(400);
  }

  @Test
  void aStormStrikesAndCanBeStopped() throws IOException {
    file("/file", 2000);
    try (Client.Events live = client.live()) {
      assertThat(client.send("POST", "/api/storm?strikes=20&seconds=1", true).statusCode())
          .isEqualTo(200);
      assertThat(client.send("POST", "/api/storm?strikes=20&seconds=1", true).statusCode())
          .isEqualTo(409);
      for (int i = 0; i < 20; i++) {
        assertThat(((Map<?, ?>) live.next("failure")).get("dataLost")).isEqualTo(true);
      }
    }
    assertThat(fs.memoryFailures().counters().total()).isEqualTo(20);
    var _ = client.send("DELETE", "/api/storm", true);
  }

  @Test
  void nothingIsChangedWithoutLeave() throws IOException {
    assertThat(client.send("POST", "/api/strike?first=1", false).statusCode()).isEqualTo(403);
    assertThat(client.send("GET", "/api/strike?first=1", true).statusCode()).isEqualTo(405);
    try (CordonMonitor quiet = CordonMonitor.start(fs, 0);
        Client other = new Client(quiet.uri())) {
      HttpResponse<String> refused = other.send("POST", "/api/strike?first=1", true);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("allowInjection(true)", "injection(true)");
      assertThat(other.send("POST", "/api/storm", true).statusCode()).isEqualTo(403);
      assertThat(other.send("DELETE", "/api/storm", true).statusCode()).isEqualTo(403);
    }
    try (CordonFileSystem safe = Cordon.newFileSystem();
        CordonMonitor eager = CordonMonitor.builder(safe).allowInjection(true).start();
        Client other = new Client(eager.uri())) {
      assertThat(other.send("POST", "/api/strike?first=1", true).statusCode()).isEqualTo(403);
      assertThat(other.object("/api/pool")).containsEntry("injection", false);
    }
    assertThat(fs.memoryFailures().counters().total()).isZero();
  }

  @Test
  void dataNeedsTheToken() throws IOException {
    try (CordonMonitor secret = CordonMonitor.builder(fs).token("s3cret").start();
        Client other = new Client(secret.uri())) {
      assertThat(other.get("/").statusCode()).isEqualTo(200);
      for (String path : List.of("/api/pool", "/api/live", "/metrics", "/api/none")) {
        HttpResponse<String> refused = other.get(path);
        assertThat(refused.statusCode()).as(path).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      }
      assertThat(other.with("s3cre").get("/api/pool").body()).contains("the token does not fit");
      assertThat(other.with("s3cret").get("/api/pool").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void badSettingsAreRefused() throws IOException {
    assertThatThrownBy(() -> CordonMonitor.start(fs, monitor.port()))
        .isInstanceOf(BindException.class)
        .hasMessageContaining("cannot listen on")
        .hasMessageContaining(":" + monitor.port());
    assertThatThrownBy(() -> CordonMonitor.start(fs, 65536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no port: 65536");
    CordonMonitorBuilder open = CordonMonitor.builder(fs).address(InetAddress.getByName("0.0.0.0"));
    assertThatThrownBy(open::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs a token");
    assertThatThrownBy(() -> CordonMonitor.builder(fs).token("with space"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/tile",
        "/api/tile?level=0&x=0",
        "/api/tile?level=9&x=0&y=0",
        "/api/tile?level=0&x=-1&y=0",
        "/api/tile?level=0&x=99999999999&y=0",
        "/api/frame?n=4096",
        "/api/frame?n=NaN",
        "/api/frame?n=%zz",
        "/api/blocks?first=8",
        "/api/blocks?count=1001",
        "/api/find"
      })
  void badParametersAreRefusedInOneLine(String path) throws Exception {
    // Not all of these are what the JDK's client would send.
    String answer = Raw.ask(monitor.port(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void whatIsNotThereIsSaidSo() {
    assertThat(client.get("/api/tile?level=0&x=4&y=0").statusCode()).isEqualTo(404);
    assertThat(client.get("/nothing").statusCode()).isEqualTo(404);
    assertThat(client.get("/../secret").statusCode()).isEqualTo(404);
    assertThat(client.get("/metrics").body()).contains("not given a registry");
    assertThat(client.get("/api/find?path=" + "a".repeat(20_000)).statusCode()).isEqualTo(414);
    assertThat(client.send("PUT", "/", true).statusCode()).isEqualTo(405);
  }

  @Test
  void readsOfAMountAreToldAsHitsAndMisses(@TempDir Path directory) throws IOException {
    Files.write(directory.resolve("file"), new byte[10_000]);
    try (CordonFileSystem mount =
            Cordon.mount(directory, CordonOptions.builder().size(16L << 20).build());
        CordonMonitor monitor = CordonMonitor.start(mount, 0);
        Client other = new Client(monitor.uri())) {
      assertThat(other.object("/api/state")).containsEntry("readHits", null);
      try (FileChannel channel = FileChannel.open(mount.getPath("/file"))) {
        for (int i = 0; i < 4; i++) {
          assertThat(channel.read(ByteBuffer.allocate(100), 0)).isEqualTo(100);
        }
      }
      assertThat(other.object("/api/state"))
          .containsEntry("readHits", 3.0)
          .containsEntry("readMisses", 1.0)
          .containsEntry("storeReads", 1.0)
          .containsEntry("bytesRead", 400.0)
          .containsEntry("bytesWritten", 0.0);
    }
  }

  @Test
  void whatIsReadAndWrittenIsTold() throws IOException {
    Path file = file("/file", 3);
    assertThat(Files.readAllBytes(file)).hasSize(3 * PAGE);
    assertThat(client.object("/api/state"))
        .containsEntry("bytesWritten", 3.0 * PAGE)
        .containsEntry("bytesRead", 3.0 * PAGE)
        .containsEntry("storeReads", 0.0);
  }

  @Test
  void metricsAreThoseOfTheRegistry() throws IOException {
    try (CordonMonitor with = CordonMonitor.builder(fs).metrics(() -> "cordon_up 1\n").start();
        Client other = new Client(with.uri())) {
      HttpResponse<String> metrics = other.get("/metrics");
      assertThat(metrics.body()).isEqualTo("cordon_up 1\n");
      assertThat(metrics.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
    }
  }

  @Test
  void anotherNameForThisHostIsRefused() throws Exception {
    String answer = Raw.ask(monitor.port(), "GET /api/pool HTTP/1.1\r\nHost: attacker.example\r\n");
    assertThat(answer).startsWith("HTTP/1.1 403 ").contains("localhost only");
    assertThat(Raw.ask(monitor.port(), "GET /api/pool HTTP/1.1\r\nHost: 127.0.0.1:80\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(Raw.ask(monitor.port(), "GET /api/pool HTTP/1.1\r\nHost: 127.evil.example\r\n"))
        .startsWith("HTTP/1.1 403 ");
  }

  @Test
  void aClosedFileSystemIsGone() throws IOException {
    fs.close();
    HttpResponse<String> answer = client.get("/api/state");
    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(answer.body()).contains("the file system is closed");
    assertThat(client.get("/api/tile?level=0&x=0&y=0").statusCode()).isEqualTo(410);
  }
}
