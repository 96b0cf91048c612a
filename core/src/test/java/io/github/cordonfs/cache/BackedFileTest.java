package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.cache.backed.BackedSpace;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.frame.FrameState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with a store behind them: filled, healed, reclaimed. */
class BackedFileTest {

  private static final int BLOCKS = 6;

  @AutoClose private final Caches caches = Caches.of(BLOCKS, HugePolicy.WITHIN_SIZE);
  @AutoClose private final ExecutorService threads = Executors.newCachedThreadPool();

  private final TestStore store = new TestStore(3L * HUGE + 1234);
  private final TestFile file = caches.newFile("/file", store);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bytesComeFromTheStore(boolean direct) {
    store.direct = direct;
    file.assertStored(1, 5 * PAGE + 17, 100);
    file.assertStored(1, 0, HUGE);
    file.assertStored(1, HUGE - 3, 6);
    file.assertStored(1, 3L * HUGE, 1234);
    assertThat(file.read(3L * HUGE + 1000, 1000)).isEqualTo(234);
    assertThat(file.read(3L * HUGE + 1234, 1)).isEqualTo(AddressSpace.EOF);
    caches.check();
    long requests = ((BackedSpace) file.space).requests();
    file.assertStored(1, 0, HUGE);
    assertThat(((BackedSpace) file.space).requests()).isEqualTo(requests);
  }

  @Test
  void whatIsReadInOrderIsReadInLargePiecesAndBecomesHuge() {
    for (int at = 0; at < 3 * HUGE; at += PAGE) {
      file.assertStored(1, at, PAGE);
    }
    assertThat(store.requests().size()).isLessThan(12);
    assertThat(caches.cache.usage().hugeFolios()).isEqualTo(2);
    caches.check();
  }

  @Test
  void aRandomReaderReadsWhatItAsksForAndNoMore() {
    for (int page : new int[] {300, 17, 1400, 900, 1100, 5}) {
      file.assertStored(1, (long) page * PAGE, PAGE);
    }
    assertThat(store.requests()).allSatisfy(r -> assertThat(r.length()).isEqualTo(PAGE));
    assertThat(file.space.allocatedBytes()).isEqualTo(6 * PAGE);
  }

