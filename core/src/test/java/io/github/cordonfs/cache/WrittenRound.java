package io.github.cordonfs.cache;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.cache.backed.WritableSpace;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.failure.Unpoison;
import io.github.cordonfs.frame.FrameState;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * A written file for a while, and what threads do to it. It consists of sectors, each full of words
 * that say which sector and which version of it they are; a sector has one writer.
 */
final class WrittenRound implements AutoCloseable {

  private static final int SECTOR = 512;
  private static final int PAGE = TestFile.PAGE;
  private static final int SECTORS = 8 * TestFile.HUGE / SECTOR;
  private static final int MOST = 64;

  private final Caches caches = Caches.of(4, HugePolicy.WITHIN_SIZE);
  private final WrittenStore store = new WrittenStore(SECTORS * SECTOR);
  private final TestFile file = caches.newFile("/file", store);

  /** The version of which a write has begun, and the one below which no reader may see any. */
  private final AtomicIntegerArray begun = new AtomicIntegerArray(SECTORS);

  private final AtomicIntegerArray oldest = new AtomicIntegerArray(SECTORS);

  /** How often the loss of what a sector had was accepted. */
  private final AtomicIntegerArray cleared = new AtomicIntegerArray(SECTORS);

  private final LongAdder writes = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder healed = new LongAdder();
  private final LongAdder losses = new LongAdder();
  private final LongAdder forces = new LongAdder();

  WrittenRound() throws IOException {
    for (int sector = 0; sector < SECTORS; sector++) {
      store.write((long) sector * SECTOR, MemorySegment.ofArray(content(sector, 0)));
    }
    caches.failure.addListener(this::failed);
  }

  private void failed(MemoryFailureEvent event) {
    if (event.message() == MessageType.CLEAN_PAGE) {
      healed.increment();
    } else if (event.message() == MessageType.MEMORY_PAGE) {
      losses.increment();
    }
  }

