package io.github.cordonfs.nio;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.Invariants;
import io.github.cordonfs.frame.MemoryFiles;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Every public operation that changes something, on a file system of its own, to be broken off by
 * errors at whatever place; and what must hold afterwards.
 */
@SuppressWarnings("MustBeClosedChecker") // what is closed by other operations, or never
final class EveryOperation implements AutoCloseable {

  private static final int PAGE = 4096;
  private static final int HUGE = 2 << 20;

  /** Attempts that can be made after one preparation. */
  static final int ATTEMPTS = 320;

  /** An operation; attempts are numbered from 0 after each preparation. */
  interface Attempt {
    void make(int number) throws Exception;
  }

  /**
   * An operation.
   *
   * @param prepare makes what attempt number n needs
   * @param attempt may be broken off, or have been before with the same number
   */
  record Operation(Attempt prepare, Attempt attempt) {}

  private final FileSystem fs;
  private final MemoryFailures failures;
  private final CordonFileChannel channel;
  private final CordonFileChannel appending;
  private final AsynchronousFileChannel asynchronous;
  private final WatchService watches;
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private Arena arena = Arena.ofShared();

  /** File systems whose closing may not have come to its end. */
  private final List<FileSystem> closing = new ArrayList<>();

  /** One that is not in the list yet: to put it there may fail, and nobody would have it. */
  private FileSystem made;

  private final ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
  private final ByteBuffer pages = ByteBuffer.allocateDirect(3 * PAGE);

