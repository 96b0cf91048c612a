package io.github.cordonfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.backing.BadTargetException;
import io.github.cordonfs.backing.TransientBackingException;
import io.github.cordonfs.cache.backed.BackedSpace;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A file with a store that may fail, beside one in memory that takes the frames away. */
final class BackedModel implements AutoCloseable {

  static final int BLOCKS = 3;
  static final int MOST = 2 * TestFile.HUGE + 77 * TestFile.PAGE;
  private static final int PAGE = TestFile.PAGE;

  private final Caches caches;
  private final TestStore store;
  private final TestFile file;
  private final TestFile ballast;
  private final byte[] target = new byte[MOST + TestFile.HUGE];
  private boolean works = true;

  /** At most one. */
  private FakeWindow window;

  private long pinned;

  BackedModel(Stores.Kind kind, HugePolicy huge, boolean direct) {
    caches = Caches.of(kind, BLOCKS, huge, PoisonPolicy.KEEP);
    store = new TestStore(MOST);
    store.direct = direct;
    file = caches.newFile("/file", store);
    ballast = caches.newFile("/ballast");
  }

  private BackedSpace space() {
    return (BackedSpace) file.space;
  }

  /** All of it, or an error of a store that has trouble; never another byte than the store's. */
  void read(int position, int length) throws IOException {
    Arrays.fill(target, 0, length, TestFile.UNTOUCHED);
    int expected = (int) Math.min(length, store.size - position);
    int n;
    try {
      n = file.space.read(position, MemorySegment.ofArray(target), 0, length);
    } catch (Exception e) {
      assertThat(e).isInstanceOf(IOException.class);
      assertThat(works).as("the store works, but %s", e).isFalse();
      return;
    }
    if (expected <= 0) {
      assertThat(n).isEqualTo(AddressSpace.EOF);
      return;
    }
    assertThat(n).isBetween(1, expected);
    assertThat(!works || n == expected).as("%s of %s bytes", n, expected).isTrue();
    for (int i = 0; i < n; i++) {
      if (target[i] != TestStore.expected(store.version, position + i)) {
        throw new AssertionError("byte " + (position + i) + " is " + target[i]);
      }
    }
  }

  void strike(int position) {
    int frame = position < store.size ? file.frame(position) : -1;
    if (frame >= 0) {
      assertThat(caches.failure.strike(frame).message())
          .isIn(MessageType.CLEAN_PAGE, MessageType.ALREADY_POISONED);
    }
  }

  void strikeFrame(int frame) {
    // What is lost of the other file is proven elsewhere.
    if (!(caches.cache.table.owner(frame) instanceof io.github.cordonfs.cache.extent.Extent extent)
        || extent.file().isBacked()) {
      caches.failure.strike(frame);
    }
  }

  void softOffline(int frame) {
    if (caches.cache.table.owner(frame) instanceof io.github.cordonfs.cache.extent.Extent extent
        && extent.file().isBacked()
        && caches.cache.table.state(frame) == FrameState.IN_USE) {
      assertThat(new SoftOffline(caches.cache).softOffline(frame))
          .isEqualTo(SoftOfflineResult.DROPPED);
    }
  }

  void change(int size, int seed) {
    long next = store.version + 1;
    store.version = next;
    // Often the same size, as of a file that is written in place.
    store.size = seed % 2 == 0 ? store.size : size;
    space().invalidate(store.size);
  }

  void press(int length) {
    // May find too little memory, which is the point of it.
    assertThat(ballast.space.truncate(0)).isZero();
    int _ = ballast.space.allocate(0, 3L * length, false);
  }

  void reclaim(int seed) {
    assertThat(caches.backed.reclaim(1 + Math.floorMod(seed, 700))).isNotNegative();
  }

  void map(int position, int length) throws IOException {
    unmap();
    int pages = Math.min(position, length) / PAGE + 1;
    if ((long) pages * PAGE > store.size) {
      return;
    }
    try {
      pinned = space().pin(0, (long) pages * PAGE);
    } catch (IOException e) {
      // Half of the cache it may have; and there may be no memory, or the store fails.
      return;
    }
    window = new FakeWindow(space(), pages, false);
    window.map();
    space().letPagesGo(pinned);
    space().refillMapped();
    for (int page = 0; page < pages; page++) {
      assertThat(window.view(page)).isEqualTo(file.frame((long) page * PAGE)).isNotNegative();
    }
  }

  private void unmap() {
    if (window != null) {
      settle();
      window.unmap();
      space().unpin(pinned);
      window = null;
    }
  }

  /** Waits for those who read a failed page of a mapping anew. */
  private void settle() {
    try {
      do {
        Thread.sleep(1);
      } while (space().isReading());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void trouble(int seed) {
    works = false;
    SplittableRandom random = new SplittableRandom(seed);
    store.trouble = (position, length) -> trouble(random, length);
  }

  private static int trouble(SplittableRandom random, long length) throws IOException {
    return switch (random.nextInt(12)) {
      case 0 -> throw new IOException("as the test wants");
      case 1 -> throw new TransientBackingException("as the test wants");
      case 2 -> throw new UncheckedIOException(new IOException("as the test wants"));
      case 3 -> throw new BadTargetException("as the test wants");
      case 4 -> 0;
      case 5 -> -1;
      case 6 -> -17;
      case 7 -> (int) length + 1;
      default -> TestStore.Trouble.NONE;
    };
  }

  void shortReads(int most) {
    store.most = most;
  }

  void heapFull(boolean full) {
    caches.heapFull(full);
  }

  void works() {
    store.trouble = (_, _) -> TestStore.Trouble.NONE;
    works = true;
  }

  /** The store works again: so does everything. */
  void check() throws IOException {
    works();
    store.most = Long.MAX_VALUE;
    read(0, (int) store.size + 1);
    if (window != null) {
      settle();
      caches.memory.barrier();
      window.check();
    }
    settle();
    caches.check();
  }

  @Override
  public void close() throws IOException {
    unmap();
    settle();
    caches.heapFull(false);
    caches.close();
  }
}