  private static byte[] content(int sector, int version) {
    ByteBuffer buffer = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      buffer.putLong((long) sector << 32 | version);
    }
    return buffer.array();
  }

  /** Writes some sectors of the 64 KiB pieces of one writer, and makes lost pages well. */
  void write(RandomGenerator random, int writer) {
    int piece = random.nextInt(SECTORS / 256) * 2 + writer;
    int first = piece * 128 + random.nextInt(128);
    int count = 1 + random.nextInt(Math.min(MOST, (piece + 1) * 128 - first));
    ByteBuffer bytes = ByteBuffer.allocate(count * SECTOR);
    for (int sector = first; sector < first + count; sector++) {
      bytes.put(content(sector, begun.incrementAndGet(sector)));
    }
    byte[] source = bytes.array();
    int done = 0;
    while (done < source.length) {
      int n =
          file.space.write(
              (long) first * SECTOR + done,
              MemorySegment.ofArray(source),
              done,
              source.length - done);
      if (n == AddressSpace.POISONED) {
        clear((first * SECTOR + done) / PAGE);
      } else if (n <= 0) {
        throw new AssertionError("write gave " + n);
      } else {
        done += n;
      }
    }
    for (int sector = first; sector < first + count; sector++) {
      oldest.set(sector, begun.get(sector));
    }
    writes.increment();
  }

  /** Accepts the loss of a page: it has the content that was written back last. */
  private void clear(int page) {
    int first = page * PAGE / SECTOR;
    for (int sector = first; sector < first + PAGE / SECTOR; sector++) {
      cleared.incrementAndGet(sector);
      oldest.set(sector, 0);
    }
    var _ = file.space.clearPoison((long) page * PAGE, PAGE);
  }

  void read(RandomGenerator random) {
    int first = random.nextInt(SECTORS - MOST);
    int count = 1 + random.nextInt(MOST);
    int[] from = new int[count];
    for (int i = 0; i < count; i++) {
      from[i] = oldest.get(first + i);
    }
    byte[] bytes = new byte[count * SECTOR];
    int n = file.space.read((long) first * SECTOR, MemorySegment.ofArray(bytes), 0, bytes.length);
    if (n == AddressSpace.POISONED) {
      errors.increment();
      return;
    }
    if (n <= 0) {
      throw new AssertionError("read gave " + n);
    }
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 8 <= n; at += 8) {
      int i = at / SECTOR;
      long word = words.getLong(at);
      int version = (int) word;
      int sector = first + i;
      // What was cleared meanwhile may be as old as anything.
      int least = Math.min(from[i], oldest.get(sector));
      if (word >>> 32 != sector || version > begun.get(sector) || version < least) {
        throw new AssertionError(
            "sector "
                + sector
                + " is "
                + Long.toHexString(word)
                + ", at least version "
                + least
                + " was written");
      }
    }
    reads.increment();
  }

  void strike(RandomGenerator random) throws InterruptedException {
    if (caches.cache.table.poisonedFrames() > 300) {
      // Nothing makes room where lost pages have most of it.
      return;
    }
    int frame = random.nextInt(caches.cache.table.frameCount());
    if (random.nextInt(4) == 0) {
      var _ = new SoftOffline(caches.cache).softOffline(frame);
    } else {
      var _ = caches.failure.strike(frame);
    }
    if (caches.cache.table.quarantinedFrames() > 200) {
      Unpoison unpoison = new Unpoison(caches.cache);
      for (int each = 0; each < caches.cache.table.frameCount(); each++) {
        if (caches.cache.table.state(each) == FrameState.QUARANTINED) {
          var _ = unpoison.unpoison(each);
        }
      }
    }
    Thread.sleep(1);
  }

  /** What was written before is in the store afterwards, or the force says that it is not. */
  void force(RandomGenerator random) throws InterruptedException {
    int[] before = new int[SECTORS];
    int[] clearedBefore = new int[SECTORS];
    for (int sector = 0; sector < SECTORS; sector++) {
      clearedBefore[sector] = cleared.get(sector);
      before[sector] = oldest.get(sector);
    }
    try {
      var _ = file.space.force(true, file.space.errorsToTell());
    } catch (IOException e) {
      return;
    }
    ByteBuffer content = ByteBuffer.wrap(store.content()).order(ByteOrder.LITTLE_ENDIAN);
    for (int sector = 0; sector < SECTORS; sector++) {
      int version = (int) content.getLong(sector * SECTOR);
      if (version < before[sector] && cleared.get(sector) == clearedBefore[sector]) {
        throw new AssertionError("sector " + sector + " is not in the store: " + version);
      }
    }
    forces.increment();
    Thread.sleep(random.nextInt(200));
  }

  void reclaim(RandomGenerator random) throws InterruptedException {
    var _ = caches.backed.reclaim(1 + random.nextInt(300));
    Thread.sleep(random.nextInt(5));
  }

  /** When all threads are gone: every sector is the last one, in the cache and in the store. */
  void checkAll() throws IOException {
    for (int page = 0; page < SECTORS * SECTOR / PAGE; page++) {
      if (file.space.firstPoisoned((long) page * PAGE, PAGE) >= 0) {
        clear(page);
      }
    }
    var _ = file.space.force(true, file.space.errorsToTell());
    if (((WritableSpace) file.space).isDirty()) {
      throw new AssertionError("dirty after a force");
    }
    if (store.failedPageWritten() >= 0) {
      throw new AssertionError("a failed page was written back: " + store.failedPageWritten());
    }
    ByteBuffer content = ByteBuffer.wrap(store.content()).order(ByteOrder.LITTLE_ENDIAN);
    byte[] bytes = new byte[SECTOR];
    for (int sector = 0; sector < SECTORS; sector++) {
      int n = file.space.read((long) sector * SECTOR, MemorySegment.ofArray(bytes), 0, SECTOR);
      long read = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
      long stored = content.getLong(sector * SECTOR);
      long last = (long) sector << 32 | begun.get(sector);
      boolean fine = oldest.get(sector) == 0 ? read == stored : read == last && stored == last;
      if (n != SECTOR || !fine) {
        throw new AssertionError(
            "sector " + sector + ": read " + read + ", stored " + stored + ", last " + last);
      }
    }
    caches.check();
  }

  boolean isEnough() {
    return writes.sum() > 0
        && reads.sum() > 0
        && healed.sum() > 0
        && losses.sum() > 0
        && errors.sum() > 0;
  }

  @Override
  public String toString() {
    return String.format(
        "%d writes, %d reads, %d forces; %d pages healed, %d lost, %d reads told",
        writes.sum(), reads.sum(), forces.sum(), healed.sum(), losses.sum(), errors.sum());
  }

  @Override
  public void close() {
    caches.close();
  }
}
