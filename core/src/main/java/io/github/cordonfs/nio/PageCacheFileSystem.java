package io.github.cordonfs.nio;

import io.github.cordonfs.CollapseCounters;
import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.InterruptPolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.PageMap;
import io.github.cordonfs.ReadCounts;
import io.github.cordonfs.TransferCounts;
import io.github.cordonfs.UnwrittenData;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.hook.FileSystemHook;
import io.github.cordonfs.hook.HookedOpening;
import io.github.cordonfs.map.RangeWatch;
import io.github.cordonfs.nio.attribute.AttributeViews;
import io.github.cordonfs.nio.attribute.NewAttributes;
import io.github.cordonfs.nio.attribute.PathAttributes;
import io.github.cordonfs.nio.attribute.Principals;
import io.github.cordonfs.nio.channel.ChannelContext;
import io.github.cordonfs.nio.channel.ChannelOpener;
import io.github.cordonfs.nio.channel.FileLocks;
import io.github.cordonfs.nio.channel.StoreLocks;
import io.github.cordonfs.nio.directory.CordonDirectoryStream;
import io.github.cordonfs.nio.directory.PlainDirectoryStream;
import io.github.cordonfs.nio.error.TwoPathErrors;
import io.github.cordonfs.nio.failure.PathMemoryFailures;
import io.github.cordonfs.nio.management.ManagedFileSystem;
import io.github.cordonfs.nio.management.Management;
import io.github.cordonfs.nio.option.CopyMode;
import io.github.cordonfs.nio.option.Features;
import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.path.PathLookup;
import io.github.cordonfs.nio.path.ProviderFileSystem;
import io.github.cordonfs.nio.path.UnfollowedPath;
import io.github.cordonfs.nio.resource.OpenResources;
import io.github.cordonfs.nio.watch.CordonWatchService;
import io.github.cordonfs.vfs.Namespace;
import io.github.cordonfs.vfs.Replace;
import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.attribute.FileClock;
import io.github.cordonfs.vfs.attribute.InodeDefaults;
import io.github.cordonfs.vfs.attribute.Owners;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.InitialAttributes;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.SymbolicLink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One file system: its namespace, its page cache, and what is open in it. Closing it goes on in the
 * order: refuse changes of names and free the memory (the namespace), then close what is open. An
 * operation that runs meanwhile finishes or learns from the freed file that it is too late.
 */
