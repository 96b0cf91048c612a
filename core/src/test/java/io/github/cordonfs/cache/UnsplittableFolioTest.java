package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.cache.SpyMemory.Moment;
import io.github.cordonfs.failure.SoftOffline;
import io.github.cordonfs.failure.Unpoison;
import io.github.cordonfs.frame.FrameState;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Folios that are never split, seen by channels; the first 2 MiB of a file of one folio. */
class UnsplittableFolioTest {

  private static final int BLOCKS = 3;

  @AutoClose private final Caches caches = Caches.of(BLOCKS, HugePolicy.UNSPLITTABLE);

  private final TestFile file = caches.newFile("/file");
  private byte[] data;
  private int first;

  @BeforeEach
  void fill() {
    data = file.fill(0, HUGE, 1);
    first = file.space.extentAt(0).folio();
    assertThat(first).isNotNegative();
  }

  private long folios() {
    return caches.cache.usage().hugeFolios();
  }

  /** Takes all blocks that are free. */
  private TestFile fillUp() {
    TestFile other = caches.newFile("/other");
    for (long at = 0; other.write(at, new byte[] {1}) == 1; at += HUGE) {}
    return other;
  }

  /** Lets the next copy meet a frame whose memory is bad. */
  private void goBadAtNext(Moment moment, int frame) {
    caches.memory.once(
        moment,
        () -> {
          caches.memory.goBad(frame);
          throw new InternalError("a fault, as the test wants");
        });
  }

  private void assertGoodBut(int... pages) {
    for (int page = 0; page < 512; page++) {
      int each = page;
      int from = page * PAGE;
      if (Arrays.stream(pages).noneMatch(bad -> bad == each)) {
        assertThat(file.bytes(from, PAGE)).isEqualTo(Arrays.copyOfRange(data, from, from + PAGE));
      }
    }
  }

  private List<ByteRange> restore(int page, int length, long seed) {
    List<ByteRange> restored = new ArrayList<>();
    int code =
        file.space.restore(
            new ByteRange((long) page * PAGE, length),
            MemorySegment.ofArray(TestFile.data(seed, length)),
            restored);
    assertThat(code).isZero();
    return restored;
  }

  // --- F8: 2 MiB or nothing ---

  @Test
  @Tag("F8")
  void oneByteTakesAFolio() {
    TestFile small = caches.newFile("/small");
    small.write(5L * HUGE + 7, new byte[] {1});
    assertThat(small.space.allocatedBytes()).isEqualTo(HUGE);
    assertThat(folios()).isEqualTo(2);
    small.assertZero(5L * HUGE, 7);
  }

  @Test
  @Tag("F8")
  void withoutAWholeFreeBlockThereIsNoSpaceForAnything() {
    caches.failure.strike((BLOCKS - 1) * 512 + 17);
    TestFile other = fillUp();
    assertThat(folios()).isEqualTo(BLOCKS - 1);
    assertThat(caches.freeFrames()).as("of use").isZero();
    TestFile late = caches.newFile("/late");
    assertThat(late.write(0, new byte[] {1})).isEqualTo(AddressSpace.NO_SPACE);
    assertThat(late.write(0, TestFile.data(1, 3 * PAGE))).isEqualTo(AddressSpace.NO_SPACE);
    assertThat(late.space.allocate(0, 1, true)).isEqualTo(AddressSpace.NO_SPACE);
    late.space.truncate(10);
    assertThat(late.space.instantiate(3)).isEqualTo(AddressSpace.NO_SPACE);
    assertThat(late.space.allocatedBytes()).isZero();
    assertThat(other.write(1, new byte[] {2})).as("in a folio that is there").isOne();
  }

  @Test
  @Tag("F8")
  void aWriteIsShortWhereFoliosEnd() {
    assertThat(file.write(0, new byte[4 * HUGE])).isEqualTo(BLOCKS * HUGE);
    assertThat(file.write((long) BLOCKS * HUGE, new byte[1])).isEqualTo(AddressSpace.NO_SPACE);
  }

