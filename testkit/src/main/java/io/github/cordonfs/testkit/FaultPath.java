package io.github.cordonfs.testkit;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of a {@link FaultFileSystem}: one of the file system below, and nothing else. */
final class FaultPath implements Path {

  private final FaultFileSystem fileSystem;
  private final Path below;

  FaultPath(FaultFileSystem fileSystem, Path below) {
    this.fileSystem = fileSystem;
    this.below = below;
  }

  Path below() {
    return below;
  }

  private Path wrap(Path path) {
    return new FaultPath(fileSystem, path);
  }

  private @Nullable Path wrapOrNull(@Nullable Path path) {
    return path == null ? null : wrap(path);
  }

  @Override
  public FaultFileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return below.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return wrapOrNull(below.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return wrapOrNull(below.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return wrapOrNull(below.getParent());
  }

  @Override
  public int getNameCount() {
    return below.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return wrap(below.getName(index));
  }

  @Override
  public Path subpath(int beginIndex, int endIndex) {
    return wrap(below.subpath(beginIndex, endIndex));
  }

  @Override
  public boolean startsWith(Path other) {
    return isMine(other) && below.startsWith(fileSystem.unwrap(other));
  }

  @Override
  public boolean endsWith(Path other) {
    return isMine(other) && below.endsWith(fileSystem.unwrap(other));
  }

  private boolean isMine(Path other) {
    return other.getFileSystem() == fileSystem;
  }

  @Override
  public Path normalize() {
    return wrap(below.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return wrap(below.resolve(fileSystem.unwrap(other)));
  }

  @Override
  public Path relativize(Path other) {
    return wrap(below.relativize(fileSystem.unwrap(other)));
  }

  /** Not supported: the path would lead past the faults. */
  @Override
  public File toFile() {
    throw new UnsupportedOperationException(
        "java.io.File would not meet the faults of " + fileSystem);
  }

  /** Returns what {@link Path#of(URI)} takes as long as the file system is open. */
  @Override
  public URI toUri() {
    try {
      return new URI(
          FaultProvider.SCHEME, fileSystem.name(), below.toAbsolutePath().toString(), null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(below.toString(), e);
    }
  }

  @Override
  public Path toAbsolutePath() {
    return wrap(below.toAbsolutePath());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    fileSystem.faults().beforePath(FileOp.READ_ATTRIBUTES, below, null);
    return wrap(below.toRealPath(options));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new ProviderMismatchException("a file system with faults has no watch service");
  }

  @Override
  public int compareTo(Path other) {
    return below.compareTo(((FaultPath) other).below);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FaultPath path
        && path.fileSystem == fileSystem
        && path.below.equals(below);
  }

  @Override
  public int hashCode() {
    return below.hashCode();
  }

  @Override
  public String toString() {
    return below.toString();
  }
}