sealed class PageCacheFileSystem extends ProviderFileSystem implements ManagedFileSystem
    permits HookedFileSystem {

  private static final AtomicLong COUNT = new AtomicLong();

  private final CordonOptions options;
  private final PageCache cache;
  private final PathLookup lookup;
  private final Namespace namespace;
  private final PathMemoryFailures failures;
  private final HardOffline failure;
  private final OpenResources resources;
  private final CordonFileStore store;
  private final PathAttributes attributes;
  private final NewAttributes newAttributes;
  private final ChannelOpener files;
  private final Features features;

  /** Where relative paths start; its path, and the directory itself unless it is the root. */
  private PathName workingDirectory = PathName.of(true, new String[0]);

  private @Nullable Directory startOfRelativePaths;
  private final Management management = new Management();
  private @Nullable LeakWatch leakWatch;

  /** Of this, for those who must not keep it; made beforehand, as nothing may fail later. */
  private final WeakReference<ProviderFileSystem> reference = new WeakReference<>(this);

  private final RangeWatch ranges = new RangeWatch();

  /**
   * Makes one that does not know its working directory yet: nothing here has it before it is.
   *
   * @param hook what stands in the way of its operations; null if nothing does
   */
  PageCacheFileSystem(
      String name, CordonOptions options, PageCache cache, @Nullable FileSystemHook hook) {
    // Names are used again, but a file key must never be.
    super(name, newDevice());
    this.options = options;
    this.cache = cache;
    this.resources = new OpenResources(hook);
    this.features = new Features(options.without());
    Owners owners = new Owners(options.owner(), options.group());
    AttributeViews views = new AttributeViews(options);
    this.namespace =
        new Namespace(
            cache,
            options.maxInodes(),
            new InodeDefaults(owners, options.atime(), new FileClock(options.clock().orElse(null))),
            new Access(options.enforcePermissions(), owners));
    this.lookup = new PathLookup(namespace);
    Principals principals = new Principals(lookup::checkOpen);
    this.newAttributes = new NewAttributes(principals, views, options.umask());
    this.attributes =
        new PathAttributes(lookup, name + "#" + device(), device(), principals, views);
    this.failure = new HardOffline(name, cache, options.poison());
    this.failures = new PathMemoryFailures(namespace, cache, failure, options.injection());
    options.restore().ifPresent(source -> failure.restoreFrom(source, failures::path));
    this.store = new CordonFileStore(name, lookup, cache, views, failure);
    this.files =
        new ChannelOpener(
            new ChannelContext(namespace, resources, new FileLocks(StoreLocks.NONE), failure, hook),
            lookup,
            newAttributes,
            features,
            options.interrupts() == InterruptPolicy.CLOSE_CHANNEL);
  }

  /** Returns a number that no file system of this process has or had. */
  static long newDevice() {
    return COUNT.incrementAndGet();
  }

  static PageCacheFileSystem open(String name, CordonOptions options) throws IOException {
    PageCache cache = PageCache.open(options);
    PageCacheFileSystem opened = null;
    boolean done = false;
    try {
      FileSystemHook hook = HookedOpening.current();
      opened =
          hook == null
              ? new PageCacheFileSystem(name, options, cache, null)
              : new HookedFileSystem(name, options, cache, hook);
      opened.failures.bind(opened);
      opened.changeDirectory(CordonPath.parse(opened, options.workingDirectory()).normalize());
      if (options.patrolRate() > 0) {
        opened.failures.startPatrol(options.patrolRate());
      }
      opened.ranges.start();
      if (hook != null) {
        hook.attached(opened);
      }
      done = true;
      return opened;
    } finally {
      if (!done && opened != null) {
        opened.discard();
      } else if (!done) {
        cache.close();
      }
    }
  }

  /**
   * Returns the file system of a path.
   *
   * @throws ProviderMismatchException if it is of another kind
   */
  static PageCacheFileSystem of(CordonPath path) {
    if (path.getFileSystem() instanceof PageCacheFileSystem fileSystem) {
      return fileSystem;
    }
    throw new ProviderMismatchException("not in a file system of the page cache: " + path);
  }

  /** Makes a directory and lets relative paths start there. Before anybody has the file system. */
  private void changeDirectory(CordonPath path) throws IOException {
    for (int i = 1; i <= path.getNameCount(); i++) {
      CordonPath each = getPath("/").resolve(path.subpath(0, i));
      startOfRelativePaths =
          namespace.createDirectory(
              each.toPathName(), newAttributes.of(NewAttributes.DIRECTORY), Replace.NEVER);
    }
    workingDirectory = path.toNames();
  }

  @Override
  public CordonPath workingDirectory() {
    return new CordonPath(this, workingDirectory);
  }

  @Override
  public PathName fromWorkingDirectory(PathName name) {
    return startOfRelativePaths == null || name.hasStart() ? name : name.from(startOfRelativePaths);
  }

  Namespace namespace() {
    return namespace;
  }

  OpenResources resources() {
    return resources;
  }

  NewAttributes newAttributes() {
    return newAttributes;
  }

  Features features() {
    return features;
  }

  /** Before anybody has it. */
  void watchForLeak() {
    leakWatch = LeakWatch.of(this, options.leakDetection());
  }

  WeakReference<ProviderFileSystem> reference() {
    return reference;
  }

  Management management() {
    return management;
  }

  /** Tells listeners of memory failures that were met with locks held. With none held. */
  void deliverReports() {
    failure.deliverReports();
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
  public PageMap pageMap() {
    return failures.pageMap();
  }

  @Override
  public UnwrittenData unwrittenData() {
    return UnwrittenData.NONE;
  }

  @Override
  public long storeReads() {
    return 0;
  }

  @Override
  public ReadCounts readCounts() {
    return ReadCounts.NONE;
  }

  @Override
  public TransferCounts transferCounts() {
    return cache.transferCounts();
  }

  @Override
  public MemoryUsage memoryUsage() {
    checkOpen();
    return cache.usage();
  }

  @Override
  public CollapseCounters collapseCounters() {
    return cache.collapseCounters();
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

  /** Returns the number of files, directories and links, of which there may be a limit. */
  long inodes() {
    return namespace.inodes();
  }

  @Override
  public void checkOpen() {
    lookup.checkOpen();
  }

  @Override
  public boolean isDirectory(CordonPath path) {
    try {
      return isOpen() && lookup.inode(path, true) instanceof Directory;
    } catch (IOException | ClosedFileSystemException e) {
      return false;
    }
  }

  @Override
  public CordonPath realPath(CordonPath path, boolean followLinks) throws IOException {
    if (!followLinks) {
      return UnfollowedPath.of(path, each -> lookup.inode(each, false) instanceof SymbolicLink);
    }
    checkOpen();
    return getPath(namespace.realPath(path.toPathName()));
  }

  @Override
  public WatchKey register(
      CordonPath path,
      WatchService watcher,
      WatchEvent.Kind<?>[] events,
      WatchEvent.Modifier... modifiers)
      throws IOException {
    if (watcher instanceof CordonWatchService service && service.isOf(this)) {
      return service.register(path, events, modifiers);
    }
    throw new ProviderMismatchException("not a watch service of " + this);
  }

  @Override
  public InputStream newInputStream(CordonPath path, OpenMode mode) throws IOException {
    return files.openInputStream(path, mode);
  }

  @Override
  public OutputStream newOutputStream(CordonPath path, OpenMode mode) throws IOException {
    return files.openOutputStream(path, mode);
  }

  @Override
  public FileChannel newFileChannel(
      CordonPath path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return files.openFileChannel(path, options, attributes);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      CordonPath path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return files.openByteChannel(path, options, attributes);
  }

  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      CordonPath path,
      Set<? extends OpenOption> options,
      @Nullable ExecutorService executor,
      FileAttribute<?>... attributes)
      throws IOException {
    return files.openAsynchronous(path, options, executor, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      CordonPath path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    CordonDirectoryStream stream = CordonDirectoryStream.open(path, lookup, resources, filter);
    return features.has(CordonFeature.SECURE_DIRECTORY_STREAM)
        ? stream
        : new PlainDirectoryStream(stream);
  }

  @Override
  public void createDirectory(CordonPath path, FileAttribute<?>... attributes) throws IOException {
    InitialAttributes initial = newAttributes.of(NewAttributes.DIRECTORY, attributes);
    namespace.createDirectory(path.toPathName(), initial, Replace.NEVER);
  }

  @Override
  public void createSymbolicLink(CordonPath link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    features.require(CordonFeature.SYMBOLIC_LINKS);
    if (attributes.length > 0) {
      throw new UnsupportedOperationException(
          "a symbolic link has no attributes to set: " + attributes[0].name());
    }
    // Where the target starts now is no part of the link.
    PathName text = CordonPath.of(target, this).toNames();
    namespace.createSymbolicLink(link.toPathName(), text, Replace.NEVER);
  }

  @Override
  public void createLink(CordonPath link, CordonPath existing) throws IOException {
    features.require(CordonFeature.LINKS);
    if (existing.getFileSystem() != this) {
      throw new FileSystemException(
          link.toString(), existing.toString(), "Invalid cross-device link");
    }
    try {
      namespace.link(link.toPathName(), existing.toPathName());
    } catch (FileSystemException e) {
      throw TwoPathErrors.in(firstError(existing, e), link, existing);
    }
  }

  /** Of two names the existing one is looked up first: what is wrong with it comes first, too. */
  private FileSystemException firstError(CordonPath existing, FileSystemException e)
      throws IOException {
    try {
      var _ = lookup.inode(existing, false);
      return e;
    } catch (FileSystemException first) {
      return first;
    }
  }

  @Override
  public Path readSymbolicLink(CordonPath link) throws IOException {
    features.require(CordonFeature.SYMBOLIC_LINKS);
    if (lookup.inode(link, false) instanceof SymbolicLink found) {
      return getPath(found.target().text());
    }
    throw new NotLinkException(link.toString());
  }

  @Override
  public void delete(CordonPath path) throws IOException {
    namespace.delete(path.toPathName());
  }

  @Override
  public void copy(CordonPath source, CordonPath target, CopyMode mode) throws IOException {
    if (target.getFileSystem() == this) {
      var _ = FileCopy.copy(source, target, mode);
    } else {
      of(target).receive(source, target, () -> FileCopy.copy(source, target, mode));
    }
  }

  /** How a file of another file system gets here. */
  interface Arrival {
    void arrive() throws IOException;
  }

  /** Lets a file of another file system come. */
  void receive(CordonPath source, CordonPath target, Arrival arrival) throws IOException {
    arrival.arrive();
  }

  /** Returns where a path leads that starts in an open directory, from the root. */
  CordonPath located(CordonPath path) throws IOException {
    return lookup.located(path);
  }

  @Override
  public void move(CordonPath source, CordonPath target, CopyMode mode) throws IOException {
    if (target.getFileSystem() == this) {
      Replace replace =
          mode.atomicMove()
              ? Replace.SAME_KIND
              : mode.replaceExisting() ? Replace.ANY : Replace.NEVER;
      rename(source, target, replace);
    } else if (mode.atomicMove()) {
      throw new AtomicMoveNotSupportedException(
          source.toString(), target.toString(), "they are in different file systems");
    } else {
      of(target).receive(source, target, () -> FileCopy.moveAcross(source, target, mode));
    }
  }

  private void rename(CordonPath from, CordonPath to, Replace replace) throws IOException {
    try {
      namespace.rename(from.toPathName(), to.toPathName(), replace);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // They are about the target alone.
      throw e;
    } catch (FileSystemException e) {
      if (FileErrors.isRefusedDeletion(e)) {
        throw e;
      }
      if (replace != Replace.SAME_KIND) {
        // What is wrong with the source is about the source alone.
        var _ = lookup.existing(from, false);
      }
      throw TwoPathErrors.in(e, from, to);
    }
  }

  @Override
  public boolean isSameFile(CordonPath one, CordonPath other) throws IOException {
    return lookup.inode(one, true) == lookup.inode(other, true);
  }

  @Override
  public FileStore fileStore(CordonPath path) throws IOException {
    // It must exist.
    var _ = lookup.inode(path, true);
    checkOpen();
    return store;
  }

  @Override
  public void checkAccess(CordonPath path, AccessMode... modes) throws IOException {
    attributes.checkAccess(path, modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V attributeView(
      CordonPath path, Class<V> type, boolean followLinks) {
    return attributes.view(path, type, followLinks);
  }

  @Override
  public BasicFileAttributes readAttributes(
      CordonPath path, Class<? extends BasicFileAttributes> type, boolean followLinks)
      throws IOException {
    return attributes.read(path, type, followLinks);
  }

  @Override
  public Map<String, Object> readAttributes(CordonPath path, String list, boolean followLinks)
      throws IOException {
    return attributes.read(path, list, followLinks);
  }

  @Override
  public void setAttribute(CordonPath path, String attribute, Object value, boolean followLinks)
      throws IOException {
    attributes.set(path, attribute, value, followLinks);
  }

  @Override
  public FileSystemProvider provider() {
    return CordonFileSystemProvider.provider();
  }

  /**
   * Closes a file system that was never used. Allocates nothing, but to take out a bean that is
   * there.
   */
  void discard() {
    try {
      namespace.discard();
    } finally {
      try {
        management.unregister();
      } finally {
        CordonFileSystems.forget(this);
      }
    }
  }

  @Override
  public void end() throws IOException {
    StackProbe.touch();
    // All of it, whatever comes between; and what was not done is done by the next call.
    try {
      namespace.close();
    } finally {
      if (leakWatch != null) {
        leakWatch.closed();
      }
      try {
        management.unregister();
      } finally {
        try {
          // Behind the bean: it has the name that is free then.
          CordonFileSystems.forget(this);
        } finally {
          failures.stopPatrol();
          ranges.end();
          resources.closeAll();
        }
      }
    }
  }

  @Override
  public boolean isOpen() {
    return namespace.isOpen();
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    checkOpen();
    return List.of(store);
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return attributes.views().names();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    checkOpen();
    return attributes.principals();
  }

  @Override
  public WatchService newWatchService() throws IOException {
    StackProbe.touch();
    CordonWatchService service = new CordonWatchService(this, lookup, resources);
    resources.add(service);
    return service;
  }
}
