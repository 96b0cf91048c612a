package io.github.cordonfs.fault;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Lets memory really go bad, over and over, under a file that is read and written, in every place
 * where a copy can meet it. Run in a JVM of its own, which must survive; ends with the line {@code
 * survived N faults}, or an error.
 *
 * <p>Arguments: rounds; a file for memory of its own.
 */
final class FaultCampaign {

  private static final int PAGE = 4096;
  private static final int PAGES = 1024;
  private static final int WARM_UP = 3000;

  private final Random random = new Random(42);
  private final ExecutorService others =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  private final List<MemoryFailureEvent> events = new ArrayList<>();
  private final FileSystem fs;
  private final MemoryFailures failures;
  private final Path path;
  private final CordonFileChannel channel;
  private final Path ownFile;
  private final byte[] expected = new byte[PAGES * PAGE];
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(8 * PAGE);
  private int faults;
  private int freshFaults;

  private FaultCampaign(Path ownFile) throws IOException {
    this.ownFile = ownFile;
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(32 << 20)
                .huge(HugePolicy.WITHIN_SIZE)
                .collapseRate(0)
                .patrolRate(0)
                // A copy by the kernel would be a signal in the kernel's own good time.
                .physicalHugePages(false)
                .injection(true)
                .build());
    failures = CordonFileSystem.of(fs).memoryFailures();
    path = fs.getPath("/file");
    channel =
        CordonFileChannel.of(
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    failures.addListener(events::add);
    random.nextBytes(expected);
    write(0, expected.length);
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    FaultCampaign campaign = new FaultCampaign(Path.of(arguments[1]));
    campaign.warmUp();
    for (int round = 0; round < rounds; round++) {
      campaign.badSourceOfARead();
      campaign.badDestinationOfAWrite();
      campaign.badDestinationOfACallersRead();
      campaign.badSourceOfACallersWrite();
      campaign.strayError(round % 2 == 0);
      campaign.badPageUnderTruncate();
      campaign.badFreshFrame();
      if (round % 50 == 0) {
        campaign.checkEverything();
      }
    }
    campaign.checkEverything();
    campaign.fs.close();
    campaign.others.shutdown();
    check(campaign.freshFaults > rounds / 4, "fresh frames met: " + campaign.freshFaults);
    System.out.println("survived " + campaign.faults + " faults");
  }

  private void warmUp() throws IOException {
    // An interpreter has nothing to warm up.
    boolean compiled = !System.getProperty("java.vm.info", "").contains("interpreted");
    for (int i = 0; compiled && i < WARM_UP; i++) {
      int page = random.nextInt(PAGES - 8);
      checkRead(page, 8);
      write(page * PAGE, PAGE);
    }
  }

  // --- the places ---

  private void badSourceOfARead() throws Exception {
    int page = 1 + random.nextInt(PAGES - 8);
    BadPage.inPool(path, failures.frameOf(path, (long) page * PAGE));
    faults++;
    buffer.clear().limit(4 * PAGE);
    // Read into what held something else: nothing of it may pass for the file's.
    int from = page - random.nextInt(Math.min(page, 3) + 1);
    int read = readOrPoisoned(from);
    check(read == (page - from) * PAGE, "read " + read + " bytes up to the bad page");
    checkBytes(copied(read), from * PAGE);
    lostAndRestored(page);
  }

  private void badDestinationOfAWrite() throws Exception {
    int page = 1 + random.nextInt(PAGES - 8);
    BadPage.inPool(path, failures.frameOf(path, (long) page * PAGE));
    faults++;
    int from = page - random.nextInt(2);
    int length = random.nextBoolean() ? 3 * PAGE : (page - from) * PAGE + 100;
    byte[] fresh = new byte[length];
    random.nextBytes(fresh);
    System.arraycopy(fresh, 0, expected, from * PAGE, length);
    int written = 0;
    try {
      written = channel.write(slice(from * PAGE, length), (long) from * PAGE);
    } catch (PoisonedPageException e) {
      check(e.offset() == (long) page * PAGE, "the exception names the page");
    }
    check(written == (page - from) * PAGE, "wrote " + written + " bytes up to the bad page");
    lostAndRestored(page);
  }