  @Test
  @Tag("F8")
  @Tag("R8")
  void aBlockWithABadFrameIsNoCapacityAnyMore() {
    caches.failure.strike((BLOCKS - 1) * 512 + 17);
    assertThat(caches.cache.capacityBytes()).isEqualTo((BLOCKS - 1L) * HUGE);
    assertThat(caches.cache.outOfServiceBytes()).isEqualTo(PAGE);
    assertThat(new Unpoison(caches.cache).unpoison((BLOCKS - 1) * 512 + 17))
        .isEqualTo(UnpoisonResult.UNPOISONED);
    assertThat(caches.cache.capacityBytes()).isEqualTo((long) BLOCKS * HUGE);
  }

  // --- F9: a failure ---

  @Test
  @Tag("F9")
  @Tag("A1")
  @Tag("A2")
  @Tag("A3")
  void channelsLoseThePageAndNoMore() {
    MemoryFailureEvent event = file.strike(100 * PAGE + 5);
    assertThat(event.folioOrder()).isEqualTo(9);
    assertThat(event.range()).isEqualTo(new ByteRange(100 * PAGE, PAGE));
    assertThat(folios()).isOne();
    assertThat(file.space.extentAt(0).folio()).isEqualTo(first);
    assertThat(file.read(0, HUGE)).isEqualTo(100 * PAGE);
    assertThat(file.read(100 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    assertThat(file.write(99 * PAGE, TestFile.data(3, 2 * PAGE))).isEqualTo(PAGE);
    System.arraycopy(TestFile.data(3, 2 * PAGE), 0, data, 99 * PAGE, PAGE);
    System.arraycopy(file.fill(101 * PAGE, PAGE, 4), 0, data, 101 * PAGE, PAGE);
    assertGoodBut(100);
  }

  @Test
  @Tag("F9")
  @Tag("H6")
  void allPagesCanFailOneAfterTheOther() {
    for (int page = 0; page < 512; page++) {
      assertThat(file.strike((long) page * PAGE).folioOrder()).isEqualTo(9);
    }
    assertThat(file.space.badRanges()).containsExactly(new ByteRange(0, HUGE));
    assertThat(caches.failure.strike(first + 9).message()).isEqualTo(MessageType.ALREADY_POISONED);
    assertThat(restore(0, HUGE, 5)).containsExactly(new ByteRange(0, HUGE));
    assertThat(file.bytes(0, HUGE)).isEqualTo(TestFile.data(5, HUGE));
    assertThat(caches.cache.outOfServiceBytes()).isEqualTo(HUGE);
  }

  @Test
  @Tag("F9")
  void aPageThatWasOnlyReservedIsLostAsAnyOther() {
    TestFile reserved = caches.newFile("/reserved");
    reserved.space.allocate(0, HUGE, false);
    int frame = reserved.frame(3 * PAGE);
    MemoryFailureEvent event = caches.fail(frame, FailureSource.SCRUB);
    assertThat(event.message()).isEqualTo(MessageType.MEMORY_PAGE);
    assertThat(reserved.read(3 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    assertThat(reserved.space.badRanges()).containsExactly(new ByteRange(3 * PAGE, PAGE));
    reserved.assertZero(4 * PAGE, PAGE);
  }

  // --- F10: parts of a folio ---

  @Test
  @Tag("F10")
  void aPunchOfAPartClearsItAndKeepsTheMemory() {
    assertThat(file.space.punch(7 * PAGE + 1, 3 * PAGE)).isZero();
    assertThat(folios()).isOne();
    assertThat(file.space.allocatedBytes()).isEqualTo(HUGE);
    Arrays.fill(data, 7 * PAGE + 1, 10 * PAGE + 1, (byte) 0);
    assertGoodBut();
    System.arraycopy(file.fill(8 * PAGE + 100, 50, 6), 0, data, 8 * PAGE + 100, 50);
    assertGoodBut();
    assertThat(file.space.punch(0, HUGE)).isZero();
    assertThat(file.space.allocatedBytes()).isZero();
    assertThat(caches.freeFrames()).isEqualTo(BLOCKS * 512);
  }

  @Test
  @Tag("F10")
  @Tag("F0")
  void whatATruncateCutsOffIsZeroWhenTheFileGrows() {
    file.space.truncate(10 * PAGE + 7);
    assertThat(file.space.allocatedBytes()).isEqualTo(HUGE);
    file.space.truncate(HUGE);
    Arrays.fill(data, 10 * PAGE + 7, HUGE, (byte) 0);
    assertGoodBut();
    file.space.truncate(0);
    assertThat(caches.freeFrames()).isEqualTo(BLOCKS * 512);
  }

  @Test
  @Tag("F10")
  void aReservationOutlivesAPunchOfAPart() {
    TestFile reserved = caches.newFile("/reserved");
    reserved.space.allocate(0, HUGE, false);
    reserved.space.punch(0, HUGE - PAGE);
    fillUp();
    assertThat(reserved.write(5 * PAGE, TestFile.data(1, PAGE))).isEqualTo(PAGE);
  }

  // --- F11: a page leaves a folio that moves ---

  @Test
  @Tag("F11")
  @Tag("R6")
  void clearingMovesTheFolioAwayFromTheBadFrame() {
    file.strikePages(9, 300);
    assertThat(file.space.clearPoison(9 * PAGE, 1)).containsExactly(new ByteRange(9 * PAGE, PAGE));
    int moved = file.space.extentAt(0).folio();
    assertThat(moved).isNotNegative().isNotEqualTo(first);
    file.assertZero(9 * PAGE, PAGE);
    assertThat(file.read(300 * PAGE, 1))
        .as("lost, wherever it is")
        .isEqualTo(AddressSpace.POISONED);
    assertGoodBut(9, 300);
    assertThat(caches.cache.table.state(first + 9)).isEqualTo(FrameState.QUARANTINED);
    assertThat(caches.cache.table.state(first + 300)).isEqualTo(FrameState.QUARANTINED);
    assertThat(caches.cache.table.state(first + 8)).isEqualTo(FrameState.FREE);
    caches.check();

    assertThat(file.space.clearPoison(0, HUGE)).containsExactly(new ByteRange(300 * PAGE, PAGE));
    assertThat(file.space.extentAt(0).folio()).as("its frame is good").isEqualTo(moved);
    file.assertZero(300 * PAGE, PAGE);
    assertThat(caches.cache.usage().poisonedBytes()).isZero();
  }

  @Test
  @Tag("F11")
  @Tag("R8")
  void theFrameOfAPageThatWasLostElsewhereIsGood() {
    file.strikePages(9, 300);
    file.space.clearPoison(9 * PAGE, 1);
    int moved = file.space.extentAt(0).folio();
    assertThat(new Unpoison(caches.cache).unpoison(moved + 300))
        .isEqualTo(UnpoisonResult.CONTENT_LOST);
    file.space.destroy();
    assertThat(caches.cache.table.state(moved + 300)).isEqualTo(FrameState.FREE);
    assertThat(caches.freeFrames()).isEqualTo((BLOCKS - 1) * 512);
  }

  @Test
  @Tag("F11")
  @Tag("R7")
  @Tag("R9")
  void restoringMovesTheFolioOnce() {
    file.strikePages(0, 255, 511);
    assertThat(restore(255, PAGE, 5)).containsExactly(new ByteRange(255 * PAGE, PAGE));
    int moved = file.space.extentAt(0).folio();
    assertThat(moved).isNotEqualTo(first);
    assertThat(file.bytes(255 * PAGE, PAGE)).isEqualTo(TestFile.data(5, PAGE));
    assertThat(restore(0, HUGE, 6)).hasSize(2);
    assertThat(file.space.extentAt(0).folio()).isEqualTo(moved);
    assertThat(file.bytes(0, PAGE)).isEqualTo(Arrays.copyOf(TestFile.data(6, HUGE), PAGE));
    assertGoodBut(0, 255, 511);
  }

  @Test
  @Tag("F11")
  @Tag("R1")
  @Tag("R2")
  void punchAndTruncateRemoveAPoisonedPage() {
    file.strikePages(20, 30);
    assertThat(file.space.punch(20 * PAGE, PAGE)).isZero();
    file.assertZero(20 * PAGE, PAGE);
    file.space.truncate(30 * PAGE);
    assertThat(file.space.hasPoison()).isFalse();
    file.space.truncate(HUGE);
    file.assertZero(30 * PAGE, HUGE - 30 * PAGE);
    Arrays.fill(data, 20 * PAGE, 21 * PAGE, (byte) 0);
    Arrays.fill(data, 30 * PAGE, HUGE, (byte) 0);
    assertGoodBut();
  }

  @Test
  @Tag("F11")
  void withoutAnother2MibThePageStaysPoisoned() {
    file.strike(9 * PAGE);
    fillUp();
    assertThat(file.space.punch(8 * PAGE, 2 * PAGE)).isEqualTo(AddressSpace.NO_SPACE);
    file.assertZero(8 * PAGE, PAGE);
    assertThat(file.space.clearPoison(0, HUGE)).isEmpty();
    int code =
        file.space.restore(
            new ByteRange(9 * PAGE, PAGE),
            MemorySegment.ofArray(new byte[PAGE]),
            new ArrayList<>());
    assertThat(code).isEqualTo(AddressSpace.NO_SPACE);
    file.space.truncate(5 * PAGE);
    file.space.truncate(HUGE);
    assertThat(file.read(9 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    file.assertZero(5 * PAGE, 4 * PAGE);
    assertThat(file.space.punch(0, HUGE)).as("all of it needs none").isZero();
    assertThat(caches.cache.table.state(first + 9)).isEqualTo(FrameState.QUARANTINED);
  }

  @Test
  @Tag("F11")
  @Tag("S46")
  void whatWasPunchedComesBackAsZeros() {
    caches.failure.strike(file.frame(9 * PAGE), StrikeContent.KEEP);
    fillUp();
    assertThat(file.space.punch(9 * PAGE, PAGE)).isEqualTo(AddressSpace.NO_SPACE);
    assertThat(new Unpoison(caches.cache).unpoison(first + 9)).isEqualTo(UnpoisonResult.UNPOISONED);
    file.assertZero(9 * PAGE, PAGE);
  }

  @Test
  @Tag("F11")
  @Tag("O2")
  void softOfflineMovesAllOfTheFolio() {
    file.strike(300 * PAGE);
    SoftOffline offline = new SoftOffline(caches.cache);
    assertThat(offline.softOffline(first + 9)).isEqualTo(SoftOfflineResult.MIGRATED);
    int moved = file.space.extentAt(0).folio();
    assertThat(moved).isNotNegative().isNotEqualTo(first);
    assertGoodBut(300);
    assertThat(file.read(300 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    assertThat(caches.cache.table.state(first + 9)).isEqualTo(FrameState.QUARANTINED);
    assertThat(offline.softOffline(moved + 300)).isEqualTo(SoftOfflineResult.POISONED);
    fillUp();
    assertThat(offline.softOffline(moved + 9)).isEqualTo(SoftOfflineResult.NO_MEMORY);
    assertGoodBut(300);
  }

  @Test
  @Tag("F11")
  @Tag("H15")
  void aTargetThatFailsIsReplacedByAnother() {
    file.strike(9 * PAGE);
    int target = caches.cache.allocator.allocateBlock(-1);
    caches.cache.free(target, 9);
    goBadAtNext(Moment.BEFORE_COPY_FRAMES, target + 40);
    assertThat(file.space.clearPoison(0, HUGE)).hasSize(1);
    assertThat(file.space.extentAt(0).folio()).isNotIn(first, target);
    Arrays.fill(data, 9 * PAGE, 10 * PAGE, (byte) 0);
    assertGoodBut();
  }

  @Test
  @Tag("F11")
  void aPageThatFailsWhileTheFolioMovesIsLostAndNoOther() {
    file.strike(9 * PAGE);
    goBadAtNext(Moment.BEFORE_COPY_FRAMES, first + 77);
    assertThat(file.space.clearPoison(9 * PAGE, PAGE)).hasSize(1);
    assertThat(file.space.badRanges()).containsExactly(new ByteRange(77 * PAGE, PAGE));
    Arrays.fill(data, 9 * PAGE, 10 * PAGE, (byte) 0);
    assertGoodBut(77);
  }

  @Test
  @Tag("F11")
  void aFrameThatIsBadWhenThePageIsRestoredIsLeftToo() {
    file.strikePages(9, 300);
    restore(9, PAGE, 5);
    int moved = file.space.extentAt(0).folio();
    goBadAtNext(Moment.BEFORE_COPY_IN, moved + 300);
    assertThat(restore(300, PAGE, 6)).containsExactly(new ByteRange(300 * PAGE, PAGE));
    assertThat(file.space.extentAt(0).folio()).isNotIn(first, moved);
    assertThat(file.bytes(300 * PAGE, PAGE)).isEqualTo(TestFile.data(6, PAGE));
    assertThat(caches.cache.table.state(moved + 300)).isEqualTo(FrameState.QUARANTINED);
    assertGoodBut(9, 300);
  }
}
