package io.github.cordonfs.overlay;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A secure directory stream of the real file system or of Cordon. Relative paths stay in the one
 * that the directory is in; absolute ones lead where they always lead.
 */
final class OverlaySecureDirectoryStream implements SecureDirectoryStream<Path> {

  private final OverlayPath directory;
  private final SecureDirectoryStream<Path> entries;
  private final Filter<? super Path> filter;

  OverlaySecureDirectoryStream(
      OverlayPath directory, SecureDirectoryStream<Path> entries, Filter<? super Path> filter) {
    this.directory = directory;
    this.entries = entries;
    this.filter = filter;
  }

  /** Returns a path for the stream below. */
  private Path below(Path path) {
    OverlayPath own = directory.getFileSystem().own(path);
    if (!own.isAbsolute()) {
      return directory.route().getFileSystem().getPath(own.toString());
    }
    Path target = own.route();
    if (!target.getFileSystem().equals(directory.route().getFileSystem())) {
      throw new ProviderMismatchException(
          path + " is not in the file system of the open directory " + directory);
    }
    return target;
  }

  @Override
  public Iterator<Path> iterator() {
    return new OverlayEntries(directory, entries.iterator(), List.of(), filter);
  }

  @Override
  public SecureDirectoryStream<Path> newDirectoryStream(Path path, LinkOption... options)
      throws IOException {
    OverlayPath child = directory.resolve(path);
    return new OverlaySecureDirectoryStream(
        child, entries.newDirectoryStream(below(path), options), _ -> true);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    FileAttribute<?>[] known =
        directory.isOverlaid() ? directory.getFileSystem().principals().cordons(attrs) : attrs;
    return entries.newByteChannel(below(path), options, known);
  }

  @Override
  public void deleteFile(Path path) throws IOException {
    entries.deleteFile(below(path));
  }

  @Override
  public void deleteDirectory(Path path) throws IOException {
    entries.deleteDirectory(below(path));
  }

  @Override
  public void move(Path srcpath, SecureDirectoryStream<Path> targetdir, Path targetpath)
      throws IOException {
    if (!(targetdir instanceof OverlaySecureDirectoryStream other)) {
      Objects.requireNonNull(targetdir, "target directory");
      throw new ProviderMismatchException("not a directory stream of the default file system");
    }
    if (!other.directory.route().getFileSystem().equals(directory.route().getFileSystem())) {
      throw new AtomicMoveNotSupportedException(
          srcpath.toString(), targetpath.toString(), "they are in different file systems");
    }
    entries.move(below(srcpath), other.entries, other.below(targetpath));
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(Class<V> type) {
    return shown(type, entries.getFileAttributeView(type));
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return shown(type, entries.getFileAttributeView(below(path), type, options));
  }

  private <V extends FileAttributeView> @Nullable V shown(Class<V> type, @Nullable V view) {
    return directory.isOverlaid()
        ? OverlayViews.of(view, type, directory.getFileSystem().principals())
        : view;
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
