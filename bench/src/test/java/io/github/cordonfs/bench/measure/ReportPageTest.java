package io.github.cordonfs.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A report as a page. */
final class ReportPageTest {

  private static final String EVIL = "<img src=x onerror='alert(1)'> & \"<script>\"";

  private static final Work ONE = new Work("copy", 1);

  private final Results<Work, String> results = new Results<>();

  private void round(double cordon, double peer) {
    results.beginRound();
    results.add(ONE, "cordon", cordon);
    results.add(ONE, "peer", peer);
  }

  private ReportText report() {
    Comparison<Work, String> comparison =
        new Comparison<>(List.of(ONE), List.of("cordon", "peer", "absent"), "cordon", results);
    ReportText text = new ReportText("Cordon beside a peer");
    text.source(
        List.of("Processor: " + EVIL),
        "short",
        3,
        Pace.SHORT,
        Duration.ofMinutes(1),
        LocalDate.EPOCH);
    text.section("Throughput", "", comparison.throughputs("GB/s"), comparison.chart("GB/s"));
    text.section("Goals", "`code` and *stress*", Goal.table(List.of(new Goal(EVIL, true, 1, 2))));
    text.notes(List.of(EVIL));
    return text;
  }

  @Test
  void barsAreAsLongAsTheirMediansAndLinesAsTheirRanges() {
    round(4, 1);
    round(8, 2);
    round(10, 5);
    assertThat(report().page())
        .contains("<li class=\"subject\"><b>cordon</b>")
        .contains(
            "<span class=\"bar\" style=\"left:0.00%;width:80.00%\"></span>"
                + "<span class=\"range\" style=\"left:40.00%;width:60.00%\"></span>")
        .contains("<span>8.00 (4.00–10.0) GB/s</span>")
        .contains(
            "<span class=\"bar\" style=\"left:0.00%;width:20.00%\"></span>"
                + "<span class=\"range\" style=\"left:10.00%;width:40.00%\"></span>")
        .contains("<i>× 4.00 (2.00–4.00)</i>")
        .doesNotContain("<b>absent</b>");
  }

  @Test
  void oneRoundHasNoRange() {
    round(4, 0);
    assertThat(report().page())
        .contains("<span>4.00 GB/s</span>", "left:0.00%;width:0.00%")
        .doesNotContain("class=\"range\"", "NaN");
  }

  @Test
  void whatIsToldComesOutAsText() {
    round(4, 1);
    String page = report().page();
    assertThat(page)
        .contains(
            "Processor: &lt;img src=x onerror='alert(1)'&gt; &amp; &quot;&lt;script&gt;&quot;")
        .contains("<code>code</code> and <em>stress</em>")
        .doesNotContain("<img", "<script", "<!--TITLE", "<!--BODY");
    assertThat(page.split("&lt;img", -1)).hasSize(4);
  }

  @Test
  void thePageNeedsNothingElse() {
    round(4, 1);
    assertThat(report().page())
        .contains("default-src 'none'", "<td>4.00</td>")
        .doesNotContain("http://", "https://", "src=\"", "url(");
  }
}
