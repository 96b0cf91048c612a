package io.github.cordonfs.nio.mapping;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.map.RangeBudget;
import io.github.cordonfs.nio.ChildJvm;
import io.github.cordonfs.os.Linux;
import io.github.cordonfs.os.MapCount;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A process that has as many ranges of addresses as the kernel allows, and goes on to work with
 * files that it has mapped.
 */
@SuppressWarnings("MustBeClosedChecker") // mappings that the limit is reached with
final class RangesChild implements AutoCloseable {

  private static final int PAGE = 4096;
  private static final int PAGES = 512;

  /** Pages that fail: no two of them are adjacent. */
  private static final int STRIKES = 200;

  /** From here on no page fails. */
  private static final int SAFE = 2 * STRIKES + 1;

  /** Of the strikes, how many at least are cut off without their neighbours, from two mappings. */
  private static final int EXACT = 40;

  /** Addresses from which ranges are made, two for every two pages: more than there may be. */
  private static final long HOG_PAGES = 2L * 66_000;

  private final FileSystem fs;
  private final MemoryFailures failures;
  private final Path path;
  private final FileChannel channel;
  private final Arena arena = Arena.ofShared();
  private final ByteBuffer page = ByteBuffer.allocateDirect(PAGE);

  private RangesChild() throws IOException {
    // Nobody looks at memory in the background: that rehearses what may have to be rehearsed here.
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(16 << 20)
                .huge(HugePolicy.NEVER)
                .injection(true)
                .patrolRate(0)
                .collapseRate(0)
                .build());
    failures = CordonFileSystem.of(fs).memoryFailures();
    path = fs.getPath("/file");
    channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    for (int i = 0; i < PAGES; i++) {
      write(i, i);
    }
  }

  /** The last line that it prints is {@code done}. */
  public static void main(String[] args) throws Exception {
    // Once where there is no want: what the JVM itself takes ranges for is there afterwards.
    ChildJvm.makeBeanServer();
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    try (Warning warning = new Warning()) {
      long most = Linux.reserve(HOG_PAGES * PAGE);
      takeRanges(most, MapCount.limit() * 85 / 100 - MapCount.inUse());
      try (RangesChild rehearsal = new RangesChild()) {
        warning.await();
        check(Linux.unmap(most, HOG_PAGES * PAGE) == 0, "given back");
        rehearsal.mapBeyondAllAddresses();
        rehearsal.run(rehearsal::mapBeyondTheBudget);
      }
    }
    long hog = Linux.reserve(HOG_PAGES * PAGE);
    try (RangesChild child = new RangesChild()) {
      Want want =
          () -> {
            takeRanges(hog, Integer.MAX_VALUE);
            System.out.println("no range is left");
            child.mapUntilRefused();
          };
      long loaded = classes.getTotalLoadedClassCount();
      child.run(want);
      loaded = classes.getTotalLoadedClassCount() - loaded;
      // A process that ends needs some itself.
      check(Linux.unmap(hog, HOG_PAGES * PAGE) == 0, "given back");
      check(loaded == 0, loaded + " classes were loaded, for which the JVM may need ranges");
      child.mapAgain();
    }
    System.out.println("done");
  }

  /** Waits for the warning that the limit is near. */
  private static final class Warning extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.github.cordonfs");
    private final CountDownLatch logged = new CountDownLatch(1);

    Warning() {
      logger.addHandler(this);
    }

    void await() throws InterruptedException {
      check(logged.await(60, TimeUnit.SECONDS), "there is a warning near the limit");
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getMessage().contains("ranges of addresses")) {
        logged.countDown();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }

  private interface Want {
    void arise() throws IOException;
  }

  private void run(Want want) throws IOException {
    MemorySegment readOnly = channel.map(MapMode.READ_ONLY, 0, PAGES * PAGE, arena);
    MemorySegment writable = channel.map(MapMode.READ_WRITE, 0, PAGES * PAGE, arena);
    want.arise();
    int exact = 0;
    for (int i = 0; i < STRIKES; i++) {
      int struck = 2 * i + 1;
      failures.strike(path, (long) struck * PAGE);
      check(faults(readOnly, struck), "a load of page " + struck + " after its report");
      check(faults(writable, struck), "the same through the other mapping");
      check(
          channel.read(page.clear(), (long) (struck + 1) * PAGE) == PAGE, "its neighbour is read");
      check(page.getInt(0) == struck + 1, "content of its neighbour");
      write(struck + 1, struck + 1);
      exact += faults(readOnly, struck + 1) || faults(writable, struck + 1) ? 0 : 1;
    }
    check(failures.badRanges(path).size() == STRIKES, "all of them are reported");
    System.out.println("exact " + exact + " of " + STRIKES);
    check(exact >= EXACT, "so many pages are cut off alone");
  }

  /** Maps what does not fail until that is refused; what is refused leaves nothing behind. */
  private void mapUntilRefused() throws IOException {
    Arena last = Arena.ofShared();
    while (true) {
      Arena next = Arena.ofShared();
      int taken = RangeBudget.taken();
      try {
        channel.map(MapMode.READ_ONLY, SAFE * PAGE, (PAGES - SAFE) * PAGE, next);
      } catch (FileSystemException e) {
        check(RangeBudget.taken() == taken, "ranges are given back");
        next.close();
        // The last one that there was goes to the JVM, which ends without.
        last.close();
        System.out.println(e.getMessage());
        return;
      }
      last = next;
    }
  }

  /** A refusal by the kernel, of the JDK's own mapping. */
  private void mapBeyondAllAddresses() throws IOException {
    try (FileChannel large =
        FileChannel.open(
            fs.getPath("/large"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      large.write(page.clear().limit(1), 1L << 60);
      try {
        large.map(MapMode.READ_ONLY, 0, 1L << 60, arena);
        check(false, "there are so many addresses");
      } catch (FileSystemException e) {
        check(e.getMessage().contains("gives no more addresses"), e.getMessage());
      }
    }
  }

  /** A refusal for which the kernel is not asked. */
  private void mapBeyondTheBudget() throws IOException {
    int all = RangeBudget.limit() - RangeBudget.taken();
    check(RangeBudget.take(all), "all of the budget");
    mapUntilRefused();
    RangeBudget.giveBack(all);
  }

  private void mapAgain() throws IOException {
    MemorySegment map = channel.map(MapMode.READ_ONLY, 0, PAGES * PAGE, arena);
    check(faults(map, 1) && !faults(map, 2), "a new mapping shows what is there");
    long rest = map.get(ValueLayout.JAVA_INT_UNALIGNED, 2 * PAGE);
    check(Integer.reverseBytes((int) rest) == 2, "content through the new mapping");
  }

  /** Makes ranges until there are so many, or the kernel refuses. */
  private static void takeRanges(long area, int count) {
    long page = 1;
    while (page < HOG_PAGES && page < count && Linux.overlayZeros(area + page * PAGE, PAGE)) {
      page += 2;
    }
    check(page < HOG_PAGES, "the kernel refuses at last");
  }

  private void write(int index, int value) throws IOException {
    page.clear().putInt(0, value);
    check(channel.write(page, (long) index * PAGE) == PAGE, "a page is written");
  }

  private static boolean faults(MemorySegment map, int page) {
    return MappingFixture.faults(map, (long) page * PAGE);
  }

  private static void check(boolean fact, String what) {
    if (!fact) {
      throw new AssertionError(what);
    }
  }

  @Override
  public void close() throws IOException {
    arena.close();
    channel.close();
    fs.close();
  }
}
