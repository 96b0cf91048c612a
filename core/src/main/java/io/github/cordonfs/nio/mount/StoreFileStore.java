package io.github.cordonfs.nio.mount;

import java.nio.file.FileStore;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import org.jspecify.annotations.Nullable;

/** A mounted store, whose size nobody knows. */
final class StoreFileStore extends FileStore {

  private final StoreFileSystem fileSystem;
  private final String name;

  StoreFileStore(StoreFileSystem fileSystem, String name) {
    this.fileSystem = fileSystem;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String type() {
    return "store";
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public long getTotalSpace() {
    fileSystem.checkOpen();
    return 0;
  }

  @Override
  public long getUsableSpace() {
    fileSystem.checkOpen();
    return 0;
  }

  @Override
  public long getUnallocatedSpace() {
    fileSystem.checkOpen();
    return 0;
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return type == BasicFileAttributeView.class;
  }

  @Override
  public boolean supportsFileAttributeView(String view) {
    return view.equals("basic");
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    return null;
  }

  @Override
  public Object getAttribute(String attribute) {
    throw new UnsupportedOperationException("no such attribute: " + attribute);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoreFileStore store && store.fileSystem == fileSystem;
  }

  @Override
  public int hashCode() {
    return fileSystem.hashCode();
  }

  @Override
  public String toString() {
    return fileSystem + " of " + name;
  }
}