  EveryOperation() throws IOException {
    fs = Cordon.newFileSystem(options());
    failures = CordonFileSystem.of(fs).memoryFailures();
    for (String dir : List.of("/made", "/moved", "/watched")) {
      Files.createDirectory(fs.getPath(dir));
    }
    channel = open("/file");
    appending =
        CordonFileChannel.of(
            FileChannel.open(
                fs.getPath("/log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    asynchronous =
        AsynchronousFileChannel.open(
            Files.createFile(fs.getPath("/asynchronous")),
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE),
            new DirectExecutor());
    watches = fs.newWatchService();
    fs.getPath("/watched")
        .register(
            watches,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_DELETE);
    addContent();
    addNames();
    addFailures();
    addRest();
  }

  /** Of all file systems of these tests; without background work, which would meet the errors. */
  static CordonOptions options() {
    return CordonOptions.builder()
        .size(48 << 20)
        .injection(true)
        .huge(HugePolicy.WITHIN_SIZE)
        .collapseRate(0)
        .patrolRate(0)
        .physicalHugePages(false)
        .build();
  }

  Map<String, Operation> operations() {
    return operations;
  }

  private CordonFileChannel open(String name) throws IOException {
    return CordonFileChannel.of(
        FileChannel.open(
            fs.getPath(name),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  private void add(String name, Attempt prepare, Attempt attempt) {
    operations.put(name, new Operation(prepare, attempt));
  }

  private void add(String name, Attempt attempt) {
    add(name, _ -> {}, attempt);
  }

  private ByteBuffer page() {
    return page.clear();
  }

  private void addContent() {
    add("write", _ -> channel.write(page(), 0));
    add("write a hole", n -> clear(n, channel), n -> channel.write(pages.clear(), n * 3L * PAGE));
    add("write far", n -> clear(n, channel), n -> channel.write(page(), (n % 7 + 1) * (long) HUGE));
    add(
        "write large",
        n -> clear(n, channel),
        n -> {
          channel.position(0);
          channel.write(new ByteBuffer[] {pages.clear(), page(), ByteBuffer.allocate(HUGE)});
        });
    add("write at the position", n -> clear(n, channel), _ -> channel.write(page()));
    add(
        "gather",
        n -> clear(n, channel),
        _ -> channel.write(new ByteBuffer[] {page(), pages.clear()}));
    add("append", n -> clear(n, appending), _ -> appending.write(page()));
    add("read at the position", n -> channel.position(0), _ -> channel.read(page()));
    add(
        "scatter",
        n -> channel.position(0),
        _ -> channel.read(new ByteBuffer[] {page(), pages.clear()}));
    add("read", _ -> channel.read(page(), 0));
    add(
        "truncate",
        n -> channel.write(page(), 9 * PAGE),
        n -> channel.truncate((ATTEMPTS - n) * 10L));
    add("set the size", n -> channel.setSize(n % 2 * 3 * PAGE + n));
    add(
        "punch a hole",
        n -> channel.write(ByteBuffer.allocate(HUGE + PAGE), 0),
        n -> channel.punchHole(n * 100L, n % 3 * (long) PAGE));
    add("punch all", n -> channel.write(page(), 0), n -> channel.punchHole(0, HUGE));
    add("allocate", n -> clear(n, channel), n -> channel.allocate(n * 2L * PAGE, PAGE, n % 2 == 0));
    add(
        "allocate huge",
        n -> clear(n, channel),
        n -> channel.allocate((n % 3) * (long) HUGE, HUGE, false));
    add("transfer to", _ -> channel.transferTo(0, PAGE, appending));
    add(
        "transfer from",
        _ -> {
          asynchronous.write(page(), 0).get();
          channel.transferFrom(channel, 0, PAGE);
        });
    add(
        "collapse",
        n -> {
          if (n % 50 == 0) {
            channel.setSize(0);
            for (int i = 511; i >= 0; i--) {
              channel.write(page(), (long) i * PAGE);
            }
          }
        },
        _ -> channel.collapse(0, HUGE));
  }

  private static void clear(int number, CordonFileChannel of) throws IOException {
    if (number == 0) {
      of.setSize(0);
      of.position(0);
    }
  }

  private Path made(int number) {
    return fs.getPath("/made/" + number);
  }

  private Path moved(int number) {
    return fs.getPath("/moved/" + number);
  }

  private void makeFile(int number) throws IOException {
    Files.write(made(number), new byte[2 * PAGE]);
    Files.deleteIfExists(moved(number));
  }

  private void makeNothing(int number) throws IOException {
    Files.deleteIfExists(made(number));
    Files.deleteIfExists(moved(number));
  }

  private void makeDirectory(int number) throws IOException {
    makeNothing(number);
    Files.createDirectory(made(number));
  }

  private void addNames() {
    add("create", this::makeNothing, n -> Files.createFile(made(n)));
    add("open and close", this::makeFile, n -> open("/made/" + n).close());
    add(
        "open to truncate",
        this::makeFile,
        n ->
            FileChannel.open(
                    made(n), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                .close());
    add(
        "open what is deleted",
        this::makeFile,
        n ->
            FileChannel.open(made(n), StandardOpenOption.DELETE_ON_CLOSE, StandardOpenOption.WRITE)
                .close());
    add("make a directory", this::makeNothing, n -> Files.createDirectory(made(n)));
    add(
        "make with attributes",
        this::makeNothing,
        n ->
            Files.createDirectory(
                made(n),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------"))));
    add(
        "make a symbolic link",
        this::makeNothing,
        n -> Files.createSymbolicLink(made(n), fs.getPath("x")));
    add("link", this::makeFile, n -> Files.createLink(moved(n), made(n)));
    add("delete", this::makeFile, n -> Files.delete(made(n)));
    add("delete a directory", this::makeDirectory, n -> Files.delete(made(n)));
    add(
        "delete a large file",
        n -> {
          makeNothing(n);
          Files.write(made(n), new byte[n % 100 == 0 ? HUGE + 1 : 70_000]);
        },
        n -> Files.delete(made(n)));
    add("move", this::makeFile, n -> Files.move(made(n), moved(n)));
    add("move a directory", this::makeDirectory, n -> Files.move(made(n), moved(n)));
    add(
        "replace",
        n -> {
          makeFile(n);
          Files.write(moved(n), new byte[1]);
        },
        n -> Files.move(made(n), moved(n), StandardCopyOption.REPLACE_EXISTING));
    add("copy", this::makeFile, n -> Files.copy(made(n), moved(n)));
    add(
        "copy over",
        n -> {
          makeFile(n);
          Files.write(moved(n), new byte[1]);
        },
        n ->
            Files.copy(
                made(n),
                moved(n),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES));
    add("copy a directory", this::makeDirectory, n -> Files.copy(made(n), moved(n)));
    add(
        "write by a stream",
        this::makeNothing,
        n -> {
          try (OutputStream out = Files.newOutputStream(made(n))) {
            out.write(1);
          }
        });
    add(
        "read by a stream",
        this::makeFile,
        n -> {
          try (InputStream in = Files.newInputStream(made(n))) {
            in.readAllBytes();
          }
        });
    add(
        "delete by a directory stream",
        this::makeFile,
        n -> {
          try (DirectoryStream<Path> stream = Files.newDirectoryStream(fs.getPath("/made"))) {
            ((SecureDirectoryStream<Path>) stream).deleteFile(fs.getPath("" + n));
          }
        });
    add(
        "move by a directory stream",
        this::makeFile,
        n -> {
          try (DirectoryStream<Path> from = Files.newDirectoryStream(fs.getPath("/made"));
              DirectoryStream<Path> to = Files.newDirectoryStream(fs.getPath("/moved"))) {
            ((SecureDirectoryStream<Path>) from)
                .move(fs.getPath("" + n), (SecureDirectoryStream<Path>) to, fs.getPath("" + n));
          }
        });
  }

  private void makeStruck(int number, StrikeContent content) throws IOException {
    makeFile(number);
    failures.strike(made(number), PAGE, content);
  }

  private void addFailures() {
    add("strike", this::makeFile, n -> failures.strike(made(n), 0));
    add(
        "strike a hole",
        n -> {
          makeNothing(n);
          try (CordonFileChannel file = open("/made/" + n)) {
            file.setSize(PAGE);
          }
        },
        n -> failures.strike(made(n), 0));
    add(
        "strike a huge folio",
        n -> {
          if (n % 20 == 0 || channel.size() < HUGE) {
            channel.setSize(0);
            channel.write(ByteBuffer.allocate(HUGE), 0);
          }
        },
        n -> failures.strike(fs.getPath("/file"), n % 500 * (long) PAGE));
    add("strike a frame", this::makeFile, n -> failures.strikeFrame(failures.frameOf(made(n), 0)));
    add("strike at random", this::makeFile, n -> failures.strikeRandom(n, 1));
    add("take off line", this::makeFile, n -> failures.softOffline(made(n), 0));
    add("take back", n -> makeStruck(n, StrikeContent.KEEP), n -> failures.unpoison(made(n), PAGE));
    add(
        "clear",
        n -> makeStruck(n, StrikeContent.DESTROY),
        n -> failures.clearPoison(made(n), new ByteRange(0, 2 * PAGE)));
    add(
        "restore",
        n -> makeStruck(n, StrikeContent.DESTROY),
        n -> failures.restore(made(n), new ByteRange(PAGE, PAGE), page()));
    add(
        "delete what is struck",
        n -> makeStruck(n, StrikeContent.DESTROY),
        n -> Files.delete(made(n)));
    add(
        "list what is struck",
        n -> {
          if (n == 0) {
            makeStruck(n, StrikeContent.DESTROY);
          }
        },
        _ -> failures.badFiles());
    add("patrol", _ -> failures.patrol());
  }

  /** An arena that is closed when there is no stack leaks, as the JDK has it. */
  private void map(String name, MapMode mode) throws IOException {
    try (CordonFileChannel file = open(name)) {
      file.map(mode, 0, 2 * PAGE, arena);
    }
  }

  private void addRest() {
    add(
        "make a file system",
        _ -> {
          closeMade();
          made = Cordon.newFileSystem(options().toBuilder().size(2 * HUGE).build());
          closing.add(made);
          Files.write(made.getPath("/file"), new byte[PAGE]);
          closeMade();
        });
    add("map to read", this::makeFile, n -> map("/made/" + n, MapMode.READ_ONLY));
    add("map to write", this::makeNothing, n -> map("/made/" + n, MapMode.READ_WRITE));
    add("map a copy", this::makeFile, n -> map("/made/" + n, MapMode.PRIVATE));
    add(
        "lock",
        n -> {
          try (FileLock lock = channel.lock(n, 1, false)) {
            lock.isValid();
          }
        });
    add("read asynchronously", _ -> asynchronous.read(page(), 0).get());
    add("write asynchronously", _ -> asynchronous.write(page(), 0).get());
    add(
        "lock asynchronously",
        n -> {
          try (FileLock lock = asynchronous.lock(n, 1, false).get()) {
            lock.isValid();
          }
        });
    add(
        "open asynchronously",
        this::makeNothing,
        n ->
            AsynchronousFileChannel.open(
                    made(n), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .close());
    add(
        "set times",
        this::makeFile,
        n ->
            Files.getFileAttributeView(made(n), BasicFileAttributeView.class)
                .setTimes(FileTime.fromMillis(n), null, null));
    add("set permissions", this::makeFile, n -> Files.setPosixFilePermissions(made(n), Set.of()));
    add("set an attribute", this::makeFile, n -> Files.setAttribute(made(n), "user:a", page()));
    add(
        "delete an attribute",
        n -> {
          makeFile(n);
          Files.setAttribute(made(n), "user:a", new byte[1]);
        },
        n -> Files.getFileAttributeView(made(n), UserDefinedFileAttributeView.class).delete("a"));
    add("set a bit", this::makeFile, n -> Files.setAttribute(made(n), "dos:hidden", true));
    add(
        "read attributes",
        this::makeFile,
        n -> Files.readAttributes(made(n), "posix:*", LinkOption.NOFOLLOW_LINKS));
    add(
        "watch",
        this::makeDirectory,
        n -> made(n).register(watches, StandardWatchEventKinds.ENTRY_MODIFY).cancel());
    add(
        "create what is watched",
        n -> Files.deleteIfExists(fs.getPath("/watched/" + n)),
        n -> Files.createFile(fs.getPath("/watched/" + n)));
    add(
        "write what is watched",
        n -> Files.write(fs.getPath("/watched/" + n), new byte[0]),
        n -> Files.write(fs.getPath("/watched/" + n), new byte[1]));
    add(
        "delete what is watched",
        n -> Files.write(fs.getPath("/watched/" + n), new byte[1]),
        n -> Files.delete(fs.getPath("/watched/" + n)));
    add(
        "poll",
        n -> Files.write(fs.getPath("/watched/" + n), new byte[n]),
        _ -> {
          WatchKey key = watches.poll();
          if (key != null) {
            key.pollEvents();
            key.reset();
          }
        });
  }

  private void closeMade() throws IOException {
    if (made != null) {
      made.close();
      made = null;
    }
  }

  /** What must hold after any of them: everything can be done, and nothing is left behind. */
  void check() throws IOException {
    closeMade();
    for (FileSystem each : closing) {
      each.close();
    }
    closing.clear();
    int pools = MemoryFiles.open().size();
    require(pools == 1, "memory files of file systems: " + pools);
    int descriptors = MemoryFiles.descriptors();
    require(descriptors <= 2, "descriptors of the memory file: " + descriptors);
    Path other = fs.getPath("/made/other");
    Files.write(other, new byte[3 * PAGE]);
    Files.move(other, fs.getPath("/moved/other"));
    Files.delete(fs.getPath("/moved/other"));
    channel.setSize(0);
    channel.position(0);
    channel.write(page());
    appending.setSize(0);
    appending.write(page());
    asynchronous.truncate(0);
    try (FileLock lock = channel.lock();
        FileLock all = asynchronous.tryLock()) {
      require(lock.isValid() && all.isValid(), "locks");
    }
    PageCacheFileSystem system = (PageCacheFileSystem) fs;
    List<AddressSpace> spaces = new ArrayList<>();
    for (RegularFile file : system.namespace().regularFiles()) {
      spaces.add(file.space());
    }
    checkWhenTrimmed(spaces);
    require(names(fs.getPath("/")) == system.inodes(), "an inode for each name");
  }

  /** Memory may just be given back, by the one thread that does nothing else. */
  private static void checkWhenTrimmed(List<AddressSpace> spaces) {
    for (int attempts = 1000; ; attempts--) {
      try {
        Invariants.check(spaces.getFirst().cache(), spaces);
        return;
      } catch (AssertionError e) {
        // A difference that is there to stay is there at the last look, too.
        if (attempts == 0 || !isOfTrimming(e.getMessage())) {
          throw e;
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static boolean isOfTrimming(String message) {
    return message.contains("claimed") || message.contains("resident bytes");
  }

  /** Removes what operations have made: then nothing may be left. */
  void clear() throws IOException {
    arena.close();
    arena = Arena.ofShared();
    for (String dir : List.of("/made", "/moved", "/watched")) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(fs.getPath(dir))) {
        for (Path each : stream) {
          Files.delete(each);
        }
      }
    }
    check();
    for (WatchKey key = watches.poll(); key != null; key = watches.poll()) {
      key.pollEvents();
      key.reset();
    }
    long names = names(fs.getPath("/"));
    require(names == 7, "names that are left: " + names);
    long used = ((PageCacheFileSystem) fs).usedBytes();
    require(used == 2 * PAGE, "used: " + used);
  }

  /** Counts names of what has one name each: directories, and files other than hard links. */
  private static long names(Path dir) throws IOException {
    try (Stream<Path> walk = Files.walk(dir)) {
      Set<Object> keys = new HashSet<>();
      for (Path each : (Iterable<Path>) walk::iterator) {
        keys.add(Files.getAttribute(each, "unix:ino", LinkOption.NOFOLLOW_LINKS));
      }
      return keys.size();
    }
  }

  static void require(boolean fact, String what) {
    if (!fact) {
      throw new AssertionError(what);
    }
  }

  @Override
  public void close() throws IOException {
    fs.close();
  }

  /** Runs everything at once, in the thread of who asks for it. */
  private static final class DirectExecutor extends AbstractExecutorService {
    @Override
    public void execute(Runnable command) {
      command.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
