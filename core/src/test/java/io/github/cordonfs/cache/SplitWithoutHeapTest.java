package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.frame.FrameState;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Page 9 of a huge folio failed when the heap was full: marked in a folio that stays huge. */
@Tag("H5")
@Tag("S2")
class SplitWithoutHeapTest {

  @AutoClose private final Caches caches = Caches.of(3, HugePolicy.ALWAYS);

  private final TestFile file = caches.newFile("/file");
  private byte[] data;
  private int first;

  @BeforeEach
  void strikeWithoutHeap() {
    data = file.fill(0, HUGE, 1);
    first = file.frame(0);
    caches.heapFull(true);
    assertThat(file.strike(9 * PAGE).outcome()).isEqualTo(Outcome.RECOVERED);
    assertThat(caches.cache.usage().hugeFolios()).isOne();
    caches.check();
  }

  private void assertGood(int fromPage, int toPage) {
    assertThat(file.bytes((long) fromPage * PAGE, (toPage - fromPage) * PAGE))
        .isEqualTo(Arrays.copyOfRange(data, fromPage * PAGE, toPage * PAGE));
  }

  @Test
  void containmentIsThatOfASplitFolio() {
    assertThat(file.read(9 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    assertThat(file.read(0, HUGE)).isEqualTo(9 * PAGE);
    assertThat(file.write(9 * PAGE, TestFile.data(2, PAGE))).isEqualTo(AddressSpace.POISONED);
    assertThat(file.write(8 * PAGE, TestFile.data(1, 2 * PAGE))).isEqualTo(PAGE);
    System.arraycopy(TestFile.data(1, 2 * PAGE), 0, data, 8 * PAGE, PAGE);
    assertGood(0, 9);
    assertGood(10, 512);
    assertThat(file.space.badRanges()).containsExactly(new ByteRange(9 * PAGE, PAGE));
    assertThat(file.frame(9 * PAGE)).isEqualTo(first + 9);
    assertThat(caches.cache.frameTable().state(first + 9)).isEqualTo(FrameState.POISONED);
    assertThat(caches.cache.usage().hugeFolios()).isOne();
  }

  @Test
  void theOtherPagesStayWritable() {
    System.arraycopy(file.fill(10 * PAGE, 502 * PAGE, 5), 0, data, 10 * PAGE, 502 * PAGE);
    assertGood(0, 9);
    assertGood(10, 512);
  }

  @Test
  @Tag("H7")
  void theFrameIsKnownToBePoisoned() {
    assertThat(caches.failure.strike(first + 9).message()).isEqualTo(MessageType.ALREADY_POISONED);
  }

  @Test
  void moreFailuresWithoutHeapAreMarkedToo() {
    file.strikePages(10, 0, 511);
    assertThat(file.space.badRanges())
        .containsExactly(
            new ByteRange(0, PAGE),
            new ByteRange(9 * PAGE, 2 * PAGE),
            new ByteRange(HUGE - PAGE, PAGE));
    assertGood(1, 9);
    assertGood(11, 511);
  }

  @Test
  void theNextFailureSplitsWhenThereIsHeapAgain() {
    caches.heapFull(false);
    assertThat(file.strike(20 * PAGE).folioOrder()).isEqualTo(9);
    assertThat(caches.cache.usage().hugeFolios()).isZero();
    assertThat(file.space.badRanges())
        .containsExactly(new ByteRange(9 * PAGE, PAGE), new ByteRange(20 * PAGE, PAGE));
    assertGood(0, 9);
    assertGood(10, 20);
    assertGood(21, 512);
  }

  @Test
  @Tag("R6")
  void clearingSplitsAndMakesAHole() {
    assertThat(file.space.clearPoison(0, HUGE)).containsExactly(new ByteRange(9 * PAGE, PAGE));
    file.assertZero(9 * PAGE, PAGE);
    assertGood(0, 9);
    assertGood(10, 512);
    assertThat(caches.cache.frameTable().state(first + 9)).isEqualTo(FrameState.QUARANTINED);
  }

  @Test
  @Tag("R1")
  void aHolePunchOfThePageRemovesIt() {
    file.space.punch(9 * PAGE, PAGE);
    file.assertZero(9 * PAGE, PAGE);
    assertGood(10, 512);
    assertThat(file.space.hasPoison()).isFalse();
  }

  @Test
  void aHolePunchOfAnotherPageKeepsTheMark() {
    file.space.punch(100 * PAGE, PAGE);
    assertThat(file.read(9 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    assertGood(10, 100);
    assertGood(101, 512);
  }

  @Test
  @Tag("R2")
  void truncateKeepsOrRemovesTheMark() {
    file.space.truncate(50 * PAGE);
    assertThat(file.read(9 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    assertGood(10, 50);
    file.space.truncate(9 * PAGE);
    assertThat(file.space.hasPoison()).isFalse();
    assertGood(0, 9);
  }

  @Test
  @Tag("R4")
  void unlinkGivesBackAllButTheBadFrame() {
    file.space.destroy();
    assertThat(caches.cache.usedBytes()).isZero();
    assertThat(caches.cache.frameTable().state(first + 9)).isEqualTo(FrameState.QUARANTINED);
    assertThat(caches.freeFrames()).isEqualTo(3 * 512 - 1);
    Invariants.checkEmpty(caches.cache);
  }

  @Test
  void aWholePunchGivesBackAllButTheBadFrame() {
    file.space.punch(0, HUGE);
    file.assertZero(0, HUGE);
    assertThat(caches.cache.usedBytes()).isZero();
    assertThat(caches.freeFrames()).isEqualTo(3 * 512 - 1);
  }

  @Test
  void reservedPagesOfTheFolioStillReadAsZeros() {
    file.space.destroy();
    caches.dirtyAllFrames();
    TestFile reserved = caches.newFile("/reserved");
    reserved.space.allocate(0, HUGE, false);
    reserved.strike(3 * PAGE);
    reserved.assertZero(0, 3 * PAGE);
    reserved.assertZero(4 * PAGE, 508 * PAGE);
    byte[] bytes = reserved.fill(4 * PAGE, 508 * PAGE, 8);
    assertThat(reserved.bytes(4 * PAGE, 508 * PAGE)).isEqualTo(bytes);
    assertThat(reserved.read(3 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
  }
}
