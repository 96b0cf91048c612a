package io.github.cordonfs.monitor.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that commands write, opened from the disk in a browser that has no network. */
@Tag("browser")
class SavedPagesTest {

  private static Browser browser;

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
  void openTab() throws IOException {
    tab = browser.open(1280, 800);
    tab.cutOff();
  }

  @AfterEach
  void closeTab() throws IOException {
    tab.close();
  }

  private void open(String name) throws IOException {
    String directory = System.getProperty("cordon.pages");
    assertThat(directory).as("cordon.pages; monitor/scripts/browser makes the pages").isNotNull();
    Path page = Path.of(directory, name);
    assertThat(Files.size(page)).isPositive();
    tab.go(page.toUri());
  }

  private void nothingWasAskedFor() {
    assertThat(tab.errors()).isEmpty();
    assertThat(tab.requests())
        .isNotEmpty()
        .allMatch(uri -> List.of("file", "data").contains(uri.getScheme()));
  }

  @Test
  void aDrillIsShownFromBeforeToAfter() throws IOException {
    open("drill.html");
    assertThat(tab.text("#verdict")).isEqualTo("PASS");
    assertThat(tab.text("#now")).contains("before", "0 pages lost");
    assertThat(tab.text("#table")).contains("PASS");
    Object before = map();
    String slider = "document.getElementById('time')";
    assertThat((Double) tab.eval("Number(" + slider + ".max)")).isGreaterThan(1);
    tab.eval(
        slider + ".value = " + slider + ".max; " + slider + ".dispatchEvent(new Event('input'))");
    assertThat(tab.text("#now")).contains("after").doesNotContain(" 0 failures");
    assertThat(map()).isNotEqualTo(before);
    for (String chart : List.of("rate", "strikes", "lost")) {
      assertThat((Double) tab.eval(painted(chart))).as(chart).isGreaterThan(100);
    }
    tab.picture("drill");
    nothingWasAskedFor();
  }

  private Object map() throws IOException {
    assertThat((Double) tab.eval(painted("map"))).isGreaterThan(1000);
    return tab.eval("document.getElementById('map').toDataURL()");
  }

  /** Pixels of a canvas on which there is something. */
  private static String painted(String canvas) {
    return "(() => { const c = document.getElementById('"
        + canvas
        + "'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        + " let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; })()";
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void theBenchHasBarsWithRangesBesidePeers(String scheme) throws IOException {
    tab.scheme(scheme);
    open("bench.html");
    assertThat(tab.eval("document.querySelectorAll('figure').length")).isEqualTo(2.0);
    assertThat(tab.eval("document.querySelectorAll('figure li').length")).isEqualTo(4.0);
    // The longest bar or line of each row ends where there is room for it.
    assertThat(
            tab.eval(
                "[...document.querySelectorAll('.bar')].every(b => b.offsetWidth > 2"
                    + " && b.offsetLeft + b.offsetWidth <= b.parentElement.offsetWidth + 1)"))
        .isEqualTo(true);
    assertThat(tab.eval("document.querySelectorAll('.range').length")).isEqualTo(4.0);
    assertThat(tab.text(".subject b")).isEqualTo("cordon");
    assertThat(
            tab.eval("getComputedStyle(document.querySelector('.subject .bar')).backgroundColor"))
        .isEqualTo(scheme.equals("dark") ? "rgb(86, 180, 233)" : "rgb(0, 114, 178)");
    assertThat(tab.eval("document.querySelector('details table').checkVisibility()"))
        .isEqualTo(false);
    tab.click("summary");
    assertThat(tab.eval("document.querySelector('details table').checkVisibility()"))
        .isEqualTo(true);
    tab.picture("bench-" + scheme);
    nothingWasAskedFor();
  }
}
