package io.github.cordonfs.nio;

import io.github.cordonfs.CollapseCounters;
import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.InterruptPolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.failure.MemoryFailure;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.map.RangeWatch;
import io.github.cordonfs.vfs.Access;
import io.github.cordonfs.vfs.Directory;
import io.github.cordonfs.vfs.FileClock;
import io.github.cordonfs.vfs.FileErrors;
import io.github.cordonfs.vfs.Inode;
import io.github.cordonfs.vfs.InodeDefaults;
import io.github.cordonfs.vfs.Namespace;
import io.github.cordonfs.vfs.Owners;
import io.github.cordonfs.vfs.PathName;
import io.github.cordonfs.vfs.Replace;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One file system: its namespace, its page cache, and what is open in it. Closing it goes on in the
 * order: refuse changes of names and free the memory (the namespace), then close what is open. An
 * operation that runs meanwhile finishes or learns from the freed file that it is too late.
 */
final class PageCacheFileSystem extends FileSystem {

  private static final AtomicLong COUNT = new AtomicLong();

  private final String name;
  private final String identity;
  private final long device;
  private final PageCache cache;
  private final Namespace namespace;
  private final MemoryFailure failure;
  private final PathMemoryFailures failures;
  private final OpenResources resources = new OpenResources();
  private final FileLocks locks = new FileLocks();
  private final Principals principals = new Principals(this::checkOpen);
  private final CordonFileStore store = new CordonFileStore(this);
  private final AttributeViews views;
  private final NewAttributes newAttributes;
  private final ChannelOpener files;
  private final Set<CordonFeature> without;

  /** Where relative paths start; its path, and the directory itself unless it is the root. */
  private CordonPath workingDirectory = CordonPath.parse(this, "/");

  private @Nullable Directory startOfRelativePaths;
  private final Management management = new Management(this);
  private final RangeWatch ranges = new RangeWatch();

  private PageCacheFileSystem(String name, CordonOptions options, PageCache cache) {
    this.name = name;
    // Names are used again, but a file key must never be.
    this.device = COUNT.incrementAndGet();
    this.identity = name + "#" + device;
    this.cache = cache;
    this.views = new AttributeViews(options);
    this.newAttributes = new NewAttributes(principals, views, options.umask());
    Owners owners = new Owners(options.owner(), options.group());
    this.namespace =
        new Namespace(
            cache,
            options.maxInodes(),
            new InodeDefaults(owners, options.atime(), new FileClock(options.clock().orElse(null))),
            new Access(options.enforcePermissions(), owners));
    this.failure = new MemoryFailure(name, cache, options.poison());
    options.restore().ifPresent(source -> failure.restoreFrom(source, this::getPath));
    this.failures = new PathMemoryFailures(this, cache, failure, options.injection());
    this.without = options.without();
    this.files =
        new ChannelOpener(
            this,
            options.interrupts() == InterruptPolicy.CLOSE_CHANNEL,
            has(CordonFeature.FILE_CHANNEL));
  }

