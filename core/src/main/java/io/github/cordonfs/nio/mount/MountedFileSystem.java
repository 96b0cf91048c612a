package io.github.cordonfs.nio.mount;

import io.github.cordonfs.CollapseCounters;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.InterruptPolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.cache.backed.BackedFiles;
import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.map.RangeWatch;
import io.github.cordonfs.nio.channel.ChannelContext;
import io.github.cordonfs.nio.channel.FileLocks;
import io.github.cordonfs.nio.channel.FileOpener;
import io.github.cordonfs.nio.failure.PathMemoryFailures;
import io.github.cordonfs.nio.management.ManagedFileSystem;
import io.github.cordonfs.nio.management.Management;
import io.github.cordonfs.nio.option.CopyMode;
import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.path.ProviderFileSystem;
import io.github.cordonfs.nio.resource.OpenResources;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A directory of another file system, mounted. Names and attributes are those of the directory, and
 * change there at once; data is in the cache. Without the option {@code writable}, whatever would
 * change something is a {@link ReadOnlyFileSystemException}.
 */
public final class MountedFileSystem extends ProviderFileSystem implements ManagedFileSystem {

  private static final PathName ROOT = PathName.of(true, new String[0]);

  private final FileSystemProvider provider;
  private final CordonOptions options;
  private final PageCache cache;
  private final BackedFiles backed;
  private final MountedNames names;
  private final MountedTree tree;
  private final HardOffline failure;
  private final PathMemoryFailures failures;
  private final OpenResources resources = new OpenResources();
  private final FileOpener files;
  private final Management management = new Management();
  private final RangeWatch ranges = new RangeWatch();
  private final List<Path> parts;
  private final Runnable forget;

  private MountedFileSystem(
      String name,
      long device,
      FileSystemProvider provider,
      CordonOptions options,
      PageCache cache,
      Path root,
      List<Path> parts,
      Runnable forget) {
    super(name, device);
    this.provider = provider;
    this.options = options;
    this.cache = cache;
    this.backed = new BackedFiles(cache);
    this.names = new MountedNames(root);
    this.tree = new MountedTree(backed, Backing.of(root), names, options.writable());
    this.failure = new HardOffline(name, cache, options.poison());
    this.failures = new PathMemoryFailures(tree, cache, failure, options.injection());
    this.files =
        new FileOpener(
            new ChannelContext(tree, resources, new FileLocks(), failure),
            options.interrupts() == InterruptPolicy.CLOSE_CHANNEL);
    this.parts = parts;
    this.forget = forget;
  }

