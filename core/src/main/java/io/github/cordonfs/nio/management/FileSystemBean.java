package io.github.cordonfs.nio.management;

import io.github.cordonfs.AddressRanges;
import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonMXBean;
import io.github.cordonfs.FailureCounters.Counts;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.map.RangeWatch;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Answers JMX about one file system. */
final class FileSystemBean implements CordonMXBean {

  private static final long HUGE_FOLIO_BYTES = 2 << 20;

  private final String name;

  /** Weak: the server keeps the bean, and must not keep the file system. */
  private final WeakReference<ManagedFileSystem> fileSystem;

  FileSystemBean(ManagedFileSystem fileSystem) {
    this.name = fileSystem.name();
    this.fileSystem = new WeakReference<>(fileSystem);
  }

  /** Returns the file system; one that is lost is as good as closed. */
  private ManagedFileSystem fileSystem() {
    ManagedFileSystem live = fileSystem.get();
    if (live == null) {
      throw new ClosedFileSystemException();
    }
    return live;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public long getCapacityBytes() {
    return fileSystem().capacityBytes();
  }

  @Override
  public long getUsedBytes() {
    return fileSystem().usedBytes();
  }

  @Override
  public long getResidentBytes() {
    return fileSystem().memoryUsage().residentBytes();
  }

  @Override
  public long getHugeBytes() {
    return fileSystem().memoryUsage().hugeFolios() * HUGE_FOLIO_BYTES;
  }

  @Override
  public long getPhysicalHugeBytes() {
    return fileSystem().memoryUsage().physicalHugeBytes();
  }

  @Override
  public long getDataLostBytes() {
    return fileSystem().memoryUsage().poisonedBytes();
  }

  @Override
  public long getRetiredBytes() {
    MemoryUsage usage = fileSystem().memoryUsage();
    return usage.outOfServiceBytes() - usage.poisonedBytes();
  }

  @Override
  public long getOutOfServiceBytes() {
    return fileSystem().memoryUsage().outOfServiceBytes();
  }

  @Override
  public Map<FailureSource, Long> getOutOfServiceBytesBySource() {
    return fileSystem().memoryFailures().counters().outOfServiceBytesBySource();
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
    return fileSystem().memoryFailures().counters().bySource();
  }

  @Override
  public List<String> getBadFiles() {
    if (getDataLostBytes() == 0) {
      return List.of(); // a monitor that reads every attribute should not walk over all files
    }
    return fileSystem().memoryFailures().badFiles().stream().map(Path::toString).toList();
  }

  @Override
  public List<ByteRange> badRanges(String path) throws IOException {
    return fileSystem().memoryFailures().badRanges(fileSystem().getPath(path));
  }
}
