package io.github.cordonfs.nio;

import io.github.cordonfs.FailureCounters;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one file store of a file system: its memory. */
final class CordonFileStore extends FileStore {

  static final long PAGE = 4096;

  private final PageCacheFileSystem fileSystem;

  CordonFileStore(PageCacheFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  @Override
  public String name() {
    return fileSystem.name();
  }

  @Override
  public String type() {
    return "cordon";
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public long getTotalSpace() {
    return fileSystem.capacityBytes();
  }

  @Override
  public long getUsableSpace() {
    return getUnallocatedSpace();
  }

  @Override
  public long getUnallocatedSpace() {
    return Math.max(0, fileSystem.capacityBytes() - fileSystem.usedBytes());
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return fileSystem.views().has(Objects.requireNonNull(type, "type"));
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return fileSystem.views().names().contains(name);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    Objects.requireNonNull(type, "type");
    return null;
  }

  @Override
  public long getBlockSize() {
    return PAGE;
  }

  /** The spaces in bytes, and what Cordon counts: {@code cordon:} and the name of a figure. */
  @Override
  public Object getAttribute(String attribute) {
    fileSystem.checkOpen();
    return switch (attribute) {
      case "totalSpace" -> getTotalSpace();
      case "usableSpace" -> getUsableSpace();
      case "unallocatedSpace" -> getUnallocatedSpace();
      case "blockSize" -> getBlockSize();
      case "totalBlocks" -> getTotalSpace() / getBlockSize();
      case "unallocatedBlocks" -> getUnallocatedSpace() / getBlockSize();
      case "cordon:inodes" -> fileSystem.inodes();
      case "cordon:usedBytes" -> fileSystem.usedBytes();
      case "cordon:residentBytes" -> fileSystem.memoryUsage().resident();
      case "cordon:hugeFolios" -> fileSystem.memoryUsage().hugeFolios();
      case "cordon:physicalHugeBytes" -> fileSystem.memoryUsage().physicalHugeBytes();
      case "cordon:memoryFailures" -> counters().total();
      case "cordon:outOfServiceBytes" -> counters().outOfServiceBytes();
      default -> throw new UnsupportedOperationException("no attribute \"" + attribute + "\"");
    };
  }

  private FailureCounters counters() {
    return fileSystem.memoryFailures().counters();
  }

  @Override
  public String toString() {
    return name() + " (" + type() + ")";
  }
}