  private void badDestinationOfACallersRead() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment own = BadPage.ownMemory(ownFile, 8, arena);
      BadPage.inOwnMemory(own, 3);
      faults++;
      boolean told = false;
      try {
        channel.read(own.asByteBuffer(), 5L * PAGE);
      } catch (InternalError e) {
        told = true;
      }
      check(told, "whoever reads into bad memory is told");
    }
    nothingLost();
  }

  private void badSourceOfACallersWrite() throws Exception {
    int page = 1 + random.nextInt(PAGES - 16);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment own = BadPage.ownMemory(ownFile, 8, arena);
      int bad = random.nextInt(3);
      byte[] fresh = new byte[bad * PAGE];
      random.nextBytes(fresh);
      own.asByteBuffer().put(fresh);
      BadPage.inOwnMemory(own, bad);
      faults++;
      int written = 0;
      try {
        written = channel.write(own.asByteBuffer(), (long) page * PAGE);
      } catch (InternalError e) {
        check(bad == 0, "a write of what can be read succeeds");
      }
      check(written == bad * PAGE, "wrote " + written + " bytes of a source bad from " + bad);
      System.arraycopy(fresh, 0, expected, page * PAGE, fresh.length);
    }
    nothingLost();
  }

  /** An error of an access of the application's own, which arrives when it likes. */
  private void strayError(boolean write) throws Exception {
    int page = random.nextInt(PAGES - 8);
    boolean told = false;
    boolean done = false;
    byte[] before = Arrays.copyOfRange(expected, page * PAGE, (page + 1) * PAGE);
    try (Arena arena = Arena.ofShared()) {
      MemorySegment own = BadPage.ownMemory(ownFile, 1, arena);
      BadPage.inOwnMemory(own, 0);
      faults++;
      try {
        BadPage.load(own, 7);
        if (write) {
          byte[] fresh = new byte[PAGE];
          random.nextBytes(fresh);
          check(channel.write(ByteBuffer.wrap(fresh), (long) page * PAGE) == PAGE, "a whole write");
          done = true;
          before = fresh;
        } else {
          checkRead(page, 4);
        }
      } catch (InternalError e) {
        told = true;
      }
    }
    check(told, "the application is told of its own bad load");
    check(!done, "a write that was done did not throw");
    System.arraycopy(before, 0, expected, page * PAGE, PAGE);
    nothingLost();
  }

  /** The page is cut in part: it need not be cleared, but what it held must not show again. */
  private void badPageUnderTruncate() throws Exception {
    int page = PAGES - 1;
    BadPage.inPool(path, failures.frameOf(path, (long) page * PAGE));
    faults++;
    channel.truncate((long) page * PAGE + 100);
    channel.setSize((long) PAGES * PAGE);
    lostAndRestored(page);
  }

  /** A frame that goes bad while nobody has it: whoever gets it gets another one. */
  private void badFreshFrame() throws Exception {
    int page = random.nextInt(PAGES);
    int frame = failures.frameOf(path, (long) page * PAGE);
    channel.punchHole((long) page * PAGE, PAGE);
    BadPage.inPool(path, frame);
    faults++;
    events.clear();
    write(page * PAGE, PAGE);
    checkRead(page, 1);
    // The allocator may have given out another one. Then the bad one is met later, or never.
    check(failures.badRanges(path).isEmpty(), "nobody's data was lost");
    forgetFreeFrames();
    check(events.isEmpty(), "events " + events);
  }

  // --- what must hold ---

  /** Exactly one page was lost and is told; once it is removed all is well. */
  private void lostAndRestored(int page) throws Exception {
    forgetFreeFrames();
    check(
        failures.badRanges(path).equals(List.of(new ByteRange((long) page * PAGE, PAGE))),
        "bad ranges " + failures.badRanges(path) + " after page " + page);
    check(events.size() == 1, events.size() + " events");
    MemoryFailureEvent event = events.getFirst();
    check(event.source() == FailureSource.HARDWARE && event.pageIndex() == page, "event " + event);
    events.clear();
    int before = failures.frameOf(path, (long) page * PAGE);
    long outOfService = failures.counters().outOfServiceBytes();
    check(outOfService == PAGE, outOfService + " bytes out of service");
    checkLocks();
    check(
        failures
                .restore(
                    path,
                    new ByteRange((long) page * PAGE, PAGE),
                    ByteBuffer.wrap(expected, page * PAGE, PAGE))
                .size()
            == 1,
        "the page is rebuilt");
    check(failures.frameOf(path, (long) page * PAGE) != before, "in another frame");
    // Row U4: the kernel gave fresh memory behind the same address.
    check(failures.counters().outOfServiceBytes() == 0, "renewed");
    int from = Math.max(page - 4, 0);
    write(from * PAGE, Math.min(8, PAGES - from) * PAGE);
    checkRead(from, Math.min(8, PAGES - from));
  }

  /** Frames that went bad while they were free, and were met by whoever got them. */
  private void forgetFreeFrames() {
    freshFaults += events.size();
    events.removeIf(event ->
        event.message() == MessageType.FREE
            && event.source() == FailureSource.HARDWARE
            && event.pageIndex() < 0);
    freshFaults -= events.size();
  }

  private void nothingLost() throws Exception {
    forgetFreeFrames();
    check(failures.badRanges(path).isEmpty(), "an innocent page was poisoned");
    check(events.isEmpty(), "events " + events);
    checkLocks();
  }

  /** Another thread can do everything: no lock was left held. */
  private void checkLocks() throws Exception {
    others
        .submit(() -> {
          Path other = fs.getPath("/other");
          try (FileChannel open =
              FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            open.read(ByteBuffer.allocate(10), 0);
            open.write(ByteBuffer.wrap(expected, 0, 10), 0);
            CordonFileChannel.of(open).setSize((long) PAGES * PAGE);
            failures.clearPoison(path, new ByteRange(0, 0));
          }
          Files.write(other, new byte[] {1});
          Files.delete(other);
          return null;
        })
        .get(20, TimeUnit.SECONDS);
  }

  private void checkEverything() throws Exception {
    write(0, expected.length);
    for (int page = 0; page < PAGES; page += 8) {
      checkRead(page, 8);
    }
    checkLocks();
  }

  private int readOrPoisoned(int page) throws IOException {
    try {
      return channel.read(buffer, (long) page * PAGE);
    } catch (PoisonedPageException e) {
      return 0;
    }
  }

  private void checkRead(int page, int pages) throws IOException {
    buffer.clear().limit(pages * PAGE);
    int read = channel.read(buffer, (long) page * PAGE);
    check(read == pages * PAGE, "read " + read + " of " + pages + " pages");
    buffer.flip();
    check(
        buffer.equals(ByteBuffer.wrap(expected, page * PAGE, pages * PAGE)),
        "bytes of page " + page);
  }

  private void checkBytes(byte[] read, int from) {
    check(
        Arrays.equals(read, 0, read.length, expected, from, from + read.length),
        "bytes from " + from);
  }

  private byte[] copied(int length) {
    byte[] bytes = new byte[length];
    buffer.get(0, bytes);
    return bytes;
  }

  private ByteBuffer slice(int from, int length) {
    return ByteBuffer.wrap(expected, from, length);
  }

  private void write(int from, int length) throws IOException {
    int written = channel.write(slice(from, length), from);
    check(written == length, "wrote " + written + " of " + length);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("not so: " + what);
    }
  }
}
