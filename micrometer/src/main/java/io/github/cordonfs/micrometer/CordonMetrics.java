package io.github.cordonfs.micrometer;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.FailureCounters.Counts;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryFailures.Registration;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

/**
 * Micrometer meters of one file system:
 *
 * <table>
 *   <caption>Names in Micrometer and in the exposition of Prometheus</caption>
 *   <tr><td>{@code cordon.memory.failures}</td>
 *       <td>{@code cordon_memory_failures_total{outcome,source}}</td>
 *       <td>memory failures handled</td></tr>
 *   <tr><td>{@code cordon.out.of.service}</td>
 *       <td>{@code cordon_out_of_service_bytes{source}}</td>
 *       <td>memory that failures took out of service and that has not come back</td></tr>
 *   <tr><td>{@code cordon.used}</td><td>{@code cordon_used_bytes}</td>
 *       <td>memory that files hold, poisoned pages included</td></tr>
 *   <tr><td>{@code cordon.resident}</td><td>{@code cordon_resident_bytes}</td>
 *       <td>memory obtained from the operating system</td></tr>
 *   <tr><td>{@code cordon.huge}</td><td>{@code cordon_huge_bytes}</td>
 *       <td>memory that files hold in huge folios of 2 MiB</td></tr>
 *   <tr><td>{@code cordon.address.ranges.share}</td>
 *       <td>{@code cordon_address_ranges_share}</td>
 *       <td>the part of {@code vm.max_map_count}, the ranges of addresses that the kernel allows a
 *       process, that is in use: 0 to 1. At 1 the JVM itself may die</td></tr>
 *   <tr><td>{@code cordon.strike}</td><td>{@code cordon_strike_seconds}</td>
 *       <td>how long the handling of a memory failure took: count, sum, maximum, and the quantiles
 *       0.5 and 0.99</td></tr>
 * </table>
 *
 * <p>Values of {@code outcome} and {@code source} are the names of {@link Outcome} and {@link
 * FailureSource} in lower case. Once the file system is closed, the gauges are NaN. The meters do
 * not keep a file system from being garbage collected. Thread-safe.
 */
public final class CordonMetrics implements MeterBinder, AutoCloseable {

  private static final long HUGE_FOLIO_BYTES = 2 << 20;

  private final FileSystem fileSystem;
  private final MemoryFailures failures;
  private final Tags tags;
  private final List<Registration> listeners = new CopyOnWriteArrayList<>();

  /**
   * Creates meters without additional tags, for a registry with one file system.
   *
   * @param fileSystem a Cordon file system
   * @throws IllegalArgumentException if it belongs to another provider
   */
  public CordonMetrics(FileSystem fileSystem) {
    this(fileSystem, Tags.empty());
  }

  /**
   * Creates meters.
   *
   * @param fileSystem a Cordon file system
   * @param tags added to every meter, to distinguish the file systems of one registry
   * @throws IllegalArgumentException if the file system belongs to another provider
   */
  public CordonMetrics(FileSystem fileSystem, Iterable<Tag> tags) {
    this.fileSystem = fileSystem;
    this.failures = Cordon.memoryFailures(fileSystem);
    this.tags = Tags.of(tags);
  }

  /** Registers the meters. Failures before this call are counted, but not timed. */
  @Override
  public void bindTo(MeterRegistry registry) {
    for (FailureSource source : FailureSource.values()) {
      for (Outcome outcome : Outcome.values()) {
        FunctionCounter.builder(
                "cordon.memory.failures",
                failures,
                each -> count(each.counters().of(source), outcome))
            .description("Memory failures that were handled")
            .tags(tags.and("outcome", value(outcome), "source", value(source)))
            .register(registry);
      }
      Gauge.builder(
              "cordon.out.of.service", failures, each -> each.counters().outOfServiceBytes(source))
          .description("Memory that failures took and that has not come back")
          .baseUnit(BaseUnits.BYTES)
          .tags(tags.and("source", value(source)))
          .register(registry);
    }
    usage(registry, "cordon.used", "What files hold, poisoned pages included", MemoryUsage::used);
    usage(
        registry,
        "cordon.resident",
        "What was obtained from the operating system",
        MemoryUsage::resident);
    usage(
        registry,
        "cordon.huge",
        "What files hold in huge folios of 2 MiB",
        usage -> usage.hugeFolios() * HUGE_FOLIO_BYTES);
    Gauge.builder("cordon.address.ranges.share", () -> Cordon.addressRanges().share())
        .description("Ranges of addresses of the process, of those that the kernel allows it")
        .tags(tags)
        .register(registry);
    Timer strikes =
        Timer.builder("cordon.strike")
            .description("How long the handling of a memory failure took")
            .publishPercentiles(0.5, 0.99)
            .minimumExpectedValue(Duration.ofNanos(500))
            .maximumExpectedValue(Duration.ofSeconds(1))
            .tags(tags)
            .register(registry);
    listeners.add(failures.addListener(event -> strikes.record(event.handling())));
  }

  private void usage(
      MeterRegistry registry, String name, String description, ToLongFunction<MemoryUsage> figure) {
    Gauge.builder(name, fileSystem, each -> figure(each, figure))
        .description(description)
        .baseUnit(BaseUnits.BYTES)
        .tags(tags)
        .register(registry);
  }

  private static double figure(FileSystem fileSystem, ToLongFunction<MemoryUsage> figure) {
    try {
      return figure.applyAsLong(Cordon.memoryUsage(fileSystem));
    } catch (ClosedFileSystemException e) {
      return Double.NaN;
    }
  }

  private static long count(Counts counts, Outcome outcome) {
    return switch (outcome) {
      case IGNORED -> counts.ignored();
      case FAILED -> counts.failed();
      case DELAYED -> counts.delayed();
      case RECOVERED -> counts.recovered();
    };
  }

  private static String value(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Stops timing failures. The meters stay in their registry. */
  @Override
  public void close() {
    listeners.forEach(Registration::close);
    listeners.clear();
  }
}
