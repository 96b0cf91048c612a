package io.github.cordonfs.monitor.pool;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryFailures.Registration;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.PageInfo;
import io.github.cordonfs.PageMap;
import io.github.cordonfs.ReadCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A file system of this JVM. */
public final class LocalPool implements WatchedPool {

  private static final long HUGE_FOLIO_BYTES = 2 << 20;

  private final CordonFileSystem fileSystem;
  private final PageMap map;
  private final MemoryFailures failures;

  /** Of a file system that is open. */
  public LocalPool(CordonFileSystem fileSystem) {
    this.fileSystem = fileSystem;
    this.map = fileSystem.pageMap();
    this.failures = fileSystem.memoryFailures();
  }

  @Override
  public String name() {
    return fileSystem.name();
  }

  @Override
  public int frameCount() {
    return map.frameCount();
  }

  @Override
  public void states(int first, byte[] target, int offset, int count) {
    map.states(first, target, offset, count);
  }

  @Override
  public PageInfo describe(int frame) {
    return map.describe(frame);
  }

  @Override
  public int frames(String path, long firstPage, int[] frames) throws IOException {
    return map.frames(fileSystem.getPath(path), firstPage, frames);
  }

  @Override
  public Gauges gauges() {
    MemoryUsage usage = fileSystem.memoryUsage();
    Map<String, Long> counts = new TreeMap<>();
    failures
        .counters()
        .bySource()
        .forEach((source, n) -> counts.put(source.name().toLowerCase(Locale.ROOT), n.total()));
    return new Gauges(
        usage.capacityBytes(),
        usage.usedBytes(),
        usage.residentBytes(),
        usage.hugeFolios() * HUGE_FOLIO_BYTES,
        usage.poisonedBytes(),
        usage.outOfServiceBytes() - usage.poisonedBytes(),
        map.patrolledBytes(),
        fileSystem.transferCounts(),
        fileSystem.storeReads(),
        Optional.of(fileSystem.readCounts()).filter(reads -> !reads.equals(ReadCounts.NONE)),
        counts);
  }

  @Override
  public List<String> badFiles() {
    if (fileSystem.memoryUsage().poisonedBytes() == 0) {
      return List.of(); // without a walk over all files
    }
    return failures.badFiles().stream().map(Path::toString).toList();
  }

  @Override
  public List<ByteRange> badRanges(String path) throws IOException {
    return failures.badRanges(fileSystem.getPath(path));
  }

  @Override
  public Listening listen(Consumer<? super FailureReport> listener) {
    Registration registration =
        failures.addListener(event -> listener.accept(FailureReport.of(event)));
    return registration::close;
  }

  @Override
  public Optional<Strikes> strikes() {
    return fileSystem.options().injection() ? Optional.of(new Injected()) : Optional.empty();
  }

  private final class Injected implements Strikes {

    @Override
    public void strike(int frame) {
      var _ = failures.strikeFrame(frame);
    }

    @Override
    public int strikeRandom(long seed, int count) {
      return failures.strikeRandom(seed, count).size();
    }
  }
}
