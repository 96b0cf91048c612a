package io.github.cordonfs.cache;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.cache.backed.BackedSpace;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.failure.Unpoison;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.map.MappedSegment;
import io.github.cordonfs.map.Mapping;
import io.github.cordonfs.os.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel.MapMode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/** A large file in a small cache for a while, and what threads can do to it. */
final class BackedRound implements AutoCloseable {

  private static final int BLOCKS = 4;
  private static final int PAGE = TestFile.PAGE;
  private static final int LENGTH = 16 * TestFile.HUGE + 1234;
  private static final int MOST = 40 * PAGE;

  /** Bytes that a byte is looked at of each so many. */
  private static final int STEP = 61;

  private final Caches caches = Caches.of(BLOCKS, HugePolicy.WITHIN_SIZE);
  private final TestStore store = new TestStore(LENGTH);
  private final TestFile file;
  private final AddressSpace ballast;

  /** The version up to which every change was noticed. */
  private volatile long noticed = 1;

  private final AtomicInteger next = new AtomicInteger();
  private final LongAdder reads = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder strikes = new LongAdder();
  private final LongAdder changes = new LongAdder();
  private final LongAdder mappings = new LongAdder();
  private final LongAdder loads = new LongAdder();
  private final LongAdder faults = new LongAdder();

  BackedRound(boolean direct) {
    store.direct = direct;
    store.silent = true;
    file = caches.newFile("/file", store);
    ballast = caches.newFile("/ballast").space;
  }

  private BackedSpace space() {
    return (BackedSpace) file.space;
  }

  /** Checks bytes that were read: of a version that was noticed by then, or a later one. */
  private void check(long position, byte[] bytes, int n, long oldest, int step) {
    long newest = store.version;
    for (int i = 0; i < n; i += step) {
      boolean fine = false;
      for (long version = oldest; version <= newest && !fine; version++) {
        fine = bytes[i] == TestStore.expected(version, position + i);
      }
      if (!fine) {
        throw new AssertionError(
            "byte " + (position + i) + " is " + bytes[i] + ", of no version from " + oldest);
      }
    }
  }

  private void readAt(long position, int length) {
    byte[] bytes = new byte[length];
    long oldest = noticed;
    int n;
    try {
      n = file.space.read(position, MemorySegment.ofArray(bytes), 0, length);
    } catch (Exception e) {
      if (!(e instanceof IOException)) {
        throw e;
      }
      errors.increment();
      return;
    }
    if (n < 1) {
      throw new AssertionError("read " + n + " at " + position);
    }
    check(position, bytes, n, oldest, STEP);
    reads.increment();
  }

  void read(RandomGenerator random) {
    int length = 1 + random.nextInt(random.nextInt(4) == 0 ? MOST : PAGE);
    readAt(random.nextInt(LENGTH - length), length);
  }

  void readInOrder(RandomGenerator random) {
    int from = random.nextInt(LENGTH);
    for (int at = from & -PAGE;
        at < Math.min(from + 3 * TestFile.HUGE, LENGTH - MOST);
        at += MOST) {
      readAt(at, MOST);
    }
  }

  void strike(RandomGenerator random) {
    int frame = random.nextInt(caches.cache.table.frameCount());
    if (random.nextInt(3) == 0) {
      SoftOfflineResult _ = new SoftOffline(caches.cache).softOffline(frame);
    } else {
      var _ =
          caches.failure.strike(
              frame, random.nextBoolean() ? StrikeContent.KEEP : StrikeContent.DESTROY);
    }
    strikes.increment();
    if (caches.cache.table.quarantinedFrames() > 200) {
      Unpoison unpoison = new Unpoison(caches.cache);
      for (int each = 0; each < caches.cache.table.frameCount(); each++) {
        if (caches.cache.table.state(each) == FrameState.QUARANTINED) {
          var _ = unpoison.unpoison(each);
        }
      }
    }
    pause();
  }

