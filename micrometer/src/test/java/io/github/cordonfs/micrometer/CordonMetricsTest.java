package io.github.cordonfs.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CordonMetricsTest {

  private static final int PAGE = 4096;
  private static final int HUGE = 2 << 20;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private FileSystem fs;
  private MemoryFailures failures;

  @BeforeEach
  void open() throws IOException {
    fs =
        Cordon.newFileSystem(
            CordonOptions.defaults().size(64 << 20).huge(HugePolicy.ALWAYS).injection(true));
    failures = Cordon.memoryFailures(fs);
  }

  @AfterEach
  void close() throws IOException {
    registry.close();
    fs.close();
  }

  private List<String> scrape() {
    return registry.scrape().lines().toList();
  }

  /** Returns the value of a line of the exposition. */
  private double value(String meter) {
    String line =
        scrape().stream().filter(each -> each.startsWith(meter + " ")).findAny().orElseThrow();
    return Double.parseDouble(line.substring(meter.length() + 1));
  }

  @Test
  void theNamesInPrometheusAreThePromisedOnes() {
    try (CordonMetrics metrics = new CordonMetrics(fs)) {
      metrics.bindTo(registry);
      failures.strikeFrame(700);
      assertThat(scrape())
          .filteredOn(line -> line.startsWith("# TYPE"))
          .containsExactlyInAnyOrder(
              "# TYPE cordon_memory_failures_total counter",
              "# TYPE cordon_out_of_service_bytes gauge",
              "# TYPE cordon_used_bytes gauge",
              "# TYPE cordon_resident_bytes gauge",
              "# TYPE cordon_huge_bytes gauge",
              "# TYPE cordon_address_ranges_share gauge",
              "# TYPE cordon_strike_seconds summary",
              "# TYPE cordon_strike_seconds_max gauge");
      assertThat(scrape())
          .filteredOn(line -> line.startsWith("cordon_memory_failures_total{"))
          .hasSize(12);
    }
  }

  @Test
  void theValuesAreThoseOfTheFileSystem() throws IOException {
    try (CordonMetrics metrics = new CordonMetrics(fs)) {
      metrics.bindTo(registry);
      Path file = Files.write(fs.getPath("/f"), new byte[HUGE + 1]);
      assertThat(value("cordon_huge_bytes")).isEqualTo(2 * HUGE);
      assertThat(value("cordon_used_bytes")).isEqualTo(2 * HUGE);
      int frame = failures.strike(file, 7 * PAGE).frame();
      failures.strike(file, 9 * PAGE);
      assertThat(value("cordon_huge_bytes")).isEqualTo(HUGE);
      assertThat(value("cordon_resident_bytes"))
          .isEqualTo((double) Cordon.memoryUsage(fs).resident());
      assertThat(value("cordon_memory_failures_total{outcome=\"recovered\",source=\"injected\"}"))
          .isEqualTo(2);
      assertThat(value("cordon_memory_failures_total{outcome=\"ignored\",source=\"injected\"}"))
          .isZero();
      assertThat(value("cordon_memory_failures_total{outcome=\"recovered\",source=\"hardware\"}"))
          .isZero();
      assertThat(value("cordon_out_of_service_bytes{source=\"injected\"}")).isEqualTo(2 * PAGE);
      assertThat(value("cordon_out_of_service_bytes{source=\"hardware\"}")).isZero();
      assertThat(value("cordon_out_of_service_bytes{source=\"scrub\"}")).isZero();
      failures.clearPoison(file, new ByteRange(0, HUGE));
      assertThat(value("cordon_used_bytes")).isEqualTo(2 * HUGE - 2 * PAGE);
      failures.unpoisonFrame(frame);
      assertThat(value("cordon_out_of_service_bytes{source=\"injected\"}")).isEqualTo(PAGE);
    }
  }

  @Test
  void theHandlingOfEachFailureIsTimed() {
    try (CordonMetrics metrics = new CordonMetrics(fs)) {
      metrics.bindTo(registry);
      double seconds = 0;
      for (int frame = 700; frame < 710; frame++) {
        seconds += failures.strikeFrame(frame).handling().toNanos() / 1e9;
      }
      assertThat(value("cordon_strike_seconds_count")).isEqualTo(10);
      assertThat(value("cordon_strike_seconds_sum")).isCloseTo(seconds, within(1e-9));
      double median = value("cordon_strike_seconds{quantile=\"0.5\"}");
      assertThat(median).isPositive();
      assertThat(value("cordon_strike_seconds{quantile=\"0.99\"}"))
          .isBetween(median, value("cordon_strike_seconds_max") * 1.1);
    }
    failures.strikeFrame(720);
    assertThat(value("cordon_strike_seconds_count")).isEqualTo(10);
  }

  @Test
  @Tag("S96")
  void theShareOfTheRangesOfAddressesIsTheProcesss() throws IOException {
    try (FileSystem small =
            Cordon.newFileSystem(CordonOptions.defaults().size(16 << 20).huge(HugePolicy.NEVER));
        CordonMetrics metrics = new CordonMetrics(small)) {
      metrics.bindTo(registry);
      double before = value("cordon_address_ranges_share");
      assertThat(before).isStrictlyBetween(0.0, 1.0);
      // Every second page of 4,000 is data: so many ranges.
      Path file = small.getPath("/scattered");
      try (Arena arena = Arena.ofConfined();
          FileChannel channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE)) {
        for (int page = 0; page < 4000; page += 2) {
          channel.write(ByteBuffer.wrap(new byte[] {1}), (long) page * PAGE);
        }
        channel.map(MapMode.READ_ONLY, 0, 4000L * PAGE, arena);
        int limit = Cordon.addressRanges().limit();
        assertThat(value("cordon_address_ranges_share") - before)
            .isBetween(3000.0 / limit, 6000.0 / limit);
      }
    }
  }

  @Test
  void tagsTellFileSystemsApart() throws IOException {
    try (FileSystem other = Cordon.newFileSystem(CordonOptions.defaults().size(4 << 20));
        CordonMetrics one = new CordonMetrics(fs, Tags.of("fs", "one"));
        CordonMetrics two = new CordonMetrics(other, Tags.of("fs", "two"))) {
      one.bindTo(registry);
      two.bindTo(registry);
      Files.write(other.getPath("/f"), new byte[10]);
      assertThat(value("cordon_used_bytes{fs=\"one\"}")).isZero();
      assertThat(value("cordon_used_bytes{fs=\"two\"}")).isEqualTo(PAGE);
      assertThat(value("cordon_out_of_service_bytes{fs=\"two\",source=\"scrub\"}")).isZero();
    }
  }

  @Test
  void aClosedFileSystemHasCountsAndNoFigures() throws IOException {
    MeterRegistry simple = new SimpleMeterRegistry();
    try (CordonMetrics metrics = new CordonMetrics(fs)) {
      metrics.bindTo(simple);
      failures.strikeFrame(700);
      fs.close();
      assertThat(simple.get("cordon.used").gauge().value()).isNaN();
      assertThat(simple.get("cordon.huge").gauge().value()).isNaN();
      assertThat(
              simple
                  .get("cordon.memory.failures")
                  .tags("outcome", "recovered", "source", "injected")
                  .functionCounter()
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void aFileSystemOfAnotherProviderIsRefused() {
    assertThatThrownBy(() -> new CordonMetrics(FileSystems.getDefault()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
