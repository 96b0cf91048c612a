package io.github.cordonfs.nio.management;

import io.github.cordonfs.AddressRanges;
import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonMXBean;
import io.github.cordonfs.FailureCounters.Counts;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.map.RangeWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Answers JMX about one file system. */
final class FileSystemBean implements CordonMXBean {

  private static final long HUGE_FOLIO_BYTES = 2 << 20;

  private final ManagedFileSystem fileSystem;

  FileSystemBean(ManagedFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  @Override
  public String getName() {
    return fileSystem.name();
  }

  @Override
  public long getCapacityBytes() {
    return fileSystem.capacityBytes();
  }

  @Override
  public long getUsedBytes() {
    return fileSystem.usedBytes();
  }

  @Override
  public long getResidentBytes() {
    return fileSystem.memoryUsage().resident();
  }

  @Override
  public long getHugeBytes() {
    return fileSystem.memoryUsage().hugeFolios() * HUGE_FOLIO_BYTES;
  }

  @Override
  public long getPhysicalHugeBytes() {
    return fileSystem.memoryUsage().physicalHugeBytes();
  }

  @Override
  public long getDataLostBytes() {
    return fileSystem.memoryUsage().poisoned();
  }

  @Override
  public long getRetiredBytes() {
    MemoryUsage usage = fileSystem.memoryUsage();
    return usage.outOfService() - usage.poisoned();
  }

  @Override
  public long getOutOfServiceBytes() {
    return fileSystem.memoryUsage().outOfService();
  }

  @Override
  public Map<FailureSource, Long> getOutOfServiceBytesBySource() {
    return fileSystem.memoryFailures().counters().outOfServiceBytesBySource();
  }

  @Override
  public int getAddressRanges() {
    return addressRanges().inUse();
  }

  private static AddressRanges addressRanges() {
    return new AddressRanges(RangeWatch.inUse(), RangeWatch.limit());
  }

  @Override
  public int getMaxAddressRanges() {
    return RangeWatch.limit(); // without counting
  }

  @Override
  public double getAddressRangesShare() {
    return addressRanges().share();
  }

  @Override
  public Map<FailureSource, Counts> getMemoryFailures() {
    return fileSystem.memoryFailures().counters().bySource();
  }

  @Override
  public List<String> getBadFiles() {
    if (getDataLostBytes() == 0) {
      return List.of(); // a monitor that reads every attribute should not walk over all files
    }
    return fileSystem.memoryFailures().badFiles().stream().map(Path::toString).toList();
  }

  @Override
  public List<ByteRange> badRanges(String path) throws IOException {
    return fileSystem.memoryFailures().badRanges(fileSystem.getPath(path));
  }
}
