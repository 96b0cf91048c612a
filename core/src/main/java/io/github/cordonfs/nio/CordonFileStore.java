package io.github.cordonfs.nio;

import io.github.cordonfs.FailureCounters;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.nio.attribute.AttributeViews;
import io.github.cordonfs.nio.channel.ChannelContext;
import io.github.cordonfs.nio.path.PathLookup;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one file store of a file system: its memory. */
final class CordonFileStore extends FileStore {

  private final String name;
  private final PathLookup lookup;
  private final PageCache cache;
  private final AttributeViews views;
  private final HardOffline failure;

  CordonFileStore(
      String name, PathLookup lookup, PageCache cache, AttributeViews views, HardOffline failure) {
    this.name = name;
    this.lookup = lookup;
    this.cache = cache;
    this.views = views;
    this.failure = failure;
  }

  @Override
  public String name() {
    return name;
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
    lookup.checkOpen();
    return cache.capacityBytes();
  }

  @Override
  public long getUsableSpace() {
    return getUnallocatedSpace();
  }

  @Override
  public long getUnallocatedSpace() {
    lookup.checkOpen();
    return Math.max(0, cache.capacityBytes() - cache.usedBytes());
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return views.has(Objects.requireNonNull(type, "type"));
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return views.names().contains(name);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    Objects.requireNonNull(type, "type");
    return null;
  }

  @Override
  public long getBlockSize() {
    return ChannelContext.BLOCK_BYTES;
  }

  /** The spaces in bytes, and what Cordon counts: {@code cordon:} and the name of a figure. */
  @Override
  public Object getAttribute(String attribute) {
    lookup.checkOpen();
    return switch (attribute) {
      case "totalSpace" -> getTotalSpace();
      case "usableSpace" -> getUsableSpace();
      case "unallocatedSpace" -> getUnallocatedSpace();
      case "blockSize" -> getBlockSize();
      case "totalBlocks" -> getTotalSpace() / getBlockSize();
      case "unallocatedBlocks" -> getUnallocatedSpace() / getBlockSize();
      case "cordon:inodes" -> lookup.namespace().inodes();
      case "cordon:usedBytes" -> cache.usedBytes();
      case "cordon:residentBytes" -> cache.usage().residentBytes();
      case "cordon:hugeFolios" -> cache.usage().hugeFolios();
      case "cordon:physicalHugeBytes" -> cache.usage().physicalHugeBytes();
      case "cordon:memoryFailures" -> counters().total();
      case "cordon:outOfServiceBytes" -> counters().outOfServiceBytes();
      default -> throw new UnsupportedOperationException("no attribute \"" + attribute + "\"");
    };
  }

  private FailureCounters counters() {
    return failure.counters();
  }

  @Override
  public String toString() {
    return name() + " (" + type() + ")";
  }
}
