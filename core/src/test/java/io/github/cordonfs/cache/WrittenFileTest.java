package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.cache.backed.WritableSpace;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is written to a file, and how its store gets it: when that fails, hangs and comes late. */
class WrittenFileTest {

  @AutoClose private final Caches caches = Caches.of(4, HugePolicy.WITHIN_SIZE);
  @AutoClose private final ExecutorService threads = Executors.newCachedThreadPool();

  private final WrittenStore store = new WrittenStore(8 * PAGE);
  private final TestFile file = caches.newFile("/file", store);
  private final WritableSpace space = (WritableSpace) file.space;

  /** Whoever waits at one would wait for ever when a test has failed. */
  @AfterEach
  void openGates() {
    store.gate.countDown();
    store.readGate.countDown();
  }

  private byte[] write(long seed, int page, int pages) {
    byte[] data = TestFile.data(seed, pages * PAGE);
    int n = space.write((long) page * PAGE, MemorySegment.ofArray(data), 0, data.length);
    assertThat(n).isEqualTo(data.length);
    return data;
  }

  private void assertStored(byte[] data, int page) {
    assertThat(Arrays.copyOfRange(store.content(), page * PAGE, page * PAGE + data.length))
        .isEqualTo(data);
  }

  private Future<?> flush() {
    return threads.submit(() -> {
      space.flush();
      return true;
    });
  }

