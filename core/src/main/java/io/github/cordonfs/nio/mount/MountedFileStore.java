package io.github.cordonfs.nio.mount;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import org.jspecify.annotations.Nullable;

/** The store behind a mount, as it is; read-only if the mount is. */
final class MountedFileStore extends FileStore {

  private final MountedFileSystem fileSystem;
  private final FileStore behind;

  MountedFileStore(MountedFileSystem fileSystem, FileStore behind) {
    this.fileSystem = fileSystem;
    this.behind = behind;
  }

  @Override
  public String name() {
    return behind.name();
  }

  @Override
  public String type() {
    return behind.type();
  }

  @Override
  public boolean isReadOnly() {
    return fileSystem.isReadOnly();
  }

  @Override
  public long getTotalSpace() throws IOException {
    fileSystem.checkOpen();
    return behind.getTotalSpace();
  }

  @Override
  public long getUsableSpace() throws IOException {
    fileSystem.checkOpen();
    return isReadOnly() ? 0 : behind.getUsableSpace();
  }

  @Override
  public long getUnallocatedSpace() throws IOException {
    fileSystem.checkOpen();
    return behind.getUnallocatedSpace();
  }

  @Override
  public long getBlockSize() throws IOException {
    return behind.getBlockSize();
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return behind.supportsFileAttributeView(type);
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return behind.supportsFileAttributeView(name);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    return behind.getFileStoreAttributeView(type);
  }

  @Override
  public Object getAttribute(String attribute) throws IOException {
    return behind.getAttribute(attribute);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MountedFileStore store
        && store.fileSystem == fileSystem
        && store.behind.equals(behind);
  }

  @Override
  public int hashCode() {
    return behind.hashCode();
  }

  @Override
  public String toString() {
    return fileSystem + " of " + behind;
  }
}
