package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.HUGE;
import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.frame.FrameState;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How a file of 16 pages gets well again whose pages 2, 3 and 9 are poisoned. */
@ParameterizedClass
@MethodSource("io.github.cordonfs.cache.Caches#grid")
class PoisonRemovalTest {

  @Parameter private Caches.Setup setup;

  private Caches caches;
  private TestFile file;
  private byte[] data;
  private int frame2;

  @BeforeEach
  void strike() {
    caches = setup.open(3);
    file = caches.newFile("/file");
    data = file.fill(0, 16 * PAGE, 1);
    frame2 = file.frame(2 * PAGE);
    file.strikePages(2, 3, 9);
  }

  @AfterEach
  void close() {
    caches.close();
  }

  private void assertOtherPagesUnchanged(int... changed) {
    for (int page = 0; page < 16; page++) {
      int each = page;
      if (Arrays.stream(changed).noneMatch(c -> c == each)) {
        assertThat(file.bytes((long) page * PAGE, PAGE))
            .isEqualTo(Arrays.copyOfRange(data, page * PAGE, (page + 1) * PAGE));
      }
    }
  }

  @Test
  @Tag("R1")
  void aHolePunchOverTheWholePageMakesItAHoleThatCanBeWritten() {
    assertThat(file.space.punch(2 * PAGE, PAGE)).isZero();
    file.assertZero(2 * PAGE, PAGE);
    assertThat(file.frame(2 * PAGE)).isEqualTo(-1);
    assertThat(file.read(3 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    byte[] bytes = file.fill(2 * PAGE, PAGE, 5);
    assertThat(file.bytes(2 * PAGE, PAGE)).isEqualTo(bytes);
    assertOtherPagesUnchanged(2, 3, 9);
  }

  @Test
  @Tag("R2")
  void truncateBelowThePageThenExtendShowsZeros() {
    file.space.truncate(PAGE + 10);
    assertThat(file.space.hasPoison()).isFalse();
    file.space.truncate(16 * PAGE);
    file.assertZero(PAGE + 10, 15 * PAGE - 10);
  }

  @Test
  @Tag("R3")
  void aHolePunchOverPartOfThePageLeavesItAndItsBytes() {
    assertThat(file.space.punch(2 * PAGE + 1, PAGE - 1)).isZero();
    assertThat(file.space.punch(2 * PAGE, PAGE - 1)).isZero();
    assertThat(file.space.punch(2 * PAGE + 5, 10)).isZero();
    assertThat(file.read(2 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
  }

  @Test
  @Tag("R3")
  void aTruncateInThePageLeavesItPoisonedAndDoesNotTouchIt() {
    failOnStoresInto(frame2);
    assertThat(file.space.truncate(2 * PAGE + 100)).isZero();
    assertThat(file.read(2 * PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    assertThat(file.space.badRanges()).containsExactly(new ByteRange(2 * PAGE, 100));
    assertThat(file.space.truncate(3 * PAGE)).isZero();
    assertThat(file.read(2 * PAGE + 500, 1)).isEqualTo(AddressSpace.POISONED);
  }

  @Test
  @Tag("R3")
  void aHolePunchInThePageDoesNotTouchIt() {
    failOnStoresInto(frame2);
    assertThat(file.space.punch(2 * PAGE + 1, 100)).isZero();
    assertThat(file.space.punch(PAGE + 5, PAGE)).isZero();
  }

  private void failOnStoresInto(int bad) {
    SpyMemory.Intruder check =
        (frame, offset, length) ->
            assertThat(frame == bad).as("store into the poisoned frame").isFalse();
    caches.memory.each(SpyMemory.Moment.BEFORE_FILL, check);
    caches.memory.each(SpyMemory.Moment.BEFORE_COPY_IN, check);
  }

  @Test
  @Tag("R6")
  void clearingRemovesExactlyThePoisonedPagesOfTheRange() {
    assertThat(file.space.clearPoison(0, 16 * PAGE))
        .containsExactly(new ByteRange(2 * PAGE, 2 * PAGE), new ByteRange(9 * PAGE, PAGE));
    assertThat(file.space.hasPoison()).isFalse();
    for (int page : new int[] {2, 3, 9}) {
      file.assertZero((long) page * PAGE, PAGE);
    }
    assertOtherPagesUnchanged(2, 3, 9);
    assertThat(file.space.clearPoison(0, 16 * PAGE)).isEmpty();
  }

  @Test
  @Tag("R6")
  void clearingAPartOfAPageClearsThePage() {
    assertThat(file.space.clearPoison(3 * PAGE - 1, 1))
        .containsExactly(new ByteRange(2 * PAGE, PAGE));
    assertThat(file.space.clearPoison(9 * PAGE + 5, 1))
        .containsExactly(new ByteRange(9 * PAGE, PAGE));
    assertThat(file.space.badRanges()).containsExactly(new ByteRange(3 * PAGE, PAGE));
  }

  @Test
  @Tag("R6")
  void clearingARangeWithoutPoisonOrLengthChangesNothing() {
    assertThat(file.space.clearPoison(4 * PAGE, 5 * PAGE)).isEmpty();
    assertThat(file.space.clearPoison(2 * PAGE, 0)).isEmpty();
    assertThat(file.space.clearPoison(HUGE, Long.MAX_VALUE - HUGE)).isEmpty();
    assertThat(file.space.badRanges()).hasSize(2);
  }

  @Test
  @Tag("R6")
  void whatIsClearedIsClippedToTheSize() {
    file.space.truncate(9 * PAGE + 7);
    assertThat(file.space.clearPoison(0, Long.MAX_VALUE))
        .containsExactly(new ByteRange(2 * PAGE, 2 * PAGE), new ByteRange(9 * PAGE, 7));
  }

  @Test
  @Tag("R8")
  void theRemovedFrameIsInQuarantineAndTheCapacityShrinks() {
    long capacity = caches.cache.capacityBytes();
    long used = caches.cache.usedBytes();
    file.space.punch(2 * PAGE, PAGE);
    assertThat(caches.cache.frameTable().state(frame2)).isEqualTo(FrameState.QUARANTINED);
    assertThat(caches.cache.capacityBytes()).isEqualTo(capacity - PAGE);
    assertThat(caches.cache.usedBytes()).isEqualTo(used - PAGE);
    assertThat(caches.cache.outOfServiceBytes()).isEqualTo(3 * PAGE);
  }

  @Test
  @Tag("R8")
  @Tag("R4")
  void aFrameInQuarantineIsNeverUsedAgain() {
    file.space.destroy();
    assertThat(caches.cache.outOfServiceBytes()).isEqualTo(3 * PAGE);
    TestFile all = caches.newFile("/all");
    long got = 0;
    byte[] bytes = TestFile.data(3, 16 * PAGE);
    for (int n = all.write(0, bytes); n > 0; n = all.write(got, bytes)) {
      got += n;
    }
    assertThat(got).isEqualTo(caches.cache.capacityBytes());
    for (long offset = 0; offset < got; offset += PAGE) {
      assertThat(all.frame(offset)).isNotEqualTo(frame2);
    }
  }

  @Test
  @Tag("R9")
  void aWriteAfterRemovalGetsADifferentFrame() {
    file.space.clearPoison(0, 16 * PAGE);
    file.fill(2 * PAGE, PAGE, 9);
    assertThat(file.frame(2 * PAGE)).isNotNegative().isNotEqualTo(frame2);
  }
}
