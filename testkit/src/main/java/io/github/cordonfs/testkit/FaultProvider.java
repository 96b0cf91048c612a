package io.github.cordonfs.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Has every operation on a path pass the rules, and then the provider below do it. */
final class FaultProvider extends FileSystemProvider {

  static final String SCHEME = "faults";

  private final FaultFileSystem fileSystem;
  private final Changes changes;

  FaultProvider(FaultFileSystem fileSystem) {
    this.fileSystem = fileSystem;
    this.changes = new Changes(fileSystem.state());
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException("use FaultFileSystem.over");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return FaultSchemeProvider.find(uri);
  }

  @Override
  public Path getPath(URI uri) {
    return FaultSchemeProvider.find(uri).getPath(uri.getPath());
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    return newFileChannel(path, options, attrs);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    Path mine = check(FileOp.OPEN, path, null).below();
    FaultChannel channel =
        changes.open(mine, options, () -> below().newFileChannel(mine, options, attrs));
    fileSystem.state().opened(channel, "channel of " + path);
    return channel;
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    FaultPath mine = check(FileOp.LIST, dir, null);
    DirectoryStream<Path> stream =
        below()
            .newDirectoryStream(
                mine.below(), each -> filter.accept(new FaultPath(fileSystem, each)));
    FaultDirectoryStream wrapped = new FaultDirectoryStream(fileSystem, stream);
    fileSystem.state().opened(wrapped, "directory stream of " + dir);
    return wrapped;
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
    Path mine = check(FileOp.CREATE_DIRECTORY, dir, null).below();
    changes.createDirectory(mine, () -> below().createDirectory(mine, attrs));
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attrs)
      throws IOException {
    Path mine = check(FileOp.LINK, link, null).below();
    Path text = fileSystem.unwrap(target);
    changes.createSymbolicLink(mine, text, () -> below().createSymbolicLink(mine, text, attrs));
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    Path mine = check(FileOp.LINK, link, existing).below();
    Path other = fileSystem.unwrap(existing);
    changes.createLink(mine, () -> below().createLink(mine, other));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    FaultPath mine = check(FileOp.READ_ATTRIBUTES, link, null);
    return new FaultPath(fileSystem, below().readSymbolicLink(mine.below()));
  }

  @Override
  public void delete(Path path) throws IOException {
    Path mine = check(FileOp.DELETE, path, null).below();
    changes.delete(mine, () -> below().delete(mine));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    Path from = check(FileOp.COPY, source, target).below();
    Path to = fileSystem.unwrap(target);
    boolean followed = !Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS);
    changes.copy(from, to, followed, () -> below().copy(from, to, options));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    Path from = check(FileOp.MOVE, source, target).below();
    Path to = fileSystem.unwrap(target);
    boolean inOneStep = Arrays.asList(options).contains(StandardCopyOption.ATOMIC_MOVE);
    changes.move(from, to, inOneStep, () -> below().move(from, to, options));
  }

  @Override
  public boolean isSameFile(Path path, Path path2) throws IOException {
    FaultPath mine = check(FileOp.READ_ATTRIBUTES, path, null);
    return path2.getFileSystem() == fileSystem
        && below().isSameFile(mine.below(), fileSystem.unwrap(path2));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return below().isHidden(fileSystem.unwrap(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return below().getFileStore(check(FileOp.READ_ATTRIBUTES, path, null).below());
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    below().checkAccess(check(FileOp.READ_ATTRIBUTES, path, null).below(), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return below().getFileAttributeView(fileSystem.unwrap(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return Files.readAttributes(check(FileOp.READ_ATTRIBUTES, path, null).below(), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return below()
        .readAttributes(check(FileOp.READ_ATTRIBUTES, path, null).below(), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    below()
        .setAttribute(check(FileOp.SET_ATTRIBUTES, path, null).below(), attribute, value, options);
  }

  private FileSystemProvider below() {
    return fileSystem.below().provider();
  }

  private FaultPath check(FileOp op, Path path, @Nullable Path other) throws IOException {
    Objects.requireNonNull(path, "path");
    if (!(path instanceof FaultPath mine) || mine.getFileSystem() != fileSystem) {
      throw new ProviderMismatchException(path + " belongs to " + path.getFileSystem());
    }
    fileSystem.faults().beforePath(op, mine.below(), other);
    return mine;
  }
}
