package io.github.cordonfs.micrometer;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryFailures.Registration;
import io.github.cordonfs.MemoryUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Micrometer meters of one file system:
 *
 * <table>
 *   <caption>Names in Micrometer and in the exposition of Prometheus</caption>
 *   <tr><td>{@code cordon.data.lost}</td><td>{@code cordon_data_lost_bytes}</td>
 *       <td>data that is lost now: pages of files that memory failures took and that were neither
 *       cleared nor restored</td></tr>
 *   <tr><td>{@code cordon.bad.files}</td><td>{@code cordon_bad_files}</td>
 *       <td>files that have lost data now and have a name</td></tr>
 *   <tr><td>{@code cordon.retired}</td><td>{@code cordon_retired_bytes}</td>
 *       <td>memory that failed, or was about to, and is in no file any more; it is not used
 *       again</td></tr>
 *   <tr><td>{@code cordon.memory.failures}</td>
 *       <td>{@code cordon_memory_failures_total{effect,source}}</td>
 *       <td>memory failures since the meters were bound, by {@link FailureEffect effect} and
 *       {@link FailureSource source}</td></tr>
 *   <tr><td>{@code cordon.failure.handling}</td>
 *       <td>{@code cordon_failure_handling_seconds}</td>
 *       <td>how long the handling of a memory failure took: a histogram from 1 µs to 1 s</td></tr>
 *   <tr><td>{@code cordon.capacity}</td><td>{@code cordon_capacity_bytes}</td>
 *       <td>what files can use at most: the size less retired memory</td></tr>
 *   <tr><td>{@code cordon.used}</td><td>{@code cordon_used_bytes}</td>
 *       <td>what files hold, lost pages included</td></tr>
 *   <tr><td>{@code cordon.resident}</td><td>{@code cordon_resident_bytes}</td>
 *       <td>memory obtained from the operating system</td></tr>
 *   <tr><td>{@code cordon.huge}</td><td>{@code cordon_huge_bytes}</td>
 *       <td>what files hold in huge folios of 2 MiB</td></tr>
 *   <tr><td>{@code cordon.physical.huge}</td><td>{@code cordon_physical_huge_bytes}</td>
 *       <td>part of the resident memory that the operating system backs with huge pages of its
 *       own</td></tr>
 *   <tr><td>{@code cordon.unwritten}</td><td>{@code cordon_unwritten_bytes}</td>
 *       <td>what was written to a mount and is not in the store behind it yet</td></tr>
 *   <tr><td>{@code cordon.unwritten.age}</td><td>{@code cordon_unwritten_age_seconds}</td>
 *       <td>how long a file has had such pages without a break, at most; 0 if there are none</td></tr>
 *   <tr><td>{@code cordon.read}</td><td>{@code cordon_read_bytes_total}</td>
 *       <td>what callers got from files through channels and streams</td></tr>
 *   <tr><td>{@code cordon.written}</td><td>{@code cordon_written_bytes_total}</td>
 *       <td>what callers put into files through channels and streams</td></tr>
 *   <tr><td>{@code cordon.mount.reads}</td><td>{@code cordon_mount_reads_total{result}}</td>
 *       <td>reads of a mount: those that found all they wanted in memory ({@code hit}) and those
 *       that waited for the store ({@code miss})</td></tr>
 *   <tr><td>{@code cordon.store.reads}</td><td>{@code cordon_store_reads_total}</td>
 *       <td>how many times the store behind a mount was read</td></tr>
 *   <tr><td>{@code cordon.patrol.scanned}</td><td>{@code cordon_patrol_scanned_bytes}</td>
 *       <td>what the patrol has looked at, the same memory over and over; it rises as long as the
 *       patrol goes on</td></tr>
 *   <tr><td>{@code cordon.address.ranges.share}</td>
 *       <td>{@code cordon_address_ranges_share}</td>
 *       <td>ranges of addresses that the process is mapped in, of those that the kernel allows it
 *       ({@code vm.max_map_count}): 0 to 1. At 1 the JVM itself may die</td></tr>
 * </table>
 *
 * <p>When {@link #close} is called the gauges leave their registry, and with them the counters of
 * what was read and written, which begin with the file system and not with the meters. They leave
 * it too when the gauges are read for the first time after the file system was closed, and are not
 * a number that one time. The counter and the histogram of failures stay, as what they counted
 * stays true. The meters do not keep a file system from being collected. Thread-safe.
 */
public final class CordonMetrics implements MeterBinder, AutoCloseable {

  private static final long HUGE_FOLIO_BYTES = 2 << 20;

  /** The upper bounds of the histogram: most failures take microseconds, some wait for others. */
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(1_000),
    Duration.ofNanos(2_500),
    Duration.ofNanos(5_000),
    Duration.ofNanos(10_000),
    Duration.ofNanos(25_000),
    Duration.ofNanos(50_000),
    Duration.ofNanos(100_000),
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(10),
    Duration.ofMillis(100),
    Duration.ofSeconds(1)
  };

  /** A gauge, or what else goes with the file system, and where it is to be taken out. */
  private record Registered(MeterRegistry registry, Meter meter) {}

  private final CordonFileSystem fileSystem;
  private final MemoryFailures failures;
  private final Tags tags;
  private final List<Registration> listeners = new CopyOnWriteArrayList<>();
  private final List<Registered> gauges = new CopyOnWriteArrayList<>();

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
    this.fileSystem = CordonFileSystem.of(fileSystem);
    this.failures = this.fileSystem.memoryFailures();
    this.tags = Tags.of(Objects.requireNonNull(tags, "tags"));
  }

  /** Registers the meters; failures before this are not counted. */
  @Override
  public void bindTo(MeterRegistry registry) {
    Objects.requireNonNull(registry, "registry");
    bytes(
        registry,
        "cordon.data.lost",
        "Data that is lost now: pages of files, neither cleared nor restored",
        MemoryUsage::poisonedBytes);
    gauge(
        registry,
        "cordon.bad.files",
        null,
        "Files that have lost data now",
        CordonMetrics::badFiles);
    bytes(
        registry,
        "cordon.retired",
        "Memory that failed or was about to, is in no file, and is not used again",
        usage -> usage.outOfServiceBytes() - usage.poisonedBytes());
    bytes(
        registry,
        "cordon.capacity",
        "What files can use at most: the size less retired memory",
        MemoryUsage::capacityBytes);
    bytes(registry, "cordon.used", "What files hold, lost pages included", MemoryUsage::usedBytes);
    bytes(
        registry,
        "cordon.resident",
        "What was obtained from the operating system",
        MemoryUsage::residentBytes);
    bytes(
        registry,
        "cordon.huge",
        "What files hold in huge folios of 2 MiB",
        usage -> usage.hugeFolios() * HUGE_FOLIO_BYTES);
    bytes(
        registry,
        "cordon.physical.huge",
        "Resident memory that the operating system backs with huge pages of its own",
        MemoryUsage::physicalHugeBytes);
    gauge(
        registry,
        "cordon.address.ranges.share",
        null,
        "Ranges of addresses of the process, of those that the kernel allows it",
        _ -> Cordon.addressRanges().share());
    gauge(
        registry,
        "cordon.unwritten",
        BaseUnits.BYTES,
        "What was written to a mount and is not in its store yet",
        open -> open.unwrittenData().bytes());
    gauge(
        registry,
        "cordon.unwritten.age",
        "seconds",
        "How long a file has had pages that are not in the store, at most",
        open -> open.unwrittenData().oldest().toNanos() / 1e9);
    gauge(
        registry,
        "cordon.patrol.scanned",
        BaseUnits.BYTES,
        "What the patrol has looked at, over and over; rises as long as it goes on",
        open -> open.pageMap().patrolledBytes());
    transfers(registry);
    failures(registry);
  }

  private void transfers(MeterRegistry registry) {
    counter(
        registry,
        "cordon.read",
        BaseUnits.BYTES,
        "What callers got from files through channels and streams",
        tags,
        each -> each.transferCounts().bytesRead());
    counter(
        registry,
        "cordon.written",
        BaseUnits.BYTES,
        "What callers put into files through channels and streams",
        tags,
        each -> each.transferCounts().bytesWritten());
    String reads = "Reads of a mount that found all they wanted in memory, or waited for the store";
    counter(
        registry,
        "cordon.mount.reads",
        null,
        reads,
        tags.and("result", "hit"),
        each -> each.readCounts().hits());
    counter(
        registry,
        "cordon.mount.reads",
        null,
        reads,
        tags.and("result", "miss"),
        each -> each.readCounts().misses());
    counter(
        registry,
        "cordon.store.reads",
        null,
        "How many times the store behind a mount was read",
        tags,
        CordonFileSystem::storeReads);
  }

  private void failures(MeterRegistry registry) {
    Map<FailureSource, Map<FailureEffect, Counter>> counters = new EnumMap<>(FailureSource.class);
    for (FailureSource source : FailureSource.values()) {
      Map<FailureEffect, Counter> byEffect = new EnumMap<>(FailureEffect.class);
      for (FailureEffect effect : FailureEffect.values()) {
        byEffect.put(
            effect,
            Counter.builder("cordon.memory.failures")
                .description("Memory failures that were handled")
                .tags(tags.and("effect", value(effect), "source", value(source)))
                .register(registry));
      }
      counters.put(source, byEffect);
    }
    Timer handling =
        Timer.builder("cordon.failure.handling")
            .description("How long the handling of a memory failure took")
            .serviceLevelObjectives(BUCKETS)
            .tags(tags)
            .register(registry);
    listeners.add(
        failures.addListener(event -> {
          Map<FailureEffect, Counter> byEffect = counters.get(event.source());
          Counter counter = byEffect == null ? null : byEffect.get(FailureEffect.of(event));
          if (counter != null) {
            counter.increment();
          }
          handling.record(event.handling());
        }));
  }

  private void bytes(
      MeterRegistry registry, String name, String description, ToLongFunction<MemoryUsage> figure) {
    gauge(
        registry,
        name,
        BaseUnits.BYTES,
        description,
        open -> figure.applyAsLong(open.memoryUsage()));
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      @Nullable String unit,
      String description,
      ToDoubleFunction<CordonFileSystem> figure) {
    List<Registered> all = gauges; // not this, which would keep the file system
    Gauge gauge =
        Gauge.builder(name, fileSystem, each -> figure(each, figure, all))
            .description(description)
            .baseUnit(unit)
            .tags(tags)
            .register(registry);
    gauges.add(new Registered(registry, gauge));
  }

  /** Of what the file system itself counts, and knows after it was closed, too. */
  private void counter(
      MeterRegistry registry,
      String name,
      @Nullable String unit,
      String description,
      Tags its,
      ToDoubleFunction<CordonFileSystem> figure) {
    FunctionCounter counter =
        FunctionCounter.builder(name, fileSystem, figure)
            .description(description)
            .baseUnit(unit)
            .tags(its)
            .register(registry);
    gauges.add(new Registered(registry, counter));
  }

  private static double figure(
      CordonFileSystem fileSystem,
      ToDoubleFunction<CordonFileSystem> figure,
      List<Registered> gauges) {
    if (fileSystem.isOpen()) {
      try {
        return figure.applyAsDouble(fileSystem);
      } catch (ClosedFileSystemException e) {
        // Since we looked.
      }
    }
    remove(gauges);
    return Double.NaN;
  }

  /** Looks through all files, but only if any has lost data. */
  private static double badFiles(CordonFileSystem fileSystem) {
    return fileSystem.memoryUsage().poisonedBytes() == 0
        ? 0
        : fileSystem.memoryFailures().badFiles().size();
  }

  private static void remove(List<Registered> gauges) {
    for (Registered gauge : gauges) {
      gauge.registry.remove(gauge.meter);
    }
    gauges.clear();
  }

  private static String value(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Takes the gauges out of their registry, and what else is asked of the file system; counts and
   * times no more failures.
   */
  @Override
  public void close() {
    listeners.forEach(Registration::close);
    listeners.clear();
    remove(gauges);
  }
}
