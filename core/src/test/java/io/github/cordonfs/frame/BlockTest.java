package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTest {

  private final Block block = new Block(3);

  @Test
  void newBlockIsWhollyFree() {
    assertThat(block.isWhollyFree()).isTrue();
    assertThat(block.largestFreeOrder()).isEqualTo(9);
    assertThat(block.firstFrame()).isEqualTo(3 * 512);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void runsOfEveryOrderFillTheBlockAlignedAndWithoutOverlap(int order) {
    int next = 0;
    while (next < 512) {
      int index = block.take(order);
      assertThat(index).isEqualTo(next);
      next += 1 << order;
    }
    assertThat(block.hasFree()).isFalse();
    assertThat(block.largestFreeOrder()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8", "255, 8", "256, 8", "511, 8",
  })
  void oneTakenFrameLeavesHalfABlock(int index, int order) {
    block.takeAt(index);
    assertThat(block.largestFreeOrder()).isEqualTo(order);
    assertThat(block.isWhollyFree()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void oneTakenFrameInEveryRunOfAnOrderLeavesNoneOfThatOrder(int order) {
    for (int run = 0; run < 512; run += 1 << order) {
      block.takeAt(run + (run / 7 & (1 << order) - 1));
    }
    assertThat(block.largestFreeOrder()).isEqualTo(order - 1);
  }

  @Test
  void theLargestOrderIsKnownForEverySetOfWholeWords() {
    for (int words = 1; words < 1 << 8; words++) {
      Block some = new Block(0);
      for (int frame = 0; frame < 512; frame++) {
        if ((words & (1 << (frame / 64))) == 0) {
          some.takeAt(frame);
        }
      }
      assertThat(some.largestFreeOrder()).as("words %x", words).isEqualTo(largestRun(words, 8));
    }
  }

  /** Looks for a run of wholly free words in both halves, and in the halves of those. */
  private static int largestRun(int words, int count) {
    if (words == (1 << count) - 1) {
      return 6 + Integer.numberOfTrailingZeros(count);
    }
    int half = count / 2;
    return half == 0
        ? -1
        : Math.max(largestRun(words & ((1 << half) - 1), half), largestRun(words >>> half, half));
  }

  @Test
  void freeFramesThatAreNotAlignedMakeNoRun() {
    for (int i = 0; i < 512; i++) {
      block.takeAt(i);
    }
    block.put(1);
    block.put(2);
    assertThat(block.largestFreeOrder()).isEqualTo(0);
    block.put(3);
    assertThat(block.largestFreeOrder()).isEqualTo(1);
    assertThat(block.take(1)).isEqualTo(2);
    assertThat(block.isFree(1)).isTrue();
    assertThat(block.isFree(2)).isFalse();
  }

  @Test
  void framesThatComeBackOneByOneJoinIntoAWholeBlock() {
    block.take(9);
    for (int i = 511; i >= 0; i--) {
      assertThat(block.isWhollyFree()).isFalse();
      block.put(i);
    }
    assertThat(block.isWhollyFree()).isTrue();
    assertThat(block.take(9)).isZero();
  }

  @Test
  void takingAnOrderThatIsNotThereIsRefused() {
    for (int i = 0; i < 512; i += 2) {
      block.takeAt(i);
    }
    assertThatThrownBy(() -> block.take(1)).isInstanceOf(IllegalStateException.class);
  }
}
