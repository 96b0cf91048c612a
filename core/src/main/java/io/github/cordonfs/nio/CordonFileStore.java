package io.github.cordonfs.nio;

import java.nio.file.FileStore;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/** The one file store of a file system: its memory. */
final class CordonFileStore extends FileStore {

  private final CordonFileSystem fileSystem;

  CordonFileStore(CordonFileSystem fileSystem) {
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
    return type == BasicFileAttributeView.class
        || type == FileOwnerAttributeView.class
        || type == PosixFileAttributeView.class;
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return AttributeNames.VIEWS.contains(name);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    return null;
  }

  @Override
  public Object getAttribute(String attribute) {
    return switch (attribute) {
      case "totalSpace" -> getTotalSpace();
      case "usableSpace" -> getUsableSpace();
      case "unallocatedSpace" -> getUnallocatedSpace();
      default -> throw new UnsupportedOperationException("no attribute \"" + attribute + "\"");
    };
  }

  @Override
  public String toString() {
    return name() + " (" + type() + ")";
  }
}
