package io.github.cordonfs.nio;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.option.CopyMode;
import io.github.cordonfs.nio.option.EnvironmentOptions;
import io.github.cordonfs.nio.option.LinkOptions;
import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.path.CordonUris;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The provider of scheme {@code cordon}. It has no state: the file systems are in {@link
 * CordonFileSystems}, and their paths always name one and the same instance of it.
 */
public final class CordonFileSystemProvider extends FileSystemProvider {

  private static final CordonFileSystemProvider INSTANCE = new CordonFileSystemProvider();

  /** For {@link java.util.ServiceLoader} on the class path, which needs it public. */
  public CordonFileSystemProvider() {}

  /** Returns the instance that every Cordon file system names as its provider. */
  public static CordonFileSystemProvider provider() {
    return INSTANCE;
  }

  @Override
  public String getScheme() {
    return CordonUris.SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) throws IOException {
    String name = CordonUris.parse(uri).newName();
    Map<String, Object> others = new HashMap<>(Objects.requireNonNull(env, "environment"));
    Object backing = others.remove("backing");
    CordonOptions options = EnvironmentOptions.parse(name, others);
    return backing == null
        ? CordonFileSystems.create(options)
        : CordonFileSystems.mount(EnvironmentOptions.directory("backing", backing), options);
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return CordonFileSystems.get(CordonUris.parse(uri).requireName());
  }

  @Override
  public Path getPath(URI uri) {
    CordonUris.Location location = CordonUris.parse(uri);
    return CordonFileSystems.get(location.requireName()).getPath(location.path());
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    StackProbe.touch();
    for (OpenOption option : options) {
      if (option == StandardOpenOption.APPEND || option == StandardOpenOption.WRITE) {
        throw new UnsupportedOperationException(option + " is not for input streams");
      }
    }
    CordonPath cordon = CordonPath.of(path);
    OpenMode mode =
        options.length == 0 ? OpenMode.INPUT : OpenMode.of(new HashSet<>(List.of(options)));
    return cordon.getFileSystem().newInputStream(cordon, mode);
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    OpenMode mode = options.length == 0 ? OpenMode.OUTPUT : outputMode(options);
    CordonPath cordon = CordonPath.of(path);
    return cordon.getFileSystem().newOutputStream(cordon, mode);
  }

  private static OpenMode outputMode(OpenOption... options) {
    Set<OpenOption> all = new HashSet<>(List.of(options));
    if (all.contains(StandardOpenOption.READ)) {
      throw new IllegalArgumentException("READ is not for output streams");
    }
    all.add(StandardOpenOption.WRITE);
    return OpenMode.of(all);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    CordonPath cordon = CordonPath.of(path);
    return cordon.getFileSystem().newFileChannel(cordon, options, attrs);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    CordonPath cordon = CordonPath.of(path);
    return cordon.getFileSystem().newByteChannel(cordon, options, attrs);
  }

  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      Path path,
      Set<? extends OpenOption> options,
      @Nullable ExecutorService executor,
      FileAttribute<?>... attrs)
      throws IOException {
    CordonPath cordon = CordonPath.of(path);
    return cordon.getFileSystem().newAsynchronousFileChannel(cordon, options, executor, attrs);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    StackProbe.touch();
    CordonPath path = CordonPath.of(dir);
    Objects.requireNonNull(filter, "filter");
    return path.getFileSystem().newDirectoryStream(path, filter);
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
    StackProbe.touch();
    CordonPath path = CordonPath.of(dir);
    path.getFileSystem().createDirectory(path, attrs);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attrs)
      throws IOException {
    StackProbe.touch();
    CordonPath path = CordonPath.of(link);
    path.getFileSystem().createSymbolicLink(path, target, attrs);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    StackProbe.touch();
    CordonPath path = CordonPath.of(link);
    CordonPath other = CordonPath.of(existing);
    path.getFileSystem().createLink(path, other);
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    StackProbe.touch();
    CordonPath path = CordonPath.of(link);
    return path.getFileSystem().readSymbolicLink(path);
  }

  @Override
  public void delete(Path path) throws IOException {
    StackProbe.touch();
    CordonPath cordon = CordonPath.of(path);
    cordon.getFileSystem().delete(cordon);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    StackProbe.touch();
    CordonPath from = CordonPath.of(source);
    CordonPath to = CordonPath.of(target);
    refuseReadOnly(to);
    from.getFileSystem().copy(from, to, CopyMode.ofCopy(options));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    StackProbe.touch();
    CordonPath from = CordonPath.of(source);
    CordonPath to = CordonPath.of(target);
    CopyMode mode = CopyMode.ofMove(options);
    refuseReadOnly(to);
    from.getFileSystem().move(from, to, mode);
  }

  private static void refuseReadOnly(CordonPath target) {
    if (target.getFileSystem().isReadOnly()) {
      throw new ReadOnlyFileSystemException();
    }
  }

  @Override
  public boolean isSameFile(Path path, Path path2) throws IOException {
    StackProbe.touch();
    CordonPath one = CordonPath.of(path);
    if (one.equals(path2)) {
      return true;
    }
    Objects.requireNonNull(path2, "path2");
    if (!(path2 instanceof CordonPath two) || !one.getFileSystem().equals(two.getFileSystem())) {
      return false;
    }
    return one.getFileSystem().isSameFile(one, two);
  }

  @Override
  public boolean isHidden(Path path) {
    CordonPath name = CordonPath.of(path).getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    CordonPath cordon = CordonPath.of(path);
    return cordon.getFileSystem().fileStore(cordon);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    StackProbe.touch();
    CordonPath cordon = CordonPath.of(path);
    cordon.getFileSystem().checkAccess(cordon, modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    StackProbe.touch();
    CordonPath cordon = CordonPath.of(path);
    return cordon.getFileSystem().attributeView(cordon, type, LinkOptions.follow(options));
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    StackProbe.touch();
    CordonPath cordon = CordonPath.of(path);
    return type.cast(
        cordon.getFileSystem().readAttributes(cordon, type, LinkOptions.follow(options)));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    StackProbe.touch();
    CordonPath cordon = CordonPath.of(path);
    return cordon.getFileSystem().readAttributes(cordon, attributes, LinkOptions.follow(options));
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    StackProbe.touch();
    CordonPath cordon = CordonPath.of(path);
    cordon.getFileSystem().setAttribute(cordon, attribute, value, LinkOptions.follow(options));
  }
}
