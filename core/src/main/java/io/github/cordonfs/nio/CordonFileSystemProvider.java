package io.github.cordonfs.nio;

import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.vfs.FileErrors;
import io.github.cordonfs.vfs.InitialAttributes;
import io.github.cordonfs.vfs.PathName;
import io.github.cordonfs.vfs.Replace;
import io.github.cordonfs.vfs.SymbolicLink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
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
    CordonUris.requireRoot(uri);
    return CordonFileSystems.create(EnvironmentOptions.parse(CordonUris.name(uri), env));
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    CordonUris.requireRoot(uri);
    return CordonFileSystems.get(CordonUris.requireName(uri));
  }

  @Override
  public Path getPath(URI uri) {
    String path = CordonUris.path(uri);
    return CordonFileSystems.get(CordonUris.requireName(uri)).getPath(path);
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
    FileChannel channel = cordon.getFileSystem().files().openUninterrupted(cordon, mode);
    boolean done = false;
    try {
      CordonInputStream stream = new CordonInputStream(channel);
      done = true;
      return stream;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    OpenMode mode = options.length == 0 ? OpenMode.OUTPUT : outputMode(options);
    CordonPath cordon = CordonPath.of(path);
    return new CordonOutputStream(cordon.getFileSystem().files().openUninterrupted(cordon, mode));
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
    return cordon.getFileSystem().files().openFileChannel(cordon, options, attrs);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    CordonPath cordon = CordonPath.of(path);
    return cordon.getFileSystem().files().openByteChannel(cordon, options, attrs);
  }

  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      Path path,
      Set<? extends OpenOption> options,
      @Nullable ExecutorService executor,
      FileAttribute<?>... attrs)
      throws IOException {
    CordonPath cordon = CordonPath.of(path);
    return cordon.getFileSystem().files().openAsynchronous(cordon, options, executor, attrs);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    StackProbe.touch();
    CordonPath path = CordonPath.of(dir);
    Objects.requireNonNull(filter, "filter");
    CordonDirectoryStream stream = CordonDirectoryStream.open(path, filter);
    return path.getFileSystem().has(CordonFeature.SECURE_DIRECTORY_STREAM)
        ? stream
        : new PlainDirectoryStream(stream);
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
    StackProbe.touch();
    CordonPath path = CordonPath.of(dir);
    PageCacheFileSystem fileSystem = path.getFileSystem();
    InitialAttributes initial = fileSystem.newAttributes().of(NewAttributes.DIRECTORY, attrs);
    fileSystem.namespace().createDirectory(path.toPathName(), initial, Replace.NEVER);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attrs)
      throws IOException {
    StackProbe.touch();
    CordonPath path = CordonPath.of(link);
    path.getFileSystem().require(CordonFeature.SYMBOLIC_LINKS);
    if (attrs.length > 0) {
      throw new UnsupportedOperationException(
          "a symbolic link has no attributes to set: " + attrs[0].name());
    }
    // Where the target starts now is no part of the link.
    PathName text = CordonPath.of(target, path.getFileSystem()).toNames();
    path.getFileSystem().namespace().createSymbolicLink(path.toPathName(), text, Replace.NEVER);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    StackProbe.touch();
    CordonPath path = CordonPath.of(link);
    CordonPath other = CordonPath.of(existing);
    path.getFileSystem().require(CordonFeature.LINKS);
    if (path.getFileSystem() != other.getFileSystem()) {
      throw new FileSystemException(
          link.toString(), existing.toString(), "Invalid cross-device link");
    }
    try {
      path.getFileSystem().namespace().link(path.toPathName(), other.toPathName());
    } catch (FileSystemException e) {
      throw TwoPathErrors.in(firstError(other, e), link, existing);
    }
  }

  /** Of two names the existing one is looked up first: what is wrong with it comes first, too. */
  private static FileSystemException firstError(CordonPath existing, FileSystemException e)
      throws IOException {
    try {
      var _ = existing.getFileSystem().inode(existing, false);
      return e;
    } catch (FileSystemException first) {
      return first;
    }
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    StackProbe.touch();
    CordonPath path = CordonPath.of(link);
    path.getFileSystem().require(CordonFeature.SYMBOLIC_LINKS);
    if (path.getFileSystem().inode(path, false) instanceof SymbolicLink found) {
      return path.getFileSystem().getPath(found.target().text());
    }
    throw new NotLinkException(link.toString());
  }

  @Override
  public void delete(Path path) throws IOException {
    StackProbe.touch();
    CordonPath cordon = CordonPath.of(path);
    cordon.getFileSystem().namespace().delete(cordon.toPathName());
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    StackProbe.touch();
    FileCopy.copy(CordonPath.of(source), CordonPath.of(target), CopyMode.ofCopy(options));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    StackProbe.touch();
    CordonPath from = CordonPath.of(source);
    CordonPath to = CordonPath.of(target);
    CopyMode mode = CopyMode.ofMove(options);
    if (from.getFileSystem() == to.getFileSystem()) {
      Replace replace =
          mode.atomicMove()
              ? Replace.SAME_KIND
              : mode.replaceExisting() ? Replace.ANY : Replace.NEVER;
      rename(from, to, replace);
    } else if (mode.atomicMove()) {
      throw new AtomicMoveNotSupportedException(
          source.toString(), target.toString(), "they are in different file systems");
    } else {
      FileCopy.moveAcross(from, to, mode);
    }
  }

  private static void rename(CordonPath from, CordonPath to, Replace replace) throws IOException {
    try {
      from.getFileSystem().namespace().rename(from.toPathName(), to.toPathName(), replace);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // They are about the target alone.
      throw e;
    } catch (FileSystemException e) {
      if (FileErrors.isRefusedDeletion(e)) {
        throw e;
      }
      if (replace != Replace.SAME_KIND) {
        // What is wrong with the source is about the source alone.
        var _ = from.getFileSystem().existing(from, false);
      }
      throw TwoPathErrors.in(e, from, to);
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
    if (!(path2 instanceof CordonPath two) || one.getFileSystem() != two.getFileSystem()) {
      return false;
    }
    return one.getFileSystem().inode(one, true) == two.getFileSystem().inode(two, true);
  }

  @Override
  public boolean isHidden(Path path) {
    CordonPath name = CordonPath.of(path).getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    CordonPath cordon = CordonPath.of(path);
    // It must exist.
    var _ = cordon.getFileSystem().inode(cordon, true);
    return cordon.getFileSystem().store();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    StackProbe.touch();
    PathAttributes.checkAccess(CordonPath.of(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    StackProbe.touch();
    return PathAttributes.view(CordonPath.of(path), type, LinkOptions.follow(options));
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    StackProbe.touch();
    return type.cast(PathAttributes.read(CordonPath.of(path), type, LinkOptions.follow(options)));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    StackProbe.touch();
    return PathAttributes.read(CordonPath.of(path), attributes, LinkOptions.follow(options));
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    StackProbe.touch();
    PathAttributes.set(CordonPath.of(path), attribute, value, LinkOptions.follow(options));
  }
}
