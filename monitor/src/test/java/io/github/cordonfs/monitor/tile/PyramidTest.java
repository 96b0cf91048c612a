package io.github.cordonfs.monitor.tile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.PageState;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The map from near and far, beside the states of the frames. */
class PyramidTest {

  private static final byte FREE = PageState.FREE.code();
  private static final byte SMALL = PageState.SMALL.code();
  private static final byte HUGE = PageState.HUGE.code();
  private static final byte POISONED = PageState.POISONED.code();

  private static FrameStates of(byte[] states) {
    return (first, target, offset, count) -> System.arraycopy(states, first, target, offset, count);
  }

  private static Pyramid pyramid(byte[] states) {
    Layout layout = Layout.of(states.length);
    Pyramid pyramid = new Pyramid(layout);
    for (int block = 0; block < layout.blocks(); block++) {
      pyramid.update(block, states, block * Layout.BLOCK_FRAMES);
    }
    return pyramid;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 511, 512, 513, 4096, 5000, 1 << 17, (1 << 17) + 700})
  void everyFrameHasOnePlace(int frames) {
    Layout layout = Layout.of(frames);
    Set<Integer> seen = new HashSet<>();
    for (int y = 0; y < layout.height(); y++) {
      for (int x = 0; x < layout.width(); x++) {
        int frame = layout.frameAt(x, y);
        if (frame >= 0) {
          assertThat(seen.add(frame)).isTrue();
        }
      }
    }
    assertThat(seen).hasSize(frames);
    assertThat(layout.frameAt(-1, 0)).isEqualTo(-1);
    assertThat(layout.frameAt(layout.width(), 0)).isEqualTo(-1);
  }

  @Test
  void theMapOfALargePoolIsAboutAsWideAsHigh() {
    Layout layout = Layout.of(1 << 27); // 512 GiB
    assertThat(layout.width()).isEqualTo(16384);
    assertThat(layout.height()).isEqualTo(8192);
    assertThat(layout.levels()).isEqualTo(7);
  }

  @Test
  void oneLostPageIsSeenAtEveryLevel() {
    byte[] states = new byte[1 << 18];
    java.util.Arrays.fill(states, HUGE);
    int frame = 123_456;
    states[frame] = POISONED;
    Pyramid pyramid = pyramid(states);
    Tiles tiles = new Tiles(pyramid, of(states));
    for (int level = 0; level <= pyramid.lastLevel(); level++) {
      assertThat(poisoned(pyramid.layout(), tiles, level)).as("level " + level).isEqualTo(1);
    }
  }

  private static int poisoned(Layout layout, Tiles tiles, int level) {
    int found = 0;
    for (int y = 0; tiles.exists(level, 0, y); y++) {
      for (int x = 0; tiles.exists(level, x, y); x++) {
        for (byte cell : tiles.tile(level, x, y)) {
          found += Cells.state(cell) == POISONED ? 1 : 0;
        }
      }
    }
    assertThat(tiles.exists(level, 0, (layout.height(level) + 255) / 256)).isFalse();
    return found;
  }

  @Test
  void whatIsSeenCloseUpIsWhatTheFramesAre() {
    byte[] states = random(100_000, 5);
    Pyramid pyramid = pyramid(states);
    Tiles tiles = new Tiles(pyramid, of(states));
    Layout layout = pyramid.layout();
    for (int y = 0; y < layout.height(); y++) {
      for (int x = 0; x < layout.width(); x++) {
        byte[] tile = x % 256 == 0 ? tiles.tile(0, x / 256, y / 256) : null;
        if (tile != null) {
          for (int i = 0; i < 256 && x + i < layout.width(); i++) {
            int frame = layout.frameAt(x + i, y);
            int state = Cells.state(tile[y % 256 * 256 + i]);
            assertThat(state).isEqualTo(frame < 0 ? Cells.OUTSIDE : states[frame]);
          }
        }
      }
    }
  }

  @Test
  void updatesGiveTheSamePictureAsAFreshOne() {
    Random random = new Random(7);
    byte[] states = random(70_000, 1);
    Pyramid changed = pyramid(states);
    for (int i = 0; i < 3000; i++) {
      int frame = random.nextInt(states.length);
      states[frame] = (byte) random.nextInt(Cells.STATES);
      int block = frame / Layout.BLOCK_FRAMES;
      changed.update(block, states, block * Layout.BLOCK_FRAMES);
    }
    Pyramid fresh = pyramid(states);
    for (int level = Pyramid.FIRST_LEVEL; level <= fresh.lastLevel(); level++) {
      assertThat(changed.picture(level)).isEqualTo(fresh.picture(level));
    }
    assertThat(changed.totals()).isEqualTo(fresh.totals());
    long[] counted = new long[Cells.STATES];
    for (byte state : states) {
      counted[state]++;
    }
    assertThat(changed.totals()).isEqualTo(counted);
  }

  @Test
  void onlyAChangeIsOne() {
    byte[] states = random(2048, 3);
    Pyramid pyramid = pyramid(states);
    assertThat(pyramid.update(1, states, 512)).isFalse();
    states[600] = states[600] == SMALL ? HUGE : SMALL;
    assertThat(pyramid.update(1, states, 512)).isTrue();
    assertThat(pyramid.update(1, states, 512)).isFalse();
    // The same numbers in other places are a change, too.
    byte[] swapped = states.clone();
    java.util.Arrays.fill(swapped, 512, 1024, FREE);
    swapped[512] = SMALL;
    assertThat(pyramid.update(1, swapped, 512)).isTrue();
    swapped[512] = FREE;
    swapped[1023] = SMALL;
    assertThat(pyramid.update(1, swapped, 512)).isTrue();
  }

  @Test
  void aCellTellsWhatMostIsAndHowMuch() {
    assertThat(Cells.of((byte) 0, (byte) 0, (byte) 0, (byte) 0)).isZero();
    byte used = Cells.of(HUGE);
    byte half = Cells.of(used, used, (byte) 0, (byte) 0);
    assertThat(Cells.state(half)).isEqualTo(HUGE);
    assertThat(Cells.fill(half)).isEqualTo(8);
    byte mixed = Cells.of(used, used, Cells.of(SMALL), (byte) 0);
    assertThat(Cells.state(mixed)).isEqualTo(HUGE);
    byte outside = Cells.of(Cells.OUTSIDE, Cells.OUTSIDE, Cells.OUTSIDE, Cells.OUTSIDE);
    assertThat(outside).isEqualTo(Cells.OUTSIDE);
    byte edge = Cells.of(used, Cells.OUTSIDE, Cells.OUTSIDE, Cells.OUTSIDE);
    assertThat(Cells.fill(edge)).isEqualTo(15);
  }

  private static byte[] random(int frames, long seed) {
    Random random = new Random(seed);
    byte[] states = new byte[frames];
    for (int i = 0; i < frames; i++) {
      states[i] = random.nextInt(50) == 0 ? (byte) random.nextInt(Cells.STATES) : HUGE;
    }
    return states;
  }
}
