package io.github.cordonfs.testkit;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file system of a URI, so that {@link Path#of(URI)} takes what {@link Path#toUri}
 * returned. The JDK makes the only instance; each {@link FaultFileSystem} has a provider of its own
 * that does everything else.
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public final class FaultSchemeProvider extends FileSystemProvider {

  private static final Map<String, WeakReference<FaultFileSystem>> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT = new AtomicLong();

  /** For the JDK. */
  public FaultSchemeProvider() {}

  /** Makes a file system known, and returns what its URIs name it by. */
  static String register(FaultFileSystem fileSystem) {
    OPEN.values().removeIf(each -> each.get() == null);
    String name = String.valueOf(NEXT.incrementAndGet());
    OPEN.put(name, new WeakReference<>(fileSystem));
    return name;
  }

  static void unregister(String name) {
    OPEN.remove(name);
  }

  @Override
  public String getScheme() {
    return FaultProvider.SCHEME;
  }

  @Override
  public FaultFileSystem getFileSystem(URI uri) {
    return find(uri);
  }

  static FaultFileSystem find(URI uri) {
    String name = uri.getAuthority();
    WeakReference<FaultFileSystem> known = name == null ? null : OPEN.get(name);
    FaultFileSystem found = known == null ? null : known.get();
    if (found == null || !FaultProvider.SCHEME.equalsIgnoreCase(uri.getScheme())) {
      throw new FileSystemNotFoundException(uri + " names no file system with faults that is open");
    }
    return found;
  }

  @Override
  public Path getPath(URI uri) {
    FaultFileSystem found = find(uri);
    String path = Objects.requireNonNullElse(uri.getPath(), "");
    if (path.isEmpty()) {
      throw new IllegalArgumentException(uri + " has no path");
    }
    return found.getPath(path);
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException("use FaultFileSystem.over");
  }

  private static ProviderMismatchException foreign() {
    return new ProviderMismatchException("this provider has no paths of its own");
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) {
    throw foreign();
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) {
    throw foreign();
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attrs) {
    throw foreign();
  }

  @Override
  public void delete(Path path) {
    throw foreign();
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw foreign();
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) {
    throw foreign();
  }

  @Override
  public boolean isSameFile(Path path, Path path2) {
    throw foreign();
  }

  @Override
  public boolean isHidden(Path path) {
    throw foreign();
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw foreign();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) {
    throw foreign();
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    throw foreign();
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) {
    throw foreign();
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
    throw foreign();
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw foreign();
  }
}