  private static boolean ends(Future<?> work) throws Exception {
    try {
      work.get(100, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  @Test
  @Tag("B5")
  void whatTheStoreDoesNotTakeStaysDirtyAndEveryoneIsTold() throws IOException {
    byte[] data = write(1, 2, 3);
    store.full = true;
    assertThatThrownBy(() -> space.force(true, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/file")
        .hasMessageContaining("No space left on device");
    store.full = false;
    // Another one, who has not been told yet, is told although all is well by now.
    assertThatThrownBy(() -> space.force(true, 0)).hasMessageContaining("No space left on device");
    int told = space.errorsToTell();
    assertThat(space.force(true, told)).isEqualTo(told);
    assertStored(data, 2);
    assertThat(store.forces()).isEqualTo(2);
    assertThat(space.isDirty()).isFalse();
  }

  @Test
  @Tag("B1")
  void aStoreBeginsWithWhatWillBeForcedAndLeavesTheRestForLater() throws IOException {
    byte[] _ = write(1, 0, 2);
    space.flush();
    assertThat(store.started()).isZero();
    byte[] _ = write(2, 1, 3);
    int _ = space.force(false, 0);
    assertThat(store.started()).isEqualTo(3 * PAGE);
  }

  @Test
  @Tag("H10")
  void aStoreThatHangsHoldsUpNeitherReadersNorStrikes() throws Exception {
    byte[] data = write(2, 0, 4);
    store.gate = new CountDownLatch(1);
    Future<?> flush = flush();
    assertThat(ends(flush)).isFalse();
    assertThat(file.bytes(0, 4 * PAGE)).isEqualTo(data);
    assertThat(file.strike(PAGE).message()).isEqualTo(MessageType.MEMORY_PAGE);
    assertThat(file.read(PAGE, 10)).isEqualTo(AddressSpace.POISONED);
    store.gate.countDown();
    flush.get();
    // It was on its way when it failed: the store has it, but nobody promised that.
    assertThat(file.read(PAGE, 10)).isEqualTo(AddressSpace.POISONED);
    assertThatThrownBy(() -> space.force(true, 0)).hasMessageContaining("[4096, 8192)");
    assertThat(store.failedPageWritten()).isEqualTo(-1);
    assertThat(space.clearPoison(PAGE, PAGE)).hasSize(1);
    assertThat(file.bytes(0, 4 * PAGE)).isEqualTo(data);
    assertThat(space.isDirty()).isFalse();
  }

  @Test
  @Tag("B1")
  void whatIsWrittenWhileAnOlderOneIsUnderWayIsWrittenNext() throws Exception {
    byte[] first = write(3, 0, 2);
    store.gate = new CountDownLatch(1);
    Future<?> flush = flush();
    assertThat(ends(flush)).isFalse();
    byte[] second = write(4, 1, 1);
    store.gate.countDown();
    flush.get();
    assertStored(Arrays.copyOf(first, PAGE), 0);
    int _ = space.force(false, 0);
    assertStored(second, 1);
    assertThat(space.isDirty()).isFalse();
  }

  @Test
  @Tag("B10")
  void whatWasReadBeforeAWriteIsNotShownBehindIt() throws Exception {
    store.readGate = new CountDownLatch(1);
    Future<?> reader = threads.submit(() -> file.bytes(0, PAGE));
    while (store.waiting.get() == 0) {
      Thread.onSpinWait();
    }
    byte[] data = write(7, 0, 1);
    space.flush();
    assertThat(caches.backed.reclaim(1)).isEqualTo(1);
    store.readGate.countDown();
    reader.get();
    assertThat(file.bytes(0, PAGE)).isEqualTo(data);
  }

  @Test
  @Tag("B4")
  void aCutWaitsForWhatIsUnderWay() throws Exception {
    byte[] data = write(5, 0, 6);
    store.gate = new CountDownLatch(1);
    Future<?> flush = flush();
    assertThat(ends(flush)).isFalse();
    Future<?> cut = threads.submit(() -> space.truncate(PAGE + 1));
    assertThat(ends(cut)).isFalse();
    store.gate.countDown();
    flush.get();
    cut.get();
    int _ = space.force(false, 0);
    assertThat(store.content()).isEqualTo(Arrays.copyOf(data, PAGE + 1));
  }

  @Test
  @Tag("B2")
  void neitherPressureNorAChangeDropsADirtyOrALostPage() {
    byte[] data = write(6, 0, 3);
    assertThat(file.strike(0).message()).isEqualTo(MessageType.MEMORY_PAGE);
    assertThat(caches.backed.reclaim(100)).isZero();
    space.invalidate(8L * PAGE);
    assertThat(file.read(0, 1)).isEqualTo(AddressSpace.POISONED);
    assertThat(file.bytes(PAGE, 2 * PAGE)).isEqualTo(Arrays.copyOfRange(data, PAGE, 3 * PAGE));
    assertThat(space.clearPoison(0, PAGE)).hasSize(1);
  }

  @Test
  @Tag("H9")
  void aFailedPageOfAHugeFolioThatCouldNotBeSplitIsWrittenOver() throws IOException {
    WrittenStore large = new WrittenStore(2 * TestFile.HUGE);
    TestFile huge = caches.newFile("/huge", large);
    var _ = huge.bytes(0, TestFile.HUGE);
    var _ = huge.bytes(TestFile.HUGE, TestFile.HUGE);
    assertThat(caches.cache.usage().hugeFolios()).isPositive();
    caches.heapFull(true);
    assertThat(huge.strike(TestFile.HUGE + 3L * PAGE).message()).isEqualTo(MessageType.CLEAN_PAGE);
    caches.heapFull(false);
    byte[] data = TestFile.data(8, PAGE);
    long at = TestFile.HUGE + 3L * PAGE;
    assertThat(huge.space.write(at, MemorySegment.ofArray(data), 0, PAGE)).isEqualTo(PAGE);
    int _ = huge.space.force(true, 0);
    assertThat(huge.bytes(at, PAGE)).isEqualTo(data);
    assertThat(Arrays.copyOfRange(large.content(), (int) at, (int) at + PAGE)).isEqualTo(data);
  }

  @Test
  @Tag("B4")
  void aLostPageThatIsPunchedOutIsZeros() throws IOException {
    byte[] data = write(9, 0, 4);
    assertThat(file.strike(PAGE).message()).isEqualTo(MessageType.MEMORY_PAGE);
    assertThat(space.punch(PAGE + 1, 10)).isEqualTo(AddressSpace.POISONED);
    assertThat(space.punch(PAGE, 2L * PAGE)).isZero();
    Arrays.fill(data, PAGE, 3 * PAGE, (byte) 0);
    assertThat(file.bytes(0, 4 * PAGE)).isEqualTo(data);
    int _ = space.force(true, 0);
    assertStored(data, 0);
  }

  /** What a read takes past the cache ends before a page whose content in the store is old. */
  @Test
  @Tag("H10")
  @Tag("B11")
  void aReadThatFindsNoRoomEndsBeforeALostPage() throws IOException {
    byte[] data = write(10, 0, 4);
    space.flush();
    byte[] lost = write(11, 2, 1);
    assertThat(file.strike(2 * PAGE).message()).isEqualTo(MessageType.MEMORY_PAGE);
    assertThat(caches.backed.reclaim(100)).isEqualTo(3);
    int[] all = new int[caches.cache.frameTable().frameCount()];
    int taken = space.pool.allocator.allocateSingles(all, all.length);
    try {
      byte[] read = new byte[4 * PAGE];
      assertThat(space.read(0, MemorySegment.ofArray(read), 0, read.length)).isEqualTo(2 * PAGE);
      assertThat(Arrays.copyOf(read, 2 * PAGE)).isEqualTo(Arrays.copyOf(data, 2 * PAGE));
      assertThat(file.read(2L * PAGE, PAGE)).isEqualTo(AddressSpace.POISONED);
    } finally {
      for (int i = 0; i < taken; i++) {
        space.pool.free(all[i], 0);
      }
    }
    assertThat(space.clearPoison(2L * PAGE, PAGE)).hasSize(1);
    assertThat(file.bytes(0, 4 * PAGE)).isEqualTo(data).isNotEqualTo(lost);
  }

  /** The next force of a disk may succeed though the pages that it failed are nowhere. */
  @Test
  @Tag("B7")
  void aStoreThatFailedAForceIsNotTrustedWithWhatWasLost() throws IOException {
    write(12, 0, 3);
    assertThat(file.strike(PAGE).message()).isEqualTo(MessageType.MEMORY_PAGE);
    assertThatThrownBy(() -> space.force(false, 0)).hasMessageContaining("[4096, 8192)");
    assertThat(store.remembered()).containsExactly(1L);
    byte[] better = TestFile.data(13, PAGE);
    int code =
        space.restore(new ByteRange(PAGE, PAGE), MemorySegment.ofArray(better), new ArrayList<>());
    assertThat(code).isZero();
    space.flush();
    store.full = true;
    assertThatThrownBy(() -> space.force(false, 0)).hasMessageContaining("No space left");
    store.full = false;
    int _ = space.force(false, space.errorsToTell());
    assertThat(store.remembered()).containsExactly(1L);
  }

  @Test
  @Tag("B7")
  void whatWasLostIsForgottenWhenWhatCameInsteadIsForced() throws IOException {
    write(14, 0, 3);
    assertThat(file.strike(PAGE).message()).isEqualTo(MessageType.MEMORY_PAGE);
    space.rememberLoss();
    byte[] better = TestFile.data(15, PAGE);
    int _ =
        space.restore(new ByteRange(PAGE, PAGE), MemorySegment.ofArray(better), new ArrayList<>());
    space.flush();
    assertThat(store.remembered()).containsExactly(1L);
    int _ = space.force(false, 0);
    assertThat(store.remembered()).isEmpty();
  }

  /** Others may have parts of its pages from then on: a page that is dirty is no exception. */
  @Test
  @Tag("B24")
  void whoWaitedToWriteWhenOthersBeganToShareItWritesThrough() throws Exception {
    byte[] _ = write(1, 2, 1);
    FutureTask<byte[]> writing = new FutureTask<>(() -> write(2, 2, 1));
    Thread writer = new Thread(writing);
    space.lockForWriting();
    try {
      writer.start();
      while (writer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      space.sharing().begin().partly();
    } finally {
      space.unlockForWriting();
    }
    assertStored(writing.get(), 2);
  }
}