  @Test
  @Tag("B8")
  void oneReadOfTheStoreHoweverManyWait() throws Exception {
    store.gate = new CountDownLatch(1);
    List<Future<?>> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readers.add(threads.submit(() -> file.assertStored(1, 77 * PAGE, PAGE)));
    }
    store.awaitWaiting(1);
    Thread.sleep(50);
    store.gate.countDown();
    for (Future<?> reader : readers) {
      reader.get();
    }
    assertThat(store.requests()).hasSize(1);
  }

  @Test
  void aStalledStoreHoldsUpNobodyElse() throws Exception {
    file.assertStored(1, 0, PAGE);
    store.gate = new CountDownLatch(1);
    Future<?> stalled = threads.submit(() -> file.assertStored(1, 700 * PAGE, PAGE));
    store.awaitWaiting(1);
    file.assertStored(1, 0, PAGE);
    assertThat(file.strike(0).message()).isEqualTo(MessageType.CLEAN_PAGE);
    store.gate.countDown();
    stalled.get();
    file.assertStored(1, 0, PAGE);
  }

  @Test
  @Tag("B8")
  void anErrorReachesWhoeverAskedAndIsAskedAgain() {
    store.bad = page -> page == 3 * PAGE;
    file.assertStored(1, 0, 3 * PAGE);
    assertThatThrownBy(() -> file.read(3 * PAGE, PAGE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/file")
        .hasMessageContaining("bytes 12288 to 16383")
        .hasMessageContaining("the test's store");
    file.assertStored(1, 4 * PAGE, 4 * PAGE);
    assertThat(file.read(0, 8 * PAGE)).isEqualTo(3 * PAGE);
    store.bad = _ -> false;
    file.assertStored(1, 0, 8 * PAGE);
    caches.check();
  }

  @Test
  @Tag("B8")
  void anErrorOfAReadInAdvanceIsNobodys() throws Exception {
    // Windows of 4, 16 and 64 pages; the fourth is read in advance.
    long inAdvance = (4 + 16 + 64) * PAGE;
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger failures = new AtomicInteger();
    store.trouble =
        (position, _) -> {
          // The whole of it, and then its first page alone.
          if (position == inAdvance && failures.getAndIncrement() < 2) {
            begun.countDown();
            await(goOn);
            throw new IOException("as the test wants");
          }
          return TestStore.Trouble.NONE;
        };
    for (int page : new int[] {0, 4, 20}) {
      file.assertStored(1, (long) page * PAGE, PAGE);
    }
    await(begun);
    Future<?> reader = threads.submit(() -> file.assertStored(1, inAdvance, PAGE));
    Thread.sleep(50);
    goOn.countDown();
    reader.get();
    assertThat(failures.get()).isEqualTo(3);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Tag("B9")
  void aStoreThatEndsEarlyIsAnErrorAndNoZeros() {
    store.end = 2 * PAGE + 100;
    file.assertStored(1, 0, 2 * PAGE);
    assertThatThrownBy(() -> file.read(2 * PAGE, PAGE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ends at 8292");
  }

  @Test
  void shortReadsAreContinued() {
    store.most = 1000;
    file.assertStored(1, 0, HUGE / 4);
  }

  @Test
  @Tag("H9")
  @Tag("H11")
  void aCleanPageHeals() {
    file.assertStored(1, 0, HUGE);
    int frame = file.frame(9 * PAGE);
    MemoryFailureEvent event = file.strike(9 * PAGE);
    assertThat(event.message()).isEqualTo(MessageType.CLEAN_PAGE);
    assertThat(event.outcome()).isEqualTo(Outcome.RECOVERED);
    assertThat(event.paths()).containsExactly("/file");
    assertThat(event.pageIndex()).isEqualTo(9);
    assertThat(caches.cache.frameTable().state(frame)).isEqualTo(FrameState.QUARANTINED);
    assertThat(file.space.hasPoison()).isFalse();
    file.assertStored(1, 0, HUGE);
    caches.check();
  }

  @Test
  @Tag("H9")
  void aPageOfAHugeFolioHeals() {
    for (int at = 0; at < 2 * HUGE; at += HUGE) {
      file.assertStored(1, at, HUGE);
    }
    assertThat(caches.cache.usage().hugeFolios()).isEqualTo(2);
    file.strike(HUGE + 9 * PAGE);
    assertThat(caches.cache.usage().hugeFolios()).isOne();
    caches.check();
    file.assertStored(1, HUGE, HUGE);
    caches.check();
  }

  @Test
  @Tag("H9")
  @Tag("S2")
  void aHugeFolioThatCannotBeSplitHealsLater() {
    file.assertStored(1, 0, HUGE);
    file.assertStored(1, HUGE, HUGE);
    caches.heapFull(true);
    file.strike(HUGE + 9 * PAGE);
    caches.heapFull(false);
    file.assertStored(1, HUGE, HUGE);
    assertThat(file.space.hasPoison()).isFalse();
    caches.check();
  }

  @Test
  @Tag("H9")
  void badMemoryThatAReaderMeetsHeals() {
    file.assertStored(1, 0, 4 * PAGE);
    caches.fail(file.frame(PAGE), FailureSource.HARDWARE);
    file.assertStored(1, 0, 4 * PAGE);
    caches.check();
  }

  @Test
  @Tag("H9")
  void withoutTheStoreItIsAnErrorUntilTheStoreIsBack() {
    file.assertStored(1, 0, 4 * PAGE);
    file.strike(PAGE);
    store.bad = _ -> true;
    assertThatThrownBy(() -> file.read(PAGE, PAGE)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> file.read(PAGE, PAGE)).isInstanceOf(IOException.class);
    file.assertStored(1, 2 * PAGE, 2 * PAGE);
    store.bad = _ -> false;
    file.assertStored(1, 0, 4 * PAGE);
  }

  @Test
  @Tag("O3")
  void softOfflineDropsACleanPage() {
    file.assertStored(1, 0, 4 * PAGE);
    int frame = file.frame(PAGE);
    assertThat(new SoftOffline(caches.cache).softOffline(frame))
        .isEqualTo(SoftOfflineResult.DROPPED);
    assertThat(caches.cache.frameTable().state(frame)).isEqualTo(FrameState.QUARANTINED);
    file.assertStored(1, 0, 4 * PAGE);
    caches.check();
  }

  @Test
  @Tag("B2")
  void aChangeDropsWhatWasRead() {
    file.assertStored(1, 0, HUGE + 5 * PAGE);
    store.version = 2;
    store.size = HUGE;
    ((BackedSpace) file.space).invalidate(HUGE);
    assertThat(file.space.size()).isEqualTo(HUGE);
    assertThat(file.space.allocatedBytes()).isZero();
    file.assertStored(2, 0, HUGE);
    caches.check();
  }

  @Test
  @Tag("B10")
  @Tag("B2")
  void aFillThatBeganBeforeAChangeInstallsNothing() throws Exception {
    store.gate = new CountDownLatch(1);
    Future<?> reader = threads.submit(() -> file.read(0, PAGE));
    store.awaitWaiting(1);
    store.version = 2;
    ((BackedSpace) file.space).invalidate(store.size);
    store.gate.countDown();
    reader.get();
    file.assertStored(2, 0, PAGE);
    caches.check();
  }

  @Test
  @Tag("B11")
  void aFileLargerThanTheCacheIsReadThroughIt() {
    TestStore large = new TestStore(4L * BLOCKS * HUGE);
    TestFile through = caches.newFile("/large", large);
    for (long at = 0; at < large.size; at += 16 * PAGE) {
      through.assertStored(1, at, 16 * PAGE);
    }
    for (long at = 0; at < large.size; at += 37 * PAGE) {
      through.assertStored(1, at, PAGE);
    }
    caches.check();
    assertThat(caches.cache.usedBytes()).isLessThanOrEqualTo((long) BLOCKS * HUGE);
  }

  @Test
  @Tag("B11")
  @Tag("A9")
  void memoryFilesAreNeverReclaimedAndReadsGoByThem() {
    caches.newFile("/memory");
    TestFile ballast = caches.leaveFree(0);
    file.assertStored(1, 5 * PAGE, 3 * PAGE);
    file.assertStored(1, 5 * PAGE, 3 * PAGE);
    assertThat(file.space.allocatedBytes()).isZero();
    assertThat(ballast.space.allocatedBytes()).isEqualTo((long) BLOCKS * HUGE);
    caches.check();
  }

  @Test
  @Tag("B10")
  void aFillThatBeganBeforeTheFileWasDestroyedLeavesNothing() throws Exception {
    store.gate = new CountDownLatch(1);
    Future<Integer> reader = threads.submit(() -> file.read(0, PAGE));
    store.awaitWaiting(1);
    file.space.destroy();
    store.gate.countDown();
    assertThat(reader.get()).isEqualTo(AddressSpace.CLOSED);
    caches.check();
  }

  /** Single frames whose numbers are adjacent over two blocks are no huge block. */
  @Test
  @Tag("B10")
  void framesOfTwoBlocksThatFollowEachOtherGoBackOneByOne() throws Exception {
    TestFile first = caches.newFile("/first");
    first.fill(0, 100 * PAGE, 1);
    TestFile ballast = caches.leaveFree(0);
    // What is free from now on ends one block and begins the next, and is no block itself.
    ballast.space.truncate(ballast.space.size() - 700L * PAGE);
    store.gate = new CountDownLatch(1);
    Future<?> reader = threads.submit(() -> file.read(0, 2 * HUGE));
    store.awaitWaiting(1);
    store.version = 2;
    ((BackedSpace) file.space).invalidate(store.size);
    store.gate.countDown();
    reader.get();
    caches.check();
    file.assertStored(2, 0, 2 * HUGE);
  }

  @Test
  @Tag("B12")
  @Tag("B11")
  void pagesOfMappingsStayWhenFramesAreShort() throws Exception {
    BackedSpace space = (BackedSpace) file.space;
    long pinned = space.pin(10 * PAGE, 20 * PAGE);
    FakeWindow window = new FakeWindow(space, 30, false);
    window.map();
    space.letPagesGo(pinned);
    caches.leaveFree(100);
    TestFile through = caches.newFile("/large", new TestStore(4L * BLOCKS * HUGE));
    for (long at = 0; at < 2 * HUGE; at += PAGE) {
      through.assertStored(1, at, PAGE);
    }
    for (int page = 10; page < 30; page++) {
      assertThat(window.view(page)).as("page %s", page).isEqualTo(file.frame((long) page * PAGE));
      assertThat(window.view(page)).isNotNegative();
    }
    window.unmap();
    space.unpin(pinned);
    caches.check();
  }

  /** A page that failed in a huge folio that could not be split is filled, too. */
  @Test
  @Tag("B12")
  @Tag("S2")
  void aPinEndsAlthoughAHugeFolioCouldNotBeSplit() throws Exception {
    file.assertStored(1, 0, HUGE);
    file.assertStored(1, HUGE, HUGE);
    caches.heapFull(true);
    file.strike(HUGE + 9 * PAGE);
    caches.heapFull(false);
    Future<Long> pin = threads.submit(() -> file.space.pin(HUGE, HUGE));
    long pinned = pin.get(20, java.util.concurrent.TimeUnit.SECONDS);
    file.space.letPagesGo(pinned);
    file.space.unpin(pinned);
    assertThat(file.space.hasPoison()).isFalse();
    file.assertStored(1, HUGE, HUGE);
  }

  /** Row B13: what is not in the cache yet, but about to be, counts as read. */
  @Test
  @Tag("B13")
  void aFileThatIsBeingReadIsNotUnread() throws Exception {
    BackedSpace space = (BackedSpace) file.space;
    assertThat(space.isUnread()).isTrue();
    store.gate = new CountDownLatch(1);
    Future<?> reader = threads.submit(() -> file.read(0, PAGE));
    store.awaitWaiting(1);
    assertThat(space.isUnread()).isFalse();
    store.gate.countDown();
    reader.get();
    assertThat(space.isUnread()).isFalse();
  }
}
