package io.github.cordonfs.nio.management;

import io.github.cordonfs.AddressRanges;
import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonMXBean;
import io.github.cordonfs.FailureCounters.Counts;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.PageInfo;
import io.github.cordonfs.PageMap;
import io.github.cordonfs.map.RangeWatch;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Answers JMX about one file system. */
final class FileSystemBean implements CordonMXBean {

  private static final long HUGE_FOLIO_BYTES = 2 << 20;

  /** Frames of one answer. */
  private static final int MOST_AT_ONCE = 1 << 20;

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
  public long getPatrolledBytes() {
    return fileSystem().pageMap().patrolledBytes();
  }

  @Override
  public long getBytesRead() {
    return fileSystem().transferCounts().bytesRead();
  }

  @Override
  public long getBytesWritten() {
    return fileSystem().transferCounts().bytesWritten();
  }

  @Override
  public long getReadHits() {
    return fileSystem().readCounts().hits();
  }

  @Override
  public long getReadMisses() {
    return fileSystem().readCounts().misses();
  }

  @Override
  public long getStoreReads() {
    return fileSystem().storeReads();
  }

  @Override
  public long getUnwrittenBytes() {
    return fileSystem().unwrittenData().bytes();
  }

  @Override
  public int getFrameCount() {
    return fileSystem().pageMap().frameCount();
  }

  @Override
  public byte[] pageStates(int first, int count) {
    PageMap map = fileSystem().pageMap();
    checkCount(count);
    if (first < 0 || first > map.frameCount() - count) {
      throw new IllegalArgumentException(
          count + " frames from " + first + " on: there are " + map.frameCount() + " frames");
    }
    byte[] states = new byte[count];
    map.states(first, states, 0, count);
    return states;
  }

  @Override
  public PageInfo describeFrame(int frame) {
    PageMap map = fileSystem().pageMap();
    if (frame < 0 || frame >= map.frameCount()) {
      throw new IllegalArgumentException(
          "frame " + frame + " is not one of 0 to " + (map.frameCount() - 1));
    }
    return map.describe(frame);
  }

  @Override
  public int[] pageFrames(String path, long firstPage, int count) throws IOException {
    checkCount(count);
    int[] frames = new int[count];
    int found = fileSystem().pageMap().frames(fileSystem().getPath(path), firstPage, frames);
    return Arrays.copyOf(frames, found);
  }

  private static void checkCount(int count) {
    if (count < 0 || count > MOST_AT_ONCE) {
      throw new IllegalArgumentException(count + " is not one of 0 to " + MOST_AT_ONCE);
    }
  }

  @Override
  public List<ByteRange> badRanges(String path) throws IOException {
    return fileSystem().memoryFailures().badRanges(fileSystem().getPath(path));
  }
}