  /**
   * Mounts a directory.
   *
   * @param device a number that no other file system of this process has or had
   * @param provider that its paths name
   * @param directory of whatever provider
   * @param parts paths in the directory that are used, or the directory itself
   * @param forget called when it was closed
   * @throws IOException if it is no directory, or the operating system refuses the memory
   */
  public static MountedFileSystem open(
      String name,
      long device,
      FileSystemProvider provider,
      CordonOptions options,
      Path directory,
      List<Path> parts,
      Runnable forget)
      throws IOException {
    Path root = directory.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(directory.toString());
    }
    PageCache cache = PageCache.open(options);
    boolean done = false;
    try {
      MountedFileSystem made =
          new MountedFileSystem(name, device, provider, options, cache, root, real(parts), forget);
      made.tree.bind(made);
      made.failures.bind(made);
      if (options.patrolRate() > 0) {
        made.failures.startPatrol(options.patrolRate());
      }
      made.ranges.start();
      done = true;
      return made;
    } finally {
      if (!done) {
        cache.close();
      }
    }
  }

  /** Returns paths without symbolic links on the way to them, as far as they exist. */
  private static List<Path> real(List<Path> paths) {
    List<Path> real = new ArrayList<>();
    for (Path path : paths) {
      Path found;
      try {
        found = path.toRealPath();
      } catch (IOException _) {
        // There may be something later; by then nobody asks again.
        found = path.toAbsolutePath().normalize();
      }
      real.add(found);
    }
    return List.copyOf(real);
  }

  /** Returns what is read through it, without symbolic links on the way to it. */
  public List<Path> mounted() {
    return parts;
  }

  /** Makes it known to JMX. */
  public void register() {
    management.register(this);
  }

  @Override
  public CordonOptions options() {
    return options;
  }

  @Override
  public MemoryFailures memoryFailures() {
    return failures;
  }

  @Override
  public MemoryUsage memoryUsage() {
    checkOpen();
    return cache.usage();
  }

  /** Nothing is joined in the background: what is read as a whole is huge from the beginning. */
  @Override
  public CollapseCounters collapseCounters() {
    return cache.collapseCounters();
  }

  @Override
  public long storeReads() {
    return backed.requests();
  }

  @Override
  public long capacityBytes() {
    checkOpen();
    return cache.capacityBytes();
  }

  @Override
  public long usedBytes() {
    checkOpen();
    return cache.usedBytes();
  }

  @Override
  public void checkOpen() {
    if (!tree.isOpen()) {
      throw new ClosedFileSystemException();
    }
  }

  @Override
  public boolean isOpen() {
    return tree.isOpen();
  }

  @Override
  public boolean isReadOnly() {
    return !options.writable();
  }

  @Override
  public CordonPath workingDirectory() {
    return new CordonPath(this, ROOT);
  }

  @Override
  public PathName fromWorkingDirectory(PathName name) {
    return name;
  }

  @Override
  public boolean isDirectory(CordonPath path) {
    try {
      return isOpen() && Files.isDirectory(names.resolve(path, true));
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns where a path leads in the directory. */
  private Path resolve(CordonPath path, boolean followLinks) throws IOException {
    StackProbe.touch();
    checkOpen();
    try {
      return names.resolve(path, followLinks);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  @Override
  public CordonPath realPath(CordonPath path, boolean followLinks) throws IOException {
    Path real = resolve(path, followLinks);
    try {
      return getPath("/" + names.relative(real.toRealPath(LinkOption.NOFOLLOW_LINKS)));
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  @Override
  public WatchKey register(
      CordonPath path,
      WatchService watcher,
      WatchEvent.Kind<?>[] events,
      WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("a mount cannot be watched");
  }

  // --- opening ---

  @Override
  public InputStream newInputStream(CordonPath path, OpenMode mode) throws IOException {
    return files.stream(channel(path, mode.uninterrupted()));
  }

  @Override
  public OutputStream newOutputStream(CordonPath path, OpenMode mode) throws IOException {
    return files.outputStream(channel(path, mode.uninterrupted()));
  }

  @Override
  public FileChannel newFileChannel(
      CordonPath path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return channel(path, OpenMode.of(options), attributes);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      CordonPath path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return channel(path, OpenMode.of(options).uninterrupted(), attributes);
  }

  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      CordonPath path,
      Set<? extends OpenOption> options,
      @Nullable ExecutorService executor,
      FileAttribute<?>... attributes)
      throws IOException {
    FileChannel opened = channel(path, OpenMode.of(options).asynchronous(), attributes);
    return files.asynchronous(opened, executor, path);
  }

  private FileChannel channel(CordonPath path, OpenMode mode, FileAttribute<?>... attributes)
      throws IOException {
    if (mode.write() || mode.deleteOnClose()) {
      return channelToWrite(path, mode, attributes);
    }
    Path real = resolve(path, mode.followLinks());
    try {
      BasicFileAttributes found =
          Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (found.isDirectory() || found.isOther()) {
        // There is nothing in it to cache.
        return FileChannel.open(real, StandardOpenOption.READ);
      }
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
    return files.channel(path, tree.open(path, real), mode);
  }

  private FileChannel channelToWrite(CordonPath path, OpenMode mode, FileAttribute<?>... attributes)
      throws IOException {
    Path real = toChange(path, mode.followLinks() && !mode.createNew());
    if (mode.direct()) {
      throw new UnsupportedOperationException("direct access to a file of a mount");
    }
    try {
      if (mode.createNew() || (mode.create() && Files.notExists(real, LinkOption.NOFOLLOW_LINKS))) {
        var _ = Files.createFile(real, attributes);
      }
    } catch (FileAlreadyExistsException e) {
      if (mode.createNew()) {
        throw new FileAlreadyExistsException(path.toString());
      }
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
    if (!mode.write()) {
      return files.channel(path, tree.open(path, real), mode);
    }
    StoredFile file = tree.openForWriting(path, real);
    boolean done = false;
    try {
      if (mode.truncate()) {
        var _ = file.space().truncate(0);
      }
      FileChannel channel = files.channel(path, retained(file), mode);
      done = true;
      return channel;
    } finally {
      if (!done) {
        file.space().writerClosed();
      }
      file.release();
    }
  }

  /** Adds a reference for a channel, which gives it back whatever happens. */
  private static StoredFile retained(StoredFile file) {
    if (!file.retain()) {
      throw new ClosedFileSystemException();
    }
    return file;
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // the caller gets it
  public DirectoryStream<Path> newDirectoryStream(
      CordonPath path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    Path real = resolve(path, true);
    DirectoryStream<Path> stream;
    try {
      stream = Files.newDirectoryStream(real);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
    return new MountedDirectoryStream(path, stream, filter);
  }

  @Override
  public Path readSymbolicLink(CordonPath link) throws IOException {
    Path real = resolve(link, false);
    try {
      Path target = Files.readSymbolicLink(real);
      return getPath(
          target.isAbsolute() && target.startsWith(names.root())
              ? "/" + names.relative(target)
              : target.toString());
    } catch (IOException e) {
      throw MountedNames.named(e, link);
    }
  }

  // --- changing ---

  @Override
  public void createDirectory(CordonPath path, FileAttribute<?>... attributes) throws IOException {
    changed(path, real -> Files.createDirectory(real, attributes));
  }

  @Override
  public void createSymbolicLink(CordonPath link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    Path behind = names.root().getFileSystem().getPath(target.toString());
    Path stored =
        behind.isAbsolute()
            ? names.root().resolve(behind.subpath(0, behind.getNameCount()))
            : behind;
    changed(link, real -> Files.createSymbolicLink(real, stored, attributes));
  }

  @Override
  public void createLink(CordonPath link, CordonPath existing) throws IOException {
    Path of = toChange(existing, false);
    changed(link, real -> Files.createLink(real, of));
  }

  @Override
  public void delete(CordonPath path) throws IOException {
    Path real = toChange(path, false);
    if (real.equals(names.root())) {
      throw new FileSystemException(path.toString(), null, "the root cannot be deleted");
    }
    changed(path, Files::delete);
  }

  @Override
  public void move(CordonPath source, CordonPath target, CopyMode mode) throws IOException {
    Path from = toChange(source, false);
    Path to = toChange(target, false);
    // Its name says that it is complete: it is, before it has that name.
    tree.flush(from);
    List<CopyOption> options = new ArrayList<>();
    if (mode.replaceExisting()) {
      options.add(StandardCopyOption.REPLACE_EXISTING);
    }
    if (mode.atomicMove()) {
      options.add(StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(from, to, options.toArray(CopyOption[]::new));
    } catch (FileSystemException e) {
      boolean aboutTarget = to.toString().equals(e.getFile());
      throw MountedNames.named(e, aboutTarget ? target : source);
    }
    tree.moved(from, to);
  }

  @Override
  public void setAttribute(CordonPath path, String attribute, Object value, boolean followLinks)
      throws IOException {
    Path real = toChange(path, followLinks);
    // A time that is set now is not to be that of a write from before.
    tree.flush(real);
    changed(path, _ -> Files.setAttribute(real, attribute, value, LinkOption.NOFOLLOW_LINKS));
  }

  private interface Change {
    void apply(Path real) throws IOException;
  }

  /** Changes something in the directory, under a name that is not followed. */
  private void changed(CordonPath path, Change change) throws IOException {
    Path real = toChange(path, false);
    try {
      change.apply(real);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  private Path toChange(CordonPath path, boolean followLinks) throws IOException {
    checkOpen();
    if (isReadOnly()) {
      throw new ReadOnlyFileSystemException();
    }
    return resolve(path, followLinks);
  }

  @Override
  public void copy(CordonPath source, CordonPath target, CopyMode mode) throws IOException {
    MountedCopy.copy(source, target, mode);
  }

  // --- attributes ---

  @Override
  public boolean isSameFile(CordonPath one, CordonPath other) throws IOException {
    try {
      return Files.isSameFile(resolve(one, true), resolve(other, true));
    } catch (FileSystemException e) {
      String file = e.getFile();
      boolean first = file != null && !Files.exists(resolve(one, true));
      throw MountedNames.named(e, first ? one : other);
    }
  }

  @Override
  public FileStore fileStore(CordonPath path) throws IOException {
    Path real = resolve(path, true);
    try {
      return new MountedFileStore(this, Files.getFileStore(real));
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  @Override
  public void checkAccess(CordonPath path, AccessMode... modes) throws IOException {
    Path real = resolve(path, true);
    try {
      real.getFileSystem().provider().checkAccess(real, modes);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
    if (isReadOnly() && Set.of(modes).contains(AccessMode.WRITE)) {
      throw new AccessDeniedException(path.toString(), null, "the file system is read-only");
    }
  }

  @Override
  public <V extends FileAttributeView> @Nullable V attributeView(
      CordonPath path, Class<V> type, boolean followLinks) {
    return MountedView.of(
        type,
        path,
        followLinks,
        toChange -> {
          if (!toChange) {
            return resolve(path, followLinks);
          }
          Path real = toChange(path, followLinks);
          tree.flush(real);
          return real;
        });
  }

  @Override
  public BasicFileAttributes readAttributes(
      CordonPath path, Class<? extends BasicFileAttributes> type, boolean followLinks)
      throws IOException {
    Path real = resolve(path, followLinks);
    try {
      return Files.readAttributes(real, type, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  @Override
  public Map<String, Object> readAttributes(CordonPath path, String list, boolean followLinks)
      throws IOException {
    Path real = resolve(path, followLinks);
    try {
      return Files.readAttributes(real, list, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw MountedNames.named(e, path);
    }
  }

  // --- the file system itself ---

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return names.root().getFileSystem().supportedFileAttributeViews();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    checkOpen();
    return names.root().getFileSystem().getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("a mount cannot be watched");
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    checkOpen();
    try {
      return List.of(new MountedFileStore(this, Files.getFileStore(names.root())));
    } catch (IOException e) {
      // The directory is gone, and with it what it was stored in.
      return List.of();
    }
  }

  @Override
  public void end() throws IOException {
    StackProbe.touch();
    // All of it, whatever comes between; and what was not done is done by the next call.
    boolean first = tree.isOpen();
    try {
      try {
        if (first) {
          tree.flushAll();
        }
      } finally {
        tree.close();
      }
    } finally {
      try {
        management.unregister();
      } finally {
        try {
          forget.run();
        } finally {
          ranges.end();
          try {
            resources.closeAll();
          } finally {
            if (first) {
              backed.close();
              cache.close();
            }
          }
        }
      }
    }
  }
}
