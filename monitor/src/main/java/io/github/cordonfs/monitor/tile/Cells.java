package io.github.cordonfs.monitor.tile;

import io.github.cordonfs.PageState;

/**
 * What a pixel stands for, in a byte: the state in the lower four bits, and in the upper four how
 * much of it is in files, from 0 to 15. One frame out of service is what its pixel shows at every
 * level; else it is what most of the frames are.
 */
public final class Cells {

  /** A pixel where there is no frame. */
  public static final byte OUTSIDE = 15;

  /** Number of states. */
  public static final int STATES = PageState.values().length;

  private static final int FIRST_OUT_OF_SERVICE = PageState.SOFT_OFFLINED.code();

  private static final int FULL = 15;

  private Cells() {}

  /** Returns the cell of one frame. */
  public static byte of(byte state) {
    return state == 0 ? 0 : (byte) (state | (FULL << 4));
  }

  /** Returns the state that a cell shows: the code of a {@code PageState}, or 15 for outside. */
  public static int state(byte cell) {
    return cell & 15;
  }

  /** Returns how much of a cell is in files: from 0 to 15. */
  public static int fill(byte cell) {
    return (cell & 0xF0) >> 4;
  }

  /** Returns the cell of several frames: counts by state, of which there is at least one. */
  static byte of(int[] counts) {
    int all = 0;
    int used = 0;
    int most = 0;
    int worst = 0;
    for (int state = 0; state < STATES; state++) {
      int count = counts[state];
      all += count;
      if (state != 0 && count > 0) {
        used += count;
        most = most == 0 || count > counts[most] ? state : most;
        worst = state >= FIRST_OUT_OF_SERVICE ? state : worst;
      }
    }
    if (all == 0) {
      return OUTSIDE;
    }
    int fill = (used * FULL + all - 1) / all;
    return (byte) ((worst != 0 ? worst : most) | (fill << 4));
  }

  /** Returns the cell that stands for four of the level below. */
  static byte of(byte a, byte b, byte c, byte d) {
    if (a == b && b == c && c == d) {
      return a;
    }
    int inside = 0;
    int fill = 0;
    int worst = 0;
    int most = 0;
    int mostFill = 0;
    int cells = (a & 0xFF) | ((b & 0xFF) << 8) | ((c & 0xFF) << 16) | ((d & 0xFF) << 24);
    for (int i = 0; i < 32; i += 8) {
      byte cell = (byte) (cells >>> i);
      int state = state(cell);
      if (state == OUTSIDE) {
        continue;
      }
      inside++;
      fill += fill(cell);
      worst = state >= FIRST_OUT_OF_SERVICE ? Math.max(worst, state) : worst;
      int same = fillOf(state, cells);
      if (state != 0 && same > mostFill) {
        most = state;
        mostFill = same;
      }
    }
    if (inside == 0) {
      return OUTSIDE;
    }
    int shown = worst != 0 ? worst : most;
    int filled = (fill + inside - 1) / inside;
    return (byte) (shown | (filled << 4));
  }

  private static int fillOf(int state, int cells) {
    int fill = 0;
    for (int i = 0; i < 32; i += 8) {
      byte cell = (byte) (cells >>> i);
      fill += state(cell) == state ? fill(cell) : 0;
    }
    return fill;
  }
}
