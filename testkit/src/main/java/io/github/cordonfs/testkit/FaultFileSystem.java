package io.github.cordonfs.testkit;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A file system that wraps another one and fails on request: every operation passes the rules of
 * its {@link Faults} first. It works over any file system whose provider has file channels: one of
 * Cordon, the default one, Jimfs.
 *
 * <p>What it cannot see, because the JDK gives no place to stand: loads and stores through a mapped
 * buffer, changes through attribute views, and what is done to the file system below directly. It
 * has no watch services, asynchronous channels, secure directory streams, and no {@code toFile}.
 *
 * <p>All methods are safe for use by several threads.
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public final class FaultFileSystem extends FileSystem implements FaultDisk {

  private final FileSystem below;
  private final boolean owned;
  private final FaultState state = new FaultState(this::unwrap, _ -> {});
  private final FaultProvider provider = new FaultProvider(this);

  /** Names it in URIs. */
  private final String name;

  private FaultFileSystem(FileSystem below, boolean owned) {
    this.below = below;
    this.owned = owned;
    state.attach(below);
    this.name = FaultSchemeProvider.register(this);
  }

  /**
   * Wraps a file system, which stays open when the wrapper is closed.
   *
   * @param below any file system whose provider has file channels
   */
  public static FaultFileSystem over(FileSystem below) {
    return new FaultFileSystem(below, false);
  }

  /**
   * Opens a file system of Cordon, 64 MiB large and with injection, and wraps it. Closing the
   * wrapper closes both.
   *
   * @throws IOException if the operating system refuses the memory
   */
  public static FaultFileSystem inMemory() throws IOException {
    return inMemory(CordonOptions.builder().size("64m").injection(true).build());
  }

  /**
   * Opens a file system of Cordon and wraps it. Closing the wrapper closes both.
   *
   * @throws IOException if the operating system refuses the memory
   */
  public static FaultFileSystem inMemory(CordonOptions options) throws IOException {
    return new FaultFileSystem(Cordon.newFileSystem(options), true);
  }

  String name() {
    return name;
  }

  FaultState state() {
    return state;
  }

  @Override
  public FaultFileSystem fileSystem() {
    return this;
  }

  @Override
  public Faults faults() {
    return state.faults();
  }

  @Override
  public FileSystem observed() {
    return below;
  }

  /** Returns the file system that is wrapped. */
  public FileSystem below() {
    return below;
  }

  /**
   * Returns the path of this file system for one of the file system below.
   *
   * @throws ProviderMismatchException if it belongs to another file system
   */
  // A file system is itself, and no other one is equal to it.
  @SuppressWarnings("ReferenceEquality")
  public Path wrap(Path path) {
    if (path.getFileSystem() != below) {
      throw new ProviderMismatchException(path + " belongs to " + path.getFileSystem());
    }
    return new FaultPath(this, path);
  }

  /**
   * Returns the path of the file system below for one of this file system.
   *
   * @throws ProviderMismatchException if it belongs to another file system
   */
  public Path unwrap(Path path) {
    if (path instanceof FaultPath mine && mine.getFileSystem() == this) {
      return mine.below();
    }
    throw new ProviderMismatchException(path + " belongs to " + path.getFileSystem());
  }

  @Override
  public void observe(@Nullable OperationObserver observer) {
    state.observe(observer);
  }

  @Override
  public <T extends @Nullable Object> T unseen(Callable<T> doing) throws IOException {
    return state.inOrder(doing);
  }

  @Override
  public List<OpenHandle> openHandles() {
    return state.openHandles();
  }

  /**
   * Closes what is open: releases hangs, removes all rules, closes all handles, and the file system
   * below if this one opened it.
   */
  @Override
  public void close() throws IOException {
    FaultSchemeProvider.unregister(name);
    state.close();
    if (owned) {
      below.close();
    }
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public boolean isOpen() {
    return below.isOpen();
  }

  @Override
  public boolean isReadOnly() {
    return below.isReadOnly();
  }

  @Override
  public String getSeparator() {
    return below.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    List<Path> roots = new ArrayList<>();
    below.getRootDirectories().forEach(each -> roots.add(wrap(each)));
    return roots;
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return below.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return below.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return wrap(below.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = below.getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(unwrap(path));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return below.getUserPrincipalLookupService();
  }

  /** Not supported: events would carry paths of the file system below. */
  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("a file system with faults has no watch service");
  }

  @Override
  public String toString() {
    return "faults over " + below;
  }
}
