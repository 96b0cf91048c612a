package io.github.cordonfs.overlay;

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
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A default file system provider for programs that call {@link Path#of}: it keeps files below
 * certain paths in memory, in Cordon, and leaves all others to the JDK's own provider. The JVM uses
 * it when it is started with
 *
 * <pre>{@code
 * -Djava.nio.file.spi.DefaultFileSystemProvider=io.github.cordonfs.overlay.OverlayFileSystemProvider
 * -Dcordon.overlay=/data/db,/tmp/scratch
 * -Dcordon.overlay.size=2g
 * }</pre>
 *
 * <p>{@code cordon.overlay} lists absolute paths, separated by commas or by the path separator.
 * Each is a directory in Cordon that starts empty and hides what the real file system has there; a
 * line on standard error says so at start-up if there is anything. One may be below another: both
 * are directories of the same file system. Nobody can close that. {@code cordon.overlay.NAME} sets
 * the option {@code NAME}, with the names and values of the map of {@code
 * FileSystems.newFileSystem(URI, Map)}. If a property is not valid, the JVM does not start, and a
 * line on standard error says why. {@code CordonFileSystem.of(FileSystems.getDefault())} is the
 * file system behind it, which tells its memory failures and its use of memory.
 *
 * <p>With {@code -Dcordon.overlay.backing=true} these paths are not empty but what the real file
 * system has there, read through a page cache: names, attributes and links are those of the real
 * file system, and whatever would change something is a {@link FileSystemException} "Read-only file
 * system". With {@code -Dcordon.overlay.writable=true} as well, changes are made through the page
 * cache: one directory of the disk can be had so. What follows is about overlays without both.
 *
 * <p>Only the absolute, normalised form of a path decides whether it leads into Cordon:
 *
 * <ul>
 *   <li>neither symbolic nor hard links lead from one file system into the other;
 *   <li>copies and moves go across, except for atomic moves;
 *   <li>a listing of the real directory above such a path shows it, as it would show a mount point;
 *   <li>directories above such a path that the disk lacks exist, and nothing else can be made in
 *       them;
 *   <li>{@code java.io} uses no provider: its streams and {@link java.io.File} itself see real
 *       files only. {@link java.io.File#toPath()} leads into Cordon as any other path does.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public final class OverlayFileSystemProvider extends FileSystemProvider {

  private final FileSystemProvider real;
  private final OverlayFileSystem fileSystem;
  private final Changes changes;

  /**
   * Called by the JDK at start-up.
   *
   * @param defaultProvider the provider for all other paths
   * @throws IllegalArgumentException if a system property is not valid
   */
  public OverlayFileSystemProvider(FileSystemProvider defaultProvider) {
    this(defaultProvider, System.getProperties());
  }

  OverlayFileSystemProvider(FileSystemProvider defaultProvider, Properties properties) {
    real = defaultProvider;
    FileSystem below = defaultProvider.getFileSystem(URI.create("file:///"));
    OverlaySettings settings;
    try {
      settings = OverlaySettings.read(properties, below);
    } catch (IllegalArgumentException e) {
      // The JDK wraps it in errors of its own: let the first line be the clear one.
      System.err.println(e.getMessage());
      throw e;
    }
    // No logger could be asked yet: it would look for its settings in the default file system.
    if (!settings.backed()) {
      HiddenFiles.warnings(settings.prefixes()).forEach(System.err::println);
    }
    fileSystem =
        new OverlayFileSystem(
            this, below, new Routes(settings.prefixes(), settings.options(), settings.backed()));
    changes = new Changes(fileSystem);
  }

  private Path target(Path path) {
    return fileSystem.own(path).target();
  }

  /** Returns where something is made or changed. */
  private Path madeAt(Path path) {
    return fileSystem.own(path).content();
  }

  private boolean isReal(Path target) {
    return target.getFileSystem().equals(fileSystem.real());
  }

  /** Tells whether owners and groups in a file system are the real ones. */
  private boolean hasRealPrincipals(Path target) {
    return fileSystem.routes().isBacked() || isReal(target);
  }

  /** Returns attributes for a new file as the file system that it is made in knows them. */
  private FileAttribute<?>[] known(Path target, FileAttribute<?>... attrs) {
    return attrs.length == 0 || hasRealPrincipals(target)
        ? attrs
        : fileSystem.principals().cordons(attrs);
  }

  /** Returns attributes of a file with principals of the real file system. */
  private <A extends BasicFileAttributes> A shown(Path target, Class<A> type, A read) {
    return type == PosixFileAttributes.class
            && read instanceof PosixFileAttributes posix
            && !isReal(target)
        ? type.cast(new OverlayAttributes(posix, fileSystem.principals()))
        : read;
  }

  private static boolean isForWriting(Set<? extends OpenOption> options) {
    return options.contains(StandardOpenOption.WRITE)
        || options.contains(StandardOpenOption.APPEND);
  }

  private static FileSystemProvider provider(Path target) {
    return target.getFileSystem().provider();
  }

  @Override
  public String getScheme() {
    return real.getScheme();
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) throws IOException {
    return real.newFileSystem(uri, env);
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    // It checks the URI; there is but one file system.
    var _ = real.getFileSystem(uri);
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    return fileSystem.wrap(real.getPath(uri));
  }

  @Override
  public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
    Path target = changes.opened(path, Arrays.asList(options), false);
    return provider(target).newInputStream(target, options);
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    Collection<OpenOption> given =
        options.length == 0 ? Set.of(StandardOpenOption.CREATE) : Arrays.asList(options);
    Path target = changes.opened(path, given, true);
    return changes.opened(path, given, () -> provider(target).newOutputStream(target, options));
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    Path target = changes.opened(path, options, isForWriting(options));
    return changes.opened(
        path,
        options,
        () -> provider(target).newFileChannel(target, options, known(target, attrs)));
  }

  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      Path path,
      Set<? extends OpenOption> options,
      @Nullable ExecutorService executor,
      FileAttribute<?>... attrs)
      throws IOException {
    Path target = changes.opened(path, options, isForWriting(options));
    return changes.opened(
        path,
        options,
        () ->
            provider(target)
                .newAsynchronousFileChannel(target, options, executor, known(target, attrs)));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
    Path target = changes.opened(path, options, isForWriting(options));
    return changes.opened(
        path,
        options,
        () -> provider(target).newByteChannel(target, options, known(target, attrs)));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    OverlayPath directory = fileSystem.own(dir);
    Objects.requireNonNull(filter, "filter");
    boolean missing = directory.isMissingParent();
    // The page cache shows nothing of what it keeps in a directory for itself.
    Path target = fileSystem.routes().isWritable() ? directory.content() : directory.target();
    Set<String> added =
        directory.isOverlaid() ? Set.of() : fileSystem.routes().namesIn(directory.real());
    // What Cordon has in a directory that the disk lacks leads there only if it is a name of ours.
    DirectoryStream<Path> entries = provider(target).newDirectoryStream(target, _ -> !missing);
    // A secure stream is of one file system: of the directory above a path of the overlay, which
    // shows a name of the other, there is none. Nor is there one through which something of the
    // disk could be changed without the overlay.
    boolean isOfOne =
        added.isEmpty() && !missing && !fileSystem.routes().leadsToShown(directory.real());
    return entries instanceof SecureDirectoryStream<Path> secure && isOfOne
        ? new OverlaySecureDirectoryStream(directory, secure, filter)
        : new OverlayDirectoryStream(directory, entries, added, filter);
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attrs) throws IOException {
    Path target = madeAt(dir);
    changes.created(
        dir,
        () -> {
          provider(target).createDirectory(target, known(target, attrs));
          return target;
        });
  }

  /** What the link says is stored as it is; it leads on in the file system that the link is in. */
  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attrs)
      throws IOException {
    Path at = madeAt(link);
    Path text = at.getFileSystem().getPath(fileSystem.own(target).toString());
    changes.created(
        link,
        () -> {
          provider(at).createSymbolicLink(at, text, attrs);
          return at;
        });
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    Path at = madeAt(link);
    Path file = madeAt(existing);
    ReadOnlyFiles.checkLink(fileSystem.own(link), fileSystem.own(existing));
    if (!at.getFileSystem().equals(file.getFileSystem())) {
      throw new FileSystemException(
          link.toString(), existing.toString(), ReadOnlyFiles.CROSS_DEVICE);
    }
    changes.created(
        link,
        () -> {
          provider(at).createLink(at, file);
          return at;
        });
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    Path at = target(link);
    return fileSystem.getPath(provider(at).readSymbolicLink(at).toString());
  }

  @Override
  public void delete(Path path) throws IOException {
    Path target = changes.removed(path);
    provider(target).delete(target);
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    if (fileSystem.own(path).isReadOnly() && !exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Path target = changes.removed(path);
    return provider(target).deleteIfExists(target);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    // What can be written may not be on the disk yet.
    Path from = fileSystem.routes().isWritable() ? madeAt(source) : target(source);
    if (ReadOnlyFiles.isDone(fileSystem.own(source), fileSystem.own(target))) {
      return;
    }
    ReadOnlyFiles.checkCopy(fileSystem.own(source), fileSystem.own(target), options);
    // Between the two file systems the JDK copies, as between any.
    Path to = changes.copied(target, options);
    changes.created(target, () -> Files.copy(from, to, options));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    if (ReadOnlyFiles.isDone(fileSystem.own(source), fileSystem.own(target))) {
      return;
    }
    ReadOnlyFiles.checkMove(fileSystem.own(source), fileSystem.own(target), options);
    Path from = changes.removed(source);
    Path to = changes.copied(target, options);
    changes.created(target, () -> Files.move(from, to, options));
  }

  @Override
  public boolean isSameFile(Path path, Path path2) throws IOException {
    Path one = target(path);
    if (!fileSystem.owns(path2)) {
      return false;
    }
    return provider(one).isSameFile(one, target(path2));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    Path target = target(path);
    return provider(target).isHidden(target);
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    Path target = fileSystem.own(path).content();
    return provider(target).getFileStore(target);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    OverlayPath own = fileSystem.own(path);
    Path target = own.target();
    provider(target).checkAccess(target, modes);
    if (Arrays.asList(modes).contains(AccessMode.WRITE) && own.isMissingParent()) {
      throw own.readOnly();
    }
    if (Arrays.asList(modes).contains(AccessMode.WRITE) && own.isReadOnly()) {
      throw ReadOnlyFiles.refused(own);
    }
  }

  @Override
  public boolean exists(Path path, LinkOption... options) {
    Path target = target(path);
    return provider(target).exists(target, options);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    OverlayPath own = fileSystem.own(path);
    Path target = own.target();
    V view = provider(target).getFileAttributeView(target, type, options);
    if (own.isReadOnly()) {
      return ReadOnlyViews.of(view, type, () -> ReadOnlyFiles.change(own, options));
    }
    if (own.isShown()) {
      Path changed = own.content();
      return provider(changed).getFileAttributeView(changed, type, options);
    }
    if (isReal(target)) {
      return view;
    }
    V shown = OverlayViews.of(view, type, fileSystem.principals());
    return own.isOverlaid() ? shown : ReadOnlyViews.ofMissingParent(shown, type, own);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    Path target = target(path);
    return shown(target, type, provider(target).readAttributes(target, type, options));
  }

  @Override
  public <A extends BasicFileAttributes> @Nullable A readAttributesIfExists(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    Path target = target(path);
    A read = provider(target).readAttributesIfExists(target, type, options);
    return read == null ? null : shown(target, type, read);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    Path target = target(path);
    Map<String, Object> read = provider(target).readAttributes(target, attributes, options);
    return isReal(target) ? read : fileSystem.principals().real(read);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    ReadOnlyFiles.checkAttribute(fileSystem.own(path), attribute);
    Path target = changes.changed(path, options);
    Object known = hasRealPrincipals(target) ? value : fileSystem.principals().cordonsValue(value);
    provider(target).setAttribute(target, attribute, known, options);
  }
}
