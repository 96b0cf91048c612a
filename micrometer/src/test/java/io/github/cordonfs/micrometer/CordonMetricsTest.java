package io.github.cordonfs.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.micrometer.core.instrument.Tags;
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
import org.junit.jupiter.api.io.TempDir;

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
            CordonOptions.builder().size(64 << 20).huge(HugePolicy.ALWAYS).injection(true).build());
    failures = CordonFileSystem.of(fs).memoryFailures();
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
              "# TYPE cordon_data_lost_bytes gauge",
              "# TYPE cordon_bad_files gauge",
              "# TYPE cordon_retired_bytes gauge",
              "# TYPE cordon_memory_failures_total counter",
              "# TYPE cordon_failure_handling_seconds histogram",
              "# TYPE cordon_failure_handling_seconds_max gauge",
              "# TYPE cordon_capacity_bytes gauge",
              "# TYPE cordon_used_bytes gauge",
              "# TYPE cordon_resident_bytes gauge",
              "# TYPE cordon_huge_bytes gauge",
              "# TYPE cordon_physical_huge_bytes gauge",
              "# TYPE cordon_unwritten_bytes gauge",
              "# TYPE cordon_unwritten_age_seconds gauge",
              "# TYPE cordon_read_bytes_total counter",
              "# TYPE cordon_written_bytes_total counter",
              "# TYPE cordon_mount_reads_total counter",
              "# TYPE cordon_store_reads_total counter",
              "# TYPE cordon_patrol_scanned_bytes gauge",
              "# TYPE cordon_address_ranges_share gauge");
      // Every source with every effect that there is, from the beginning.
      assertThat(scrape())
          .filteredOn(line -> line.startsWith("cordon_memory_failures_total{"))
          .hasSize(9);
    }
  }

  @Test
  void theValuesAreThoseOfTheFileSystem() throws IOException {
    try (CordonMetrics metrics = new CordonMetrics(fs)) {
      metrics.bindTo(registry);
      Path file = Files.write(fs.getPath("/f"), new byte[HUGE + 1]);
      assertThat(value("cordon_huge_bytes")).isEqualTo(2 * HUGE);
      assertThat(value("cordon_used_bytes")).isEqualTo(2 * HUGE);
      assertThat(value("cordon_capacity_bytes")).isEqualTo(64 << 20);
      assertThat(value("cordon_physical_huge_bytes"))
          .isBetween(0.0, value("cordon_resident_bytes"));
      failures.strike(file, 7 * PAGE);
      assertThat(value("cordon_huge_bytes")).isEqualTo(HUGE);
      assertThat(value("cordon_resident_bytes"))
          .isEqualTo((double) CordonFileSystem.of(fs).memoryUsage().residentBytes());
    }
  }

  @Test
  void whatIsReadAndWrittenIsCountedByTheByte() throws IOException {
    Path file = Files.write(fs.getPath("/f"), new byte[1000]);
    try (CordonMetrics metrics = new CordonMetrics(fs)) {
      metrics.bindTo(registry);
      assertThat(value("cordon_written_bytes_total")).isEqualTo(1000);
      assertThat(value("cordon_read_bytes_total")).isZero();
      assertThat(Files.readAllBytes(file)).hasSize(1000);
      Files.write(file, new byte[7]);
      assertThat(value("cordon_written_bytes_total")).isEqualTo(1007);
      assertThat(value("cordon_read_bytes_total")).isEqualTo(1000);
      assertThat(value("cordon_mount_reads_total{result=\"hit\"}")).isZero();
      assertThat(value("cordon_store_reads_total")).isZero();
    }
  }

  @Test
  void readsOfAMountAreHitsAndMisses(@TempDir Path disk) throws IOException {
    Files.write(disk.resolve("f"), new byte[PAGE]);
    try (CordonFileSystem mount =
            Cordon.mount(disk, CordonOptions.builder().size(16 << 20).build());
        CordonMetrics metrics = new CordonMetrics(mount);
        FileChannel channel = FileChannel.open(mount.getPath("/f"))) {
      metrics.bindTo(registry);
      for (int i = 0; i < 4; i++) {
        assertThat(channel.read(ByteBuffer.allocate(100), 0)).isEqualTo(100);
      }
      assertThat(value("cordon_mount_reads_total{result=\"hit\"}")).isEqualTo(3);
      assertThat(value("cordon_mount_reads_total{result=\"miss\"}")).isEqualTo(1);
      assertThat(value("cordon_store_reads_total")).isEqualTo(1);
      assertThat(value("cordon_read_bytes_total")).isEqualTo(400);
    }
  }

  @Test
  void aFileSystemThatComesAfterAnotherIsCountedAnew() throws IOException {
    try (CordonMetrics metrics = new CordonMetrics(fs)) {
      metrics.bindTo(registry);
      Files.write(fs.getPath("/f"), new byte[1000]);
    }
    assertThat(scrape()).noneMatch(line -> line.startsWith("cordon_written_bytes_total"));
    try (FileSystem other = Cordon.newFileSystem(CordonOptions.builder().size(4 << 20).build());
        CordonMetrics metrics = new CordonMetrics(other)) {
      metrics.bindTo(registry);
      Files.write(other.getPath("/f"), new byte[3]);
      assertThat(value("cordon_written_bytes_total")).isEqualTo(3);
    }
  }

  @Test
  void lostDataIsToldFromRetiredMemory() throws IOException {
    try (CordonMetrics metrics = new CordonMetrics(fs)) {
      metrics.bindTo(registry);
      assertThat(value("cordon_data_lost_bytes")).isZero();
      assertThat(value("cordon_bad_files")).isZero();
      Path file = Files.write(fs.getPath("/f"), new byte[HUGE]);
      int frame = failures.strike(file, 7 * PAGE).frame();
      failures.strike(file, 9 * PAGE);
      failures.strike(Files.write(fs.getPath("/g"), new byte[1]), 0);
      assertThat(value("cordon_data_lost_bytes")).isEqualTo(3 * PAGE);
      assertThat(value("cordon_bad_files")).isEqualTo(2);
      assertThat(value("cordon_retired_bytes")).isZero();
      failures.clearPoison(file, new ByteRange(0, HUGE));
      assertThat(value("cordon_data_lost_bytes")).isEqualTo(PAGE);
      assertThat(value("cordon_bad_files")).isEqualTo(1);
      assertThat(value("cordon_retired_bytes")).isEqualTo(2 * PAGE);
      assertThat(value("cordon_capacity_bytes")).isEqualTo((64 << 20) - 2 * PAGE);
      failures.unpoisonFrame(frame);
      assertThat(value("cordon_retired_bytes")).isEqualTo(PAGE);
    }
  }

  @Test
  void failuresAreCountedByWhatTheyMean() throws IOException {
    try (CordonMetrics metrics = new CordonMetrics(fs)) {
      metrics.bindTo(registry);
      Path file = Files.write(fs.getPath("/f"), new byte[HUGE]);
      failures.strike(file, 7 * PAGE);
      failures.strike(file, 9 * PAGE);
      failures.strikeFrame((32 << 20) / PAGE); // free
      String failure = "cordon_memory_failures_total{effect=\"%s\",source=\"%s\"}";
      assertThat(value(failure.formatted("data_lost", "injected"))).isEqualTo(2);
      assertThat(value(failure.formatted("nothing_lost", "injected"))).isEqualTo(1);
      assertThat(value(failure.formatted("not_handled", "injected"))).isZero();
      assertThat(value(failure.formatted("data_lost", "hardware"))).isZero();
      assertThat(value(failure.formatted("data_lost", "scrub"))).isZero();
    }
  }

  @Test
  void theHandlingOfEachFailureIsTimed() {
    try (CordonMetrics metrics = new CordonMetrics(fs)) {
      metrics.bindTo(registry);
      double seconds = 0;
      int withinMilli = 0;
      for (int frame = 700; frame < 710; frame++) {
        long nanos = failures.strikeFrame(frame).handling().toNanos();
        seconds += nanos / 1e9;
        withinMilli += nanos <= 1_000_000 ? 1 : 0;
      }
      assertThat(value("cordon_failure_handling_seconds_count")).isEqualTo(10);
      assertThat(value("cordon_failure_handling_seconds_sum")).isCloseTo(seconds, within(1e-9));
      assertThat(value("cordon_failure_handling_seconds_bucket{le=\"0.001\"}"))
          .isEqualTo(withinMilli);
      assertThat(value("cordon_failure_handling_seconds_bucket{le=\"+Inf\"}")).isEqualTo(10);
      assertThat(scrape())
          .filteredOn(line -> line.startsWith("cordon_failure_handling_seconds_bucket"))
          .hasSize(14);
    }
    failures.strikeFrame(720);
    assertThat(value("cordon_failure_handling_seconds_count")).isEqualTo(10);
  }

  @Test
  @Tag("S96")
  void theShareOfTheRangesOfAddressesIsTheProcesss() throws IOException {
    try (FileSystem small =
            Cordon.newFileSystem(
                CordonOptions.builder().size(16 << 20).huge(HugePolicy.NEVER).build());
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
    try (FileSystem other = Cordon.newFileSystem(CordonOptions.builder().size(4 << 20).build());
        CordonMetrics one = new CordonMetrics(fs, Tags.of("fs", "one"));
        CordonMetrics two = new CordonMetrics(other, Tags.of("fs", "two"))) {
      one.bindTo(registry);
      two.bindTo(registry);
      Files.write(other.getPath("/f"), new byte[10]);
      assertThat(value("cordon_used_bytes{fs=\"one\"}")).isZero();
      assertThat(value("cordon_used_bytes{fs=\"two\"}")).isEqualTo(PAGE);
      assertThat(value("cordon_data_lost_bytes{fs=\"two\"}")).isZero();
    }
  }

  /** Returns the meters that go with their file system. */
  private List<String> gaugesShown() {
    return scrape().stream()
        .filter(line -> line.startsWith("# TYPE cordon_"))
        .filter(line -> !line.contains("failures_total ") && !line.contains("handling_seconds"))
        .toList();
  }

  @Test
  void theGaugesOfAClosedFileSystemDisappear() throws IOException {
    try (CordonMetrics metrics = new CordonMetrics(fs)) {
      metrics.bindTo(registry);
      failures.strikeFrame(700);
      assertThat(gaugesShown()).hasSize(16);
      fs.close();
      scrape(); // notices
      assertThat(gaugesShown()).isEmpty();
      assertThat(value("cordon_memory_failures_total{effect=\"nothing_lost\",source=\"injected\"}"))
          .isEqualTo(1);
      assertThat(value("cordon_failure_handling_seconds_count")).isEqualTo(1);
    }
  }

  @Test
  void theGaugesOfClosedMetersDisappear() {
    CordonMetrics metrics = new CordonMetrics(fs);
    metrics.bindTo(registry);
    assertThat(gaugesShown()).hasSize(16);
    metrics.close();
    assertThat(gaugesShown()).isEmpty();
    metrics.close();
  }

  @Test
  void theGaugesOfOthersStay() throws IOException {
    try (FileSystem other = Cordon.newFileSystem(CordonOptions.builder().size(4 << 20).build());
        CordonMetrics one = new CordonMetrics(fs, Tags.of("fs", "one"));
        CordonMetrics two = new CordonMetrics(other, Tags.of("fs", "two"))) {
      one.bindTo(registry);
      two.bindTo(registry);
      fs.close();
      scrape();
      assertThat(scrape()).noneMatch(line -> line.startsWith("cordon_used_bytes{fs=\"one\""));
      assertThat(value("cordon_used_bytes{fs=\"two\"}")).isZero();
    }
  }

  @Test
  void aFileSystemOfAnotherProviderIsRefused() {
    assertThatThrownBy(() -> new CordonMetrics(FileSystems.getDefault()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
