package io.github.cordonfs.monitor.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.monitor.CordonMonitor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user of the page sees and does. */
@Tag("browser")
class PageTest {

  private static final String EVIL = "/<img src=x onerror=\"document.title='gone'\">";
  private static final String READY = "window.cordonMonitor && document.title.includes('Cordon')";

  private static Browser browser;

  private CordonFileSystem fs;
  private CordonMonitor monitor;
  private Tab tab;

  @BeforeAll
  static void startBrowser() throws IOException {
    browser = Browser.start();
  }

  @AfterAll
  static void stopBrowser() throws IOException {
    browser.close();
  }

  @BeforeEach
  void start() throws IOException {
    // Without the background task that moves pages into huge folios: frames stay where they are.
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .name("page")
                .size("256m")
                .injection(true)
                .collapseRate(0)
                .build());
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      Files.write(fs.getPath("/file" + i), new byte[random.nextInt(3 << 20)]);
    }
    monitor = CordonMonitor.builder(fs).allowInjection(true).start();
    tab = browser.open(1280, 800);
    tab.go(monitor.uri());
    tab.until(READY);
    tab.until("document.getElementById('status').textContent === 'live'");
  }

  @AfterEach
  void stop() throws IOException {
    tab.close();
    monitor.close();
    fs.close();
  }

  private void nothingWentWrong() {
    assertThat(tab.errors()).isEmpty();
    assertThat(tab.requests())
        .isNotEmpty()
        .allMatch(uri ->
            "data".equals(uri.getScheme())
                || "blob".equals(uri.getScheme())
                || (monitor.uri().getHost().equals(uri.getHost())
                    && monitor.port() == uri.getPort()));
  }

  /** Returns where a frame is on the screen. */
  private double[] place(int frame) throws IOException {
    Object text =
        tab.eval(
            "(() => { const m = cordonMonitor.map; const [x, y] = m.placeOf("
                + frame
                + "); const b = m.canvas.getBoundingClientRect();"
                + "return [b.x + (x + 0.5 - m.left) * m.scale, b.y + (y + 0.5 - m.top) * m.scale]"
                + "; })()");
    List<?> both = (List<?>) text;
    return new double[] {(Double) both.get(0), (Double) both.get(1)};
  }

  private int frame(Path file) throws IOException {
    int[] frames = new int[1];
    assertThat(fs.pageMap().frames(file, 0, frames)).isEqualTo(1);
    return frames[0];
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void theMapIsDrawnInBothSchemes(String scheme) throws IOException {
    fs.memoryFailures().strikeRandom(1, 30);
    tab.scheme(scheme);
    tab.until("document.querySelectorAll('#legend li').length === 9");
    tab.until("cordonMonitor.map.tiles.kept.size > 0 && cordonMonitor.map.tiles.inFlight === 0");
    tab.until("[...document.querySelectorAll('#legend .count')].some(e => e.textContent === '30')");
    tab.until(
        "getComputedStyle(document.querySelector('#legend .swatch')).backgroundColor === "
            + (scheme.equals("dark") ? "'rgb(38, 42, 47)'" : "'rgb(240, 241, 243)'"));
    // The colour of huge pages is somewhere on the canvas.
    assertThat(
            tab.eval(
                "(() => { const c = cordonMonitor.map.canvas; const d = c.getContext('2d')"
                    + ".getImageData(0, 0, c.width, c.height).data; let n = 0;"
                    + "for (let i = 0; i < d.length; i += 4) n += d[i] === 0 && d[i + 1] === 114"
                    + " && d[i + 2] === 178; return n; })()"))
        .isInstanceOfSatisfying(Double.class, n -> assertThat(n).isGreaterThan(100));
    assertThat(tab.eval("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo(scheme.equals("dark") ? "rgb(20, 23, 26)" : "rgb(255, 255, 255)");
    tab.picture("map-" + scheme);
    tab.click("#tab-gauges");
    tab.until("document.querySelectorAll('.gauge .value').length > 5");
    tab.picture("gauges-" + scheme);
    nothingWentWrong();
  }

  @Test
  void pointingAtAPageTellsWhatItIs() throws IOException {
    Path file = fs.getPath("/file7");
    double[] at = place(frame(file));
    tab.hover(at[0], at[1]);
    tab.until("document.getElementById('details').textContent.includes('/file7')");
    assertThat(tab.text("#details")).contains("Range", "bytes 0 to 4095");
    nothingWentWrong();
  }

  @Test
  void theWheelZoomsWhereThePointerIs() throws IOException {
    double[] at = place(frame(fs.getPath("/file7")));
    double before = (Double) tab.eval("cordonMonitor.map.scale");
    for (int i = 0; i < 8; i++) {
      tab.wheel(at[0], at[1], -200);
    }
    tab.until("cordonMonitor.map.scale > 20 * " + before + " || cordonMonitor.map.scale === 40");
    double[] after = place(frame(fs.getPath("/file7")));
    assertThat(Math.hypot(at[0] - after[0], at[1] - after[1])).isLessThan(45);
    tab.until("cordonMonitor.map.tiles.inFlight === 0");
    tab.picture("map-close");
    tab.drag(500, 400, 400, 350);
    double[] moved = place(frame(fs.getPath("/file7")));
    assertThat(moved[0] - after[0]).isBetween(-105.0, -80.0);
    nothingWentWrong();
  }

  @Test
  void aStrikeIsSeenWithinASecond() throws IOException {
    long drawn = drawn(fs.getPath("/file7"));
    tab.picture("strike");
    assertThat(drawn).isLessThan(1_000_000_000L);
    nothingWentWrong();
  }

  /** Strikes a file; returns after how many nanoseconds that is seen on the map. */
  private long drawn(Path file) throws IOException {
    int frame = frame(file);
    tab.eval("cordonMonitor.map.select(" + frame + ", true)");
    tab.until("cordonMonitor.map.tiles.inFlight === 0 && cordonMonitor.map.tiles.kept.size > 0");
    String cell =
        "(() => { const m = cordonMonitor.map; return m.tiles.cell(...m.placeOf("
            + frame
            + ")) & 15; })()";
    tab.until(cell + " !== 8 && " + cell + " > 0");
    long begin = System.nanoTime();
    fs.memoryFailures().strike(file, 0);
    tab.until("cordonMonitor.map.flashes.some(f => f.frame === " + frame + ")");
    long flashed = System.nanoTime() - begin;
    tab.until(cell + " === 8");
    long drawn = System.nanoTime() - begin;
    System.out.printf(
        "a strike: told to the page after %d ms, drawn after %d ms%n",
        flashed / 1_000_000, drawn / 1_000_000);
    return drawn;
  }

  @Test
  void aFoundFileLightsUp() throws IOException {
    tab.click("#find-path");
    tab.type("/file7");
    tab.key("Enter");
    tab.until("document.getElementById('find-result').textContent.includes('pages have memory')");
    assertThat((Double) tab.eval("cordonMonitor.map.runs.length")).isPositive();
    tab.picture("found");
    tab.eval("document.getElementById('find-path').value = '/none'");
    tab.click("#find-path");
    tab.key("Enter");
    tab.until("document.getElementById('find-result').textContent === 'no such file: /none'");
    // The refusal is an answer that the browser itself reports.
    assertThat(tab.errors()).hasSize(1).allMatch(each -> each.contains("404"));
  }

  @Test
  void aNameIsShownAsText() throws IOException {
    Path file = Files.write(fs.getPath(EVIL), new byte[20_000]);
    int frame = fs.memoryFailures().strike(file, 5000).frame();
    tab.eval("cordonMonitor.map.select(" + frame + ")");
    tab.until("document.getElementById('details').textContent.includes('onerror')");
    tab.click("#tab-events");
    tab.until("document.querySelector('#events tbody').textContent.includes('onerror')");
    tab.picture("events");
    tab.click("#tab-files");
    tab.until("document.getElementById('files').textContent.includes('onerror')");
    assertThat(tab.text("#files code"))
        .contains("clearPoison(fs.getPath(\"/<img src=x onerror=\\\"document.title='gone'\\\">\")");
    tab.picture("files");
    assertThat(tab.eval("document.images.length")).isEqualTo(0.0);
    assertThat((String) tab.eval("document.title")).contains("Cordon");
    nothingWentWrong();
  }

  @Test
  void everythingIsReachedByKeyboard() throws IOException {
    tab.eval("document.getElementById('tab-map').focus()");
    tab.key("ArrowRight");
    tab.until("!document.getElementById('view-table').hidden");
    tab.until("document.querySelectorAll('#blocks tbody tr').length > 10");
    tab.picture("table");
    tab.key("ArrowLeft");
    tab.until("!document.getElementById('view-map').hidden");
    for (int i = 0; i < 30 && !"map".equals(tab.eval("document.activeElement.id")); i++) {
      tab.key("Tab");
    }
    assertThat(tab.eval("document.activeElement.id")).isEqualTo("map");
    double scale = (Double) tab.eval("cordonMonitor.map.scale");
    tab.key("+");
    tab.until("cordonMonitor.map.scale > " + scale * 1.9);
    tab.key("ArrowRight");
    tab.key("ArrowDown");
    tab.until("cordonMonitor.map.cursor > 32");
    tab.until("document.getElementById('details').textContent.includes('Frame')");
    assertThat(tab.eval("document.getElementById('details').getAttribute('aria-live')"))
        .isEqualTo("polite");
    tab.key("Home");
    tab.until("cordonMonitor.map.scale < " + scale * 1.1);
    int frame = fs.memoryFailures().strike(fs.getPath("/file20"), 0).frame();
    tab.until("cordonMonitor.events.events.length === 1");
    tab.key("n");
    tab.until("cordonMonitor.map.cursor === " + frame);
    nothingWentWrong();
  }

  @Test
  void playStrikesWithMouseAndStorm() throws IOException {
    Path file = fs.getPath("/file9");
    int frame = frame(file);
    // Into the middle, where no button is above it.
    tab.eval("cordonMonitor.map.select(" + frame + ", true)");
    tab.click("#play-tools input[value=page]");
    double[] at = place(frame);
    tab.click(at[0], at[1]);
    tab.until("cordonMonitor.events.events.length === 1");
    assertThat(fs.memoryFailures().counters().total()).isEqualTo(1);
    tab.click("#play-tools input[value=area]");
    tab.drag(at[0] - 30, at[1] - 30, at[0] + 30, at[1] + 30);
    tab.until("document.getElementById('play-result').textContent.includes('pages struck')");
    tab.eval("document.getElementById('storm-seconds').value = 1");
    tab.click("#storm");
    tab.until("cordonMonitor.events.events.length > 500");
    tab.picture("storm");
    tab.until(
        "document.getElementById('play-result').textContent"
            + " === 'the storm is over: 500 of 500 pages struck'");
    nothingWentWrong();
  }

  /** Whoever aims at something presses that, whatever is told meanwhile. */
  @ParameterizedTest
  @ValueSource(ints = {1280, 1000, 600})
  void whatIsPressedStaysWhereItIs(int width) throws IOException {
    tab.size(width, 800);
    Path file = Files.write(fs.getPath("/" + "long name ".repeat(20)), new byte[20_000]);
    for (int i = 0; i < 20; i++) {
      Files.createLink(fs.getPath("/" + "link ".repeat(40) + i), file);
    }
    String places =
        "JSON.stringify([...document.querySelectorAll('#map, aside, button, input, a')]"
            + ".filter(e => e.offsetParent).map(e => { const b = e.getBoundingClientRect();"
            + " return [e.id || e.value, b.x, b.y, b.width, b.height]; }))";
    Object before = tab.eval(places);
    int frame = fs.memoryFailures().strike(file, 0).frame();
    tab.eval("cordonMonitor.map.select(" + frame + ", true)");
    tab.until("document.getElementById('details').textContent.includes('Since')");
    assertThat(tab.eval(places)).isEqualTo(before);
    tab.eval("document.getElementById('find-path').value = '/' + 'no such name '.repeat(40)");
    tab.eval("document.getElementById('find').requestSubmit()");
    tab.until("document.getElementById('find-result').textContent.includes('no such file')");
    assertThat(tab.eval(places)).isEqualTo(before);
    tab.eval("document.getElementById('storm').click()");
    tab.until("!document.getElementById('storm-progress').hidden");
    assertThat(tab.eval(places)).isEqualTo(before);
    monitor.close();
    tab.until("document.getElementById('status').classList.contains('bad')");
    assertThat(tab.eval(places)).isEqualTo(before);
    tab.eval("document.getElementById('play-strike').click()");
    tab.until("document.getElementById('play-result').textContent.includes('etch')");
    assertThat(tab.eval(places)).isEqualTo(before);
    tab.picture("steady-" + width);
  }

  @Test
  void eventsAreFilteredAndWhatIsShownIsSaved(@TempDir Path directory) throws Exception {
    tab.saveTo(directory);
    fs.memoryFailures().strike(fs.getPath("/file7"), 0);
    fs.memoryFailures().strike(fs.getPath("/file8"), 0);
    var _ = fs.memoryFailures().strikeFrame(fs.pageMap().frameCount() - 1);
    tab.until("cordonMonitor.events.events.length === 3");
    tab.click("#tab-events");
    String shown = "document.querySelectorAll('#events tbody tr').length";
    tab.until(shown + " === 3");
    tab.click("#event-lost");
    tab.until(shown + " === 2");
    tab.click("#event-path");
    tab.type("file8");
    tab.until(shown + " === 1");
    assertThat(tab.text("#event-count")).isEqualTo("1 of 3");
    tab.click("#save-csv");
    assertThat(saved(directory.resolve("failures.csv")).lines())
        .hasSize(2)
        .anyMatch(line -> line.contains(",\"/file8\",0,4096,true,injected,"));
    tab.click("#save-json");
    assertThat(saved(directory.resolve("failures.json")))
        .contains("\"/file8\"")
        .doesNotContain("file7");
    nothingWentWrong();
  }

  /** The browser gives a file its name when all of it is there. */
  private static String saved(Path file) throws IOException, InterruptedException {
    for (int i = 0; i < 1000 && !Files.exists(file); i++) {
      Thread.sleep(20);
    }
    return Files.readString(file);
  }

  @Test
  void theGaugesTellOfAll() throws IOException {
    tab.click("#tab-gauges");
    tab.until("document.querySelectorAll('.gauge .value').length > 5");
    tab.until("[...document.querySelectorAll('.gauge canvas')].some(c => c.ariaLabel)");
    for (String title :
        List.of(
            "Used by files",
            "Resident",
            "In huge pages",
            "Read through channels",
            "Written through channels",
            "Out of service",
            "Patrol",
            "Dirty pages")) {
      assertThat(tab.text("#gauges")).contains(title);
    }
    nothingWentWrong();
  }

  /** Returns an expression for the text of a gauge. */
  private static String gauge(String title, String part) {
    return "[...document.querySelectorAll('.gauge')].find(g => g.querySelector('h3').textContent === '"
        + title
        + "')"
        + part;
  }

  @Test
  void theThroughputIsDrawnWhileItIsThere() throws IOException {
    tab.click("#tab-gauges");
    String read = gauge("Read through channels", ".querySelector('.value').textContent");
    tab.until(read + " === '0 B/s'");
    Path file = Files.write(fs.getPath("/file7"), new byte[1 << 20]);
    assertThat(Files.readAllBytes(file)).hasSize(1 << 20);
    tab.until(read + " !== '0 B/s'");
    tab.until(read + " === '0 B/s'"); // a second later
    for (String title : List.of("Read through channels", "Written through channels")) {
      assertThat((String) tab.eval(gauge(title, ".querySelector('canvas').ariaLabel")))
          .startsWith(title + ": at most ")
          .doesNotContain("at most 0 B/s");
    }
    nothingWentWrong();
  }

  @Test
  void theHitRateOfAMountIsShown(@TempDir Path disk) throws IOException {
    Files.write(disk.resolve("file"), new byte[10_000]);
    try (CordonFileSystem mount =
            Cordon.mount(disk, CordonOptions.builder().size(16L << 20).build());
        CordonMonitor its = CordonMonitor.start(mount, 0);
        Tab other = browser.open(1280, 800)) {
      other.go(its.uri());
      other.until(READY);
      other.click("#tab-gauges");
      other.until(gauge("Used by files", ".querySelector('.value').textContent !== '\u2013'"));
      assertThat(other.eval(gauge("Hit rate of the mount", ".hidden"))).isEqualTo(true);
      for (int i = 0; i < 4; i++) {
        assertThat(Files.readAllBytes(mount.getPath("/file"))).hasSize(10_000);
      }
      other.until(gauge("Hit rate of the mount", ".hidden === false"));
      other.until(
          gauge("Hit rate of the mount", ".querySelector('.value').textContent.endsWith('%')"));
      other.until(
          gauge("Reads of the store", ".querySelector('.value').textContent.endsWith('/s')"));
      other.picture("gauges-mount");
      assertThat(other.errors()).isEmpty();
    }
  }

  @Test
  void aListKeepsStillUnderThePointer() throws IOException {
    fs.memoryFailures().strike(fs.getPath("/file7"), 0);
    tab.until("cordonMonitor.events.events.length === 1");
    keepsStill("#tab-files", "#files", "h2", "/file8");
    keepsStill("#tab-events", "#events", "tbody tr", "/file9");
    nothingWentWrong();
  }

  private void keepsStill(String view, String list, String entry, String next) throws IOException {
    tab.click(view);
    String count = "document.querySelectorAll('" + list + " " + entry + "').length";
    tab.until(count + " > 0");
    double before = (Double) tab.eval(count);
    String button = "document.querySelector('" + list + " button')";
    tab.eval("window.button = " + button);
    List<?> at =
        (List<?>)
            tab.eval(
                "(() => { const b = button.getBoundingClientRect();"
                    + " return [b.x + b.width / 2, b.y + b.height / 2]; })()");
    tab.hover((Double) at.get(0), (Double) at.get(1));
    fs.memoryFailures().strike(fs.getPath(next), 0);
    tab.until("!document.querySelector('" + list + "-more').hidden");
    assertThat(
            tab.eval("document.elementFromPoint(" + at.get(0) + ", " + at.get(1) + ") === button"))
        .isEqualTo(true);
    assertThat(tab.eval(count)).isEqualTo(before);
    tab.hover(2, 2);
    tab.until(count + " === " + (before + 1));
    assertThat(tab.eval("document.querySelector('" + list + "-more').hidden")).isEqualTo(true);
  }

  @Test
  void whatHappenedWithoutAConnectionIsShownWhenThereIsOne() throws IOException {
    fs.memoryFailures().strike(fs.getPath("/file7"), 0);
    tab.until("cordonMonitor.events.events.length === 1");
    int port = monitor.port();
    monitor.close();
    tab.until("document.getElementById('status').classList.contains('bad')");
    monitor = CordonMonitor.builder(fs).port(port).allowInjection(true).start();
    // Its numbers of failures begin anew; the page asks again every two seconds.
    int frame = fs.memoryFailures().strike(fs.getPath("/file8"), 0).frame();
    tab.until("document.getElementById('status').textContent === 'live'");
    tab.until("cordonMonitor.events.events.map(e => e.frame).join() === '" + frame + "'");
    tab.eval("cordonMonitor.map.select(" + frame + ", true)");
    tab.until(
        "(() => { const m = cordonMonitor.map; return m.tiles.cell(...m.placeOf("
            + frame
            + ")) & 15; })() === 8");
  }

  @Test
  void playIsNotThereWhereItIsNotAllowed() throws IOException {
    try (CordonMonitor quiet = CordonMonitor.start(fs, 0);
        Tab other = browser.open(1280, 800)) {
      other.go(quiet.uri());
      other.until(READY);
      assertThat(other.eval("document.getElementById('play').hidden")).isEqualTo(true);
      assertThat(
              other.eval(
                  "fetch('/api/strike?first=1', {method: 'POST', headers: {'X-Cordon': '1'}})"
                      + ".then(a => a.status)"))
          .isEqualTo(403.0);
      // A page of another site cannot do that either: it may not send the header.
      assertThat(
              other.eval(
                  "fetch('"
                      + monitor.uri()
                      + "api/strike?first=1', {method: 'POST', mode: 'no-cors'})"
                      + ".then(() => 'sent', () => 'refused')"))
          .isEqualTo("refused");
      assertThat(fs.memoryFailures().counters().total()).isZero();
    }
  }

  @Test
  void aTokenIsAskedFor() throws IOException {
    try (CordonMonitor secret = CordonMonitor.builder(fs).token("open-sesame").start();
        Tab other = browser.open(1280, 800);
        Tab third = browser.open(1280, 800)) {
      other.go(secret.uri());
      other.until("!document.getElementById('login').hidden");
      assertThat(other.eval("document.querySelector('main').hidden")).isEqualTo(true);
      other.click("#token");
      other.type("open-barley");
      other.key("Enter");
      other.until("document.getElementById('login-error').textContent.includes('does not fit')");
      other.picture("token");
      other.eval("document.getElementById('token').value = ''");
      other.click("#token");
      other.type("open-sesame");
      other.key("Enter");
      other.until(READY);
      third.go(URI.create(secret.uri() + "#token=open-sesame"));
      third.until(READY);
      assertThat((String) third.eval("location.href")).doesNotContain("sesame");
    }
  }
}
