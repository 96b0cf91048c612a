package io.github.cordonfs.reclaim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random calls, beside a list of what is tracked and what is offered. */
class ClockProModelTest {

  private static final int SEEDS = 60;
  private static final int CALLS = 20_000;
  private static final int ABSENT = 0;
  private static final int TRACKED = 1;
  private static final int OFFERED = 2;

  /** The calls that a policy gets, and what it must be like after each. */
  private static final class Model {
    final Random random;
    final int frames;
    final ClockPro policy;
    final int[] state;
    final boolean[] huge;
    final boolean[] marks;
    final int keys;
    final int mostGhosts;
    long weight;
    long offeredWeight;

    Model(long seed) {
      random = new Random(seed);
      frames = 512 * (1 + random.nextInt(6)) + random.nextInt(512);
      policy = new ClockPro(frames);
      state = new int[frames];
      huge = new boolean[frames];
      marks = new boolean[frames];
      keys = 1 + random.nextInt(4 * frames);
      mostGhosts = (frames + frames / 3 + 7) / 8 * 8;
    }

    boolean testAndClear(int frame) {
      expect(state[frame] == TRACKED, "asked for the mark of a frame that is tracked");
      boolean marked = marks[frame];
      marks[frame] = false;
      return marked;
    }

    void step(int adds, int reads) {
      int frame = random.nextInt(frames);
      if (random.nextInt(16) == 0) {
        frame &= -ReclaimPolicy.HUGE_PAGES;
      }
      int choice = random.nextInt(100);
      if (choice < adds) {
        add(frame);
      } else if (choice < adds + reads) {
        marks[frame] |= state[frame] != ABSENT;
      } else if (choice < 95) {
        offer();
      } else if (state[frame] != ABSENT) {
        remove(frame);
      }
      check();
    }

    void add(int frame) {
      if (state[frame] != ABSENT || inHugeFolio(frame)) {
        return;
      }
      // Only where no frame of the block is of use.
      boolean folio = frame % 512 == 0 && frame + 512 <= frames && random.nextBoolean();
      for (int i = frame; folio && i < frame + 512; i++) {
        folio = state[i] == ABSENT;
      }
      state[frame] = TRACKED;
      huge[frame] = folio;
      weight += weight(frame);
      policy.added(frame, random.nextInt(keys) * 0x9E3779B97F4A7C15L, weight(frame));
    }

    boolean inHugeFolio(int frame) {
      int first = frame & -512;
      return state[first] != ABSENT && huge[first];
    }

    void offer() {
      int frame = policy.nextVictim(this::testAndClear);
      if (frame == -1) {
        assertThat(state).doesNotContain(TRACKED);
        return;
      }
      expect(state[frame] == TRACKED, "offered is a frame that is tracked");
      state[frame] = OFFERED;
      offeredWeight += weight(frame);
      switch (random.nextInt(4)) {
        case 0 -> keep(frame);
        case 1, 2 -> evict(frame);
        default -> {}
      }
    }

    void keep(int frame) {
      policy.kept(frame);
      state[frame] = TRACKED;
      offeredWeight -= weight(frame);
    }

    void evict(int frame) {
      policy.evicted(frame);
      absent(frame);
    }

    void remove(int frame) {
      policy.removed(frame);
      absent(frame);
    }

    private int weight(int frame) {
      return huge[frame] ? ReclaimPolicy.HUGE_PAGES : 1;
    }

    private void absent(int frame) {
      offeredWeight -= state[frame] == OFFERED ? weight(frame) : 0;
      weight -= weight(frame);
      state[frame] = ABSENT;
      marks[frame] = false;
      huge[frame] = false;
    }

    void check() {
      expect(policy.ghosts() >= 0 && policy.ghosts() <= mostGhosts, "the bound of ghosts");
      expect(policy.hotWeight() >= 0, "some pages are hot");
      expect(policy.hotWeight() <= policy.weight(), "hot pages are pages");
      expect(policy.weight() + offeredWeight == weight, "every page counts once");
    }

    /** Without the cost of a fluent assertion, several of which come with each call. */
    private static void expect(boolean holds, String what) {
      if (!holds) {
        throw new AssertionError("does not hold: " + what);
      }
    }

    /** Every page that is there is offered, and each once, whatever was read meanwhile. */
    void drain() {
      for (int frame = 0; frame < frames; frame++) {
        if (state[frame] == OFFERED) {
          keep(frame);
        }
      }
      assertThat(policy.weight()).isEqualTo(weight);
      for (int frame = 0; frame < frames; frame++) {
        marks[frame] = state[frame] != ABSENT && random.nextBoolean();
      }
      int left = (int) Arrays.stream(state).filter(each -> each == TRACKED).count();
      for (; left > 0; left--) {
        int frame = policy.nextVictim(this::testAndClear);
        assertThat(frame).isNotNegative();
        assertThat(state[frame]).isEqualTo(TRACKED);
        state[frame] = OFFERED;
      }
      assertThat(policy.nextVictim(this::testAndClear)).isEqualTo(-1);
      assertThat(policy.weight()).isZero();
      assertThat(policy.hotWeight()).isZero();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyTrackedPageIsOfferedOnceAndNoOther() {
    return LongStream.range(0, SEEDS)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> run(seed)));
  }

  private static void run(long seed) {
    Model model = new Model(seed);
    for (int first = 0; first < model.frames; first += ReclaimPolicy.HUGE_PAGES) {
      model.add(first);
    }
    int adds = 20 + model.random.nextInt(50);
    int reads = model.random.nextInt(90 - adds);
    for (int i = 0; i < CALLS; i++) {
      model.step(adds, reads);
    }
    model.drain();
  }

  /** However busy some pages are, each of the others has its turn. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyPageHasItsTurnWhileOthersAreBusy(boolean alwaysRead) {
    int frames = 4096;
    ClockPro policy = new ClockPro(frames);
    for (int frame = 0; frame < frames; frame++) {
      policy.added(frame, frame * 0x9E3779B97F4A7C15L, 1);
    }
    boolean[] seen = new boolean[frames];
    int left = frames;
    for (int i = 0; i < 4 * frames && left > 0; i++) {
      int frame = policy.nextVictim(any -> alwaysRead);
      policy.kept(frame);
      left -= seen[frame] ? 0 : 1;
      seen[frame] = true;
    }
    assertThat(left).isZero();
  }
}
