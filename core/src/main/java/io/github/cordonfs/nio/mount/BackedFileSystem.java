package io.github.cordonfs.nio.mount;

import io.github.cordonfs.CollapseCounters;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.InterruptPolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.PageMap;
import io.github.cordonfs.ReadCounts;
import io.github.cordonfs.TransferCounts;
import io.github.cordonfs.UnwrittenData;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.OpenOption;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.spi.FileSystemProvider;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What mounts have in common, whatever is behind them: a page cache, the files in it, and what is
 * open. Where names and attributes come from is up to those who extend it.
 */
public abstract sealed class BackedFileSystem extends ProviderFileSystem
    implements ManagedFileSystem permits MountedFileSystem, StoreFileSystem {

  private static final PathName ROOT = PathName.of(true, new String[0]);

  private final FileSystemProvider provider;
  private final CordonOptions options;
  private final PageCache cache;
  private final BackedFiles backed;
  private final MountedLosses losses;
  private final MountedTree tree;
  private final PathMemoryFailures failures;
  private final OpenResources resources = new OpenResources(null);
  private final FileOpener files;
  private final Management management = new Management();
  private final RangeWatch ranges = new RangeWatch();
  private final Runnable forget;

  /**
   * Makes one that nobody may have before {@link #start}.
   *
   * @param cache closed with it
   * @param backing closed with it
   * @param names where its paths lead in the backing
   * @param losses what is known of lost data; closed with it
   * @param forget called when it was closed
   */
  BackedFileSystem(
      String name,
      long device,
      FileSystemProvider provider,
      CordonOptions options,
      PageCache cache,
      Backing backing,
      MountedStore names,
      MountedLosses losses,
      Runnable forget) {
    super(name, device);
    this.provider = provider;
    this.options = options;
    this.cache = cache;
    this.losses = losses;
    this.backed = new BackedFiles(cache, options.writableMappings(), options.direct());
    this.tree = new MountedTree(backed, backing, names, losses, options.writable());
    HardOffline failure = new HardOffline(name, cache, options.poison());
    this.failures = new PathMemoryFailures(tree, cache, failure, options.injection());
    this.files =
        new FileOpener(
            new ChannelContext(
                tree, resources, new FileLocks(new MountedLocks(backing)), failure, null),
            options.interrupts() == InterruptPolicy.CLOSE_CHANNEL);
    this.forget = forget;
  }

  /** Begins what goes on in the background. */
  final void start() {
    tree.bind(this);
    failures.bind(this);
    if (options.patrolRate() > 0) {
      failures.startPatrol(options.patrolRate());
    }
    ranges.start();
    if (options.writable() && options.flushAtShutdown()) {
      ShutdownFlush.add(tree);
    }
  }

  final MountedTree tree() {
    return tree;
  }

  final FileOpener files() {
    return files;
  }

  /** Opens a file, or what else can be opened, as the mode says. */
  abstract FileChannel channel(CordonPath path, OpenMode mode, FileAttribute<?>... attributes)
      throws IOException;

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
  public PageMap pageMap() {
    return failures.pageMap();
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
  public UnwrittenData unwrittenData() {
    return isOpen() ? backed.unwritten() : UnwrittenData.NONE;
  }

  @Override
  public long storeReads() {
    return backed.requests();
  }

  @Override
  public ReadCounts readCounts() {
    return cache.readCounts();
  }

  @Override
  public TransferCounts transferCounts() {
    return cache.transferCounts();
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

  @Override
  public void copy(CordonPath source, CordonPath target, CopyMode mode) throws IOException {
    MountedCopy.copy(source, target, mode);
  }

  // --- what a mount cannot ---

  @Override
  public WatchKey register(
      CordonPath path,
      WatchService watcher,
      WatchEvent.Kind<?>[] events,
      WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("a mount cannot be watched");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("a mount cannot be watched");
  }

  // --- the file system itself ---

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void end() throws IOException {
    StackProbe.touch();
    // All of it, whatever comes between; and what was not done is done by the next call.
    boolean first = tree.isOpen();
    ShutdownFlush.remove(tree);
    try {
      try {
        if (first) {
          tree.flushAll();
        }
      } finally {
        try {
          tree.close();
        } finally {
          losses.close();
        }
      }
    } finally {
      try {
        management.unregister();
      } finally {
        try {
          forget.run();
        } finally {
          failures.stopPatrol();
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
