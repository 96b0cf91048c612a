package io.github.cordonfs.overlay;

import io.github.cordonfs.nio.path.OverlaidFileSystem;
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
import java.util.TreeSet;

/** The default file system of a JVM with an overlay: the real one, but for what is in Cordon. */
final class OverlayFileSystem extends FileSystem implements OverlaidFileSystem {

  private final OverlayFileSystemProvider provider;
  private final FileSystem real;
  private final Routes routes;
  private final OverlayPrincipals principals = new OverlayPrincipals(this);

  OverlayFileSystem(OverlayFileSystemProvider provider, FileSystem real, Routes routes) {
    this.provider = provider;
    this.real = real;
    this.routes = routes;
  }

  @Override
  public FileSystem cordon() {
    return routes.cordon();
  }

  FileSystem real() {
    return real;
  }

  Routes routes() {
    return routes;
  }

  OverlayPrincipals principals() {
    return principals;
  }

  /** Wraps a path of the real file system. */
  OverlayPath wrap(Path path) {
    return new OverlayPath(this, path);
  }

  /**
   * Returns the path as one of this file system. One of the real file system, as the JDK uses them
   * here and there, is taken for ours.
   *
   * @throws ProviderMismatchException if it is of another provider, or of another overlay
   */
  OverlayPath own(Path path) {
    if (path instanceof OverlayPath own && own.getFileSystem() == this) {
      return own;
    }
    if (path.getFileSystem().equals(real)) {
      return wrap(path);
    }
    throw new ProviderMismatchException("not a path of the default file system: " + path);
  }

  /** Tells whether {@link #own} would take it. */
  boolean owns(Path path) {
    FileSystem its = path.getFileSystem();
    return its == this || its.equals(real);
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  /**
   * Not possible: it is the default file system.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public void close() {
    throw new UnsupportedOperationException("the default file system cannot be closed");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return real.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    List<Path> roots = new ArrayList<>();
    for (Path root : real.getRootDirectories()) {
      roots.add(wrap(root));
    }
    return roots;
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    List<FileStore> stores = new ArrayList<>();
    real.getFileStores().forEach(stores::add);
    if (!routes.isBacked()) {
      cordon().getFileStores().forEach(stores::add);
    }
    for (Path shown : routes.shown()) {
      addStore(shown, stores);
    }
    return stores;
  }

  private void addStore(Path shown, List<FileStore> stores) {
    try {
      FileStore store = provider.getFileStore(wrap(shown));
      if (!stores.contains(store)) {
        stores.add(store);
      }
    } catch (IOException _) {
      // It is gone by now.
      return;
    }
  }

  /** What both file systems support: a program asks once and then uses it everywhere. */
  @Override
  public Set<String> supportedFileAttributeViews() {
    Set<String> views = new TreeSet<>(real.supportedFileAttributeViews());
    views.retainAll(routes.attributeViews(real));
    return views;
  }

  @Override
  public OverlayPath getPath(String first, String... more) {
    return wrap(real.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = real.getPathMatcher(syntaxAndPattern);
    // Any path has a text to match, as with the default provider.
    return path -> matcher.matches(path instanceof OverlayPath overlay ? overlay.real() : path);
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return real.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() throws IOException {
    return new OverlayWatchService(this);
  }

  @Override
  public String toString() {
    return "overlay of " + real;
  }
}
