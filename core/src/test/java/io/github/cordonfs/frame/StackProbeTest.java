package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much stack there is where a probe passes, and where it does not. */
@Tag("S58")
class StackProbeTest {

  private static final int STACK_BYTES = 250_000;
  private static final int CALLS_UNTIL_COMPILED = 200_000;

  /** A little less than what is looked for, and a little more. */
  private final StackProbe.Room less = StackProbe.room(StackProbe.BYTES - (6 << 10));

  private final StackProbe.Room more = StackProbe.room(StackProbe.BYTES + (6 << 10));

  private int passed;
  private int refused;
  private int wrong;

  @Test
  void whereItPassesThereIsThatMuchAndWhereItDoesNotThereIsNotMore() throws InterruptedException {
    lookInEveryFrame();
    assertThat(wrong).isZero();
    assertThat(passed).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void compiledCodeLooksForAsMuch() throws InterruptedException {
    for (int i = 0; i < CALLS_UNTIL_COMPILED; i++) {
      StackProbe.touch();
      assertThat(less.take(0) + more.take(0)).isZero();
    }
    lookInEveryFrame();
    assertThat(wrong).isZero();
    assertThat(passed).isPositive();
    assertThat(refused).isPositive();
  }

  private void lookInEveryFrame() throws InterruptedException {
    Thread thread = new Thread(null, () -> down(0), "deep", STACK_BYTES);
    thread.start();
    thread.join();
  }

  @SuppressWarnings("InfiniteRecursion") // to the end of the stack, and back
  private int down(int depth) {
    int bottom;
    try {
      bottom = down(depth + 1);
    } catch (StackOverflowError e) {
      return depth;
    }
    // Where there is hardly anything no question can be asked.
    if (bottom - depth > 100) {
      if (passes(null)) {
        passed++;
        wrong += passes(less) ? 0 : 1;
      } else {
        refused++;
        wrong += passes(more) ? 1 : 0;
      }
    }
    return bottom;
  }

  private static boolean passes(StackProbe.Room room) {
    try {
      if (room == null) {
        StackProbe.touch();
      } else {
        int ignored = room.take(0);
      }
      return true;
    } catch (StackOverflowError e) {
      return false;
    }
  }
}