  static PageCacheFileSystem open(String name, CordonOptions options) throws IOException {
    PageCache cache = PageCache.open(options);
    PageCacheFileSystem opened = null;
    boolean done = false;
    try {
      opened = new PageCacheFileSystem(name, options, cache);
      opened.changeDirectory(CordonPath.parse(opened, options.workingDirectory()).normalize());
      if (options.patrolRate() > 0) {
        opened.failures.startPatrol(options.patrolRate());
      }
      opened.ranges.start();
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

  /** Makes a directory and lets relative paths start there. Before anybody has the file system. */
  private void changeDirectory(CordonPath path) throws IOException {
    for (int i = 1; i <= path.getNameCount(); i++) {
      CordonPath each = workingDirectory.resolve(path.subpath(0, i));
      startOfRelativePaths =
          namespace.createDirectory(
              each.toPathName(), newAttributes.of(NewAttributes.DIRECTORY), Replace.NEVER);
    }
    workingDirectory = path;
  }

  /** Returns the absolute path in which relative ones start. */
  CordonPath workingDirectory() {
    return workingDirectory;
  }

  /**
   * Returns a relative path as seen from the working directory, wherever that may be moved; one
   * that starts in a directory of its own stays as it is.
   */
  PathName fromWorkingDirectory(PathName name) {
    return startOfRelativePaths == null || name.hasStart() ? name : name.from(startOfRelativePaths);
  }

  String name() {
    return name;
  }

  /** Returns a text that no other file system of this process has or had. */
  String identity() {
    return identity;
  }

  Namespace namespace() {
    return namespace;
  }

  OpenResources resources() {
    return resources;
  }

  FileLocks locks() {
    return locks;
  }

  /** Tells listeners of memory failures that were met with locks held. With none held. */
  void tellUntold() {
    if (failure.hasUntold()) {
      StackProbe.touch();
      failure.tellUntold();
    }
  }

  Management management() {
    return management;
  }

  MemoryFailures memoryFailures() {
    return failures;
  }

  MemoryUsage memoryUsage() {
    checkOpen();
    return cache.usage();
  }

  CollapseCounters collapseCounters() {
    return cache.collapseCounters();
  }

  long capacityBytes() {
    checkOpen();
    return cache.capacityBytes();
  }

  long usedBytes() {
    checkOpen();
    return cache.usedBytes();
  }

  void checkOpen() {
    if (!namespace.isOpen()) {
      throw new ClosedFileSystemException();
    }
  }

  /** Returns what a path leads to. */
  Inode inode(CordonPath path, boolean followLinks) throws IOException {
    StackProbe.touch();
    checkOpen();
    return namespace.find(path.toPathName(), followLinks);
  }

  /**
   * As {@link #inode}, for whoever asks whether there is something: behind a file that is on the
   * way there is nothing, as the default provider says it, too.
   *
   * @throws NoSuchFileException if not
   */
  Inode existing(CordonPath path, boolean followLinks) throws IOException {
    try {
      return inode(path, followLinks);
    } catch (FileSystemException e) {
      throw FileErrors.isNotDirectory(e) ? new NoSuchFileException(path.toString()) : e;
    }
  }

  /** Returns what is no {@code PosixFileAttributes}. */
  AttributeSnapshot attributes(CordonPath path, boolean followLinks) throws IOException {
    return attributes(path, followLinks, false);
  }

  PosixSnapshot posixAttributes(CordonPath path, boolean followLinks) throws IOException {
    return (PosixSnapshot) attributes(path, followLinks, true);
  }

  private AttributeSnapshot attributes(CordonPath path, boolean followLinks, boolean posix)
      throws IOException {
    Inode inode;
    AttributeSnapshot attributes;
    do {
      inode = existing(path, followLinks);
      attributes = posix ? new PosixSnapshot(this, inode) : new AttributeSnapshot(this, inode);
      // A file that went meanwhile, alone or with its file system, looks empty: look again.
      checkOpen();
    } while (inode.isGone());
    return attributes;
  }

  CordonPath realPath(CordonPath path) throws IOException {
    checkOpen();
    return getPath(namespace.realPath(path.toPathName()));
  }

  /** Tells whether a feature was not switched off. */
  boolean has(CordonFeature feature) {
    return !without.contains(feature);
  }

  /**
   * Checks that a feature was not switched off.
   *
   * @throws UnsupportedOperationException if it was
   */
  void require(CordonFeature feature) {
    if (!has(feature)) {
      throw new UnsupportedOperationException("the file system was made without " + feature);
    }
  }

  ChannelOpener files() {
    return files;
  }

  @Override
  public FileSystemProvider provider() {
    return CordonFileSystemProvider.provider();
  }

  /** Closes what nobody has used. Allocates nothing. */
  void discard() {
    namespace.discard();
    CordonFileSystems.forget(this);
  }

  @Override
  public void close() throws IOException {
    StackProbe.touch();
    // All of it, whatever comes between; and what was not done is done by the next call.
    try {
      namespace.close();
    } finally {
      ranges.end();
      try {
        management.unregister();
      } finally {
        CordonFileSystems.forget(this);
        resources.closeAll();
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
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(getPath("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    checkOpen();
    return List.of(store);
  }

  Principals principals() {
    return principals;
  }

  AttributeViews views() {
    return views;
  }

  NewAttributes newAttributes() {
    return newAttributes;
  }

  /** Returns a number that no other file system of this process has or had. */
  long device() {
    return device;
  }

  /** Returns the number of files, directories and links, of which there may be a limit. */
  long inodes() {
    return namespace.inodes();
  }

  CordonFileStore store() {
    checkOpen();
    return store;
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return views.names();
  }

  @Override
  public CordonPath getPath(String first, String... more) {
    return CordonPath.parse(this, PathParser.join(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    int colon = syntaxAndPattern.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("not of the form syntax:pattern: " + syntaxAndPattern);
    }
    String input = syntaxAndPattern.substring(colon + 1);
    String regex =
        switch (syntaxAndPattern.substring(0, colon).toLowerCase(Locale.ROOT)) {
          case "glob" -> GlobPattern.toRegex(input);
          case "regex" -> input;
          default -> throw new UnsupportedOperationException("syntax of " + syntaxAndPattern);
        };
    Pattern pattern = Pattern.compile(regex);
    return path -> pattern.matcher(path.toString()).matches();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    checkOpen();
    return principals;
  }

  @Override
  public WatchService newWatchService() throws IOException {
    StackProbe.touch();
    CordonWatchService service = new CordonWatchService(this);
    resources.add(service);
    return service;
  }

  @Override
  public String toString() {
    return CordonUris.SCHEME + "://" + name;
  }
}