  private static void pause() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** In place: the size stays, so that every read has bytes. */
  void change(RandomGenerator random) throws InterruptedException {
    Thread.sleep(random.nextInt(20));
    long version = store.version + 1;
    store.version = version;
    space().invalidate(LENGTH);
    noticed = version;
    changes.increment();
  }

  void press(RandomGenerator random) {
    int _ = ballast.allocate(0, random.nextInt(BLOCKS * TestFile.HUGE), false);
    pause();
    ballast.truncate(0);
    pause();
  }

  void trouble(RandomGenerator random) throws InterruptedException {
    Thread.sleep(random.nextInt(30));
    store.trouble =
        (_, length) ->
            switch (next.incrementAndGet() % 7) {
              case 0 -> throw new IOException("as the test wants");
              case 1 -> -1;
              case 2 -> (int) length + 1;
              default -> TestStore.Trouble.NONE;
            };
    Thread.sleep(random.nextInt(5));
    store.trouble = (_, _) -> TestStore.Trouble.NONE;
  }

  void map(RandomGenerator random) {
    int pages = 1 + random.nextInt(100);
    int firstPage = random.nextInt(LENGTH / PAGE - pages);
    long offset = (long) firstPage * PAGE;
    long length = (long) pages * PAGE;
    long pinned;
    try {
      pinned = space().pin(offset, length);
    } catch (IOException e) {
      errors.increment();
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = attach(firstPage, pages, arena);
      space().letPagesGo(pinned);
      space().refillMapped();
      mappings.increment();
      for (int i = 0; i < 200; i++) {
        load(mapped, offset, random.nextInt(pages * PAGE));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      space().unpin(pinned);
    }
  }

  private MemorySegment attach(int firstPage, int pages, Arena arena) throws IOException {
    Mapping mapping =
        new Mapping(
            firstPage, pages, false, detached -> MappingAttachment.detach(file.space, detached));
    long length = (long) pages << Frames.FRAME_SHIFT;
    file.space.lock();
    try {
      MemorySegment mapped =
          MappedSegment.open(
              mapping,
              caches.real,
              MapMode.READ_ONLY,
              0,
              length,
              arena,
              MappingAttachment.adjacentFrames(file.space, mapping));
      if (MappingAttachment.attach(file.space, mapping) != 0) {
        mapping.detach();
        throw new AssertionError("not attached");
      }
      return mapped;
    } finally {
      file.space.unlock();
    }
  }

  private void load(MemorySegment mapped, long offset, int at) {
    long oldest = noticed;
    byte[] one = new byte[1];
    try {
      one[0] = mapped.get(JAVA_BYTE, at);
      Linux.barrier();
    } catch (InternalError e) {
      faults.increment();
      return;
    }
    loads.increment();
    check(offset + at, one, 1, oldest, 1);
  }

  /** When all threads are gone and the store works: every byte. */
  void checkAll() throws InterruptedException {
    store.trouble = (_, _) -> TestStore.Trouble.NONE;
    while (space().isReading()) {
      Thread.sleep(1);
    }
    for (int at = 0; at < LENGTH; at += MOST) {
      file.assertStored(store.version, at, Math.min(MOST, LENGTH - at));
    }
    while (space().isReading()) {
      Thread.sleep(1);
    }
    caches.check();
  }

  boolean isEnough() {
    return reads.sum() > 0
        && errors.sum() > 0
        && strikes.sum() > 0
        && changes.sum() > 0
        && mappings.sum() > 0
        && loads.sum() > 0;
  }

  @Override
  public String toString() {
    return String.format(
        "%d reads, %d errors, %d strikes, %d changes, %d mappings, %d loads, %d faults",
        reads.sum(),
        errors.sum(),
        strikes.sum(),
        changes.sum(),
        mappings.sum(),
        loads.sum(),
        faults.sum());
  }

  @Override
  public void close() {
    caches.close();
  }
}
