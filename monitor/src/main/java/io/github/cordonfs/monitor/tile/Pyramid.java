package io.github.cordonfs.monitor.tile;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The map from far away, level by level: a byte for 16 frames at level 2, of four of those at level
 * 3, and so on; and how many frames of each block are in which state. Levels 0 and 1 are not kept:
 * who looks that closely gets fresh ones. About a byte for 11 frames, and 26 for each block.
 *
 * <p>One thread at a time changes it (this object's monitor). Others read it without a lock and may
 * see cells of different ages.
 */
public final class Pyramid {

  /** The first level that is kept. */
  public static final int FIRST_LEVEL = 2;

  private static final int CELL = 1 << FIRST_LEVEL;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Layout layout;
  private final byte[][] levels;

  /** For each block and state, how many frames. */
  private final short[] counts;

  /** For each block, what tells its states from other ones. Guarded by this. */
  private final long[] prints;

  /** Frames of each state. Guarded by this. */
  private final long[] totals = new long[Cells.STATES];

  /** Makes the picture of a pool of which all frames are free. */
  public Pyramid(Layout layout) {
    this.layout = layout;
    int count = Math.max(layout.levels(), FIRST_LEVEL + 1);
    levels = new byte[count][];
    for (int level = FIRST_LEVEL; level < count; level++) {
      levels[level] = new byte[layout.width(level) * layout.height(level)];
    }
    counts = new short[layout.blocks() * Cells.STATES];
    prints = new long[layout.blocks()];
    for (int block = 0; block < layout.blocks(); block++) {
      counts[block * Cells.STATES] = (short) layout.framesOf(block);
    }
    totals[0] = layout.frames();
    for (int block = layout.blocks(); block < spaces(); block++) {
      fill(block, Cells.OUTSIDE);
    }
    for (int block = 0; block < spaces(); block++) {
      raise(block);
    }
  }

  /** Places for blocks, some of which are behind the end of the pool. */
  private int spaces() {
    return layout.height() / Layout.BLOCK_HEIGHT * layout.columns();
  }

  private void fill(int block, byte cell) {
    int width = layout.width(FIRST_LEVEL);
    int left = block % layout.columns() * (Layout.BLOCK_WIDTH / CELL);
    int top = block / layout.columns() * (Layout.BLOCK_HEIGHT / CELL);
    for (int y = 0; y < Layout.BLOCK_HEIGHT / CELL; y++) {
      int at = (top + y) * width + left;
      Arrays.fill(levels[FIRST_LEVEL], at, at + Layout.BLOCK_WIDTH / CELL, cell);
    }
  }

  /** Returns where frames are. */
  public Layout layout() {
    return layout;
  }

  /**
   * Notes the states of a block.
   *
   * @param states of its frames
   * @param offset of the first of them
   * @return whether one of them is another one than before
   */
  public synchronized boolean update(int block, byte[] states, int offset) {
    int frames = layout.framesOf(block);
    long print = print(states, offset, frames);
    if (print == prints[block]) {
      return false;
    }
    prints[block] = print;
    count(block, states, offset, frames);
    int width = layout.width(FIRST_LEVEL);
    int left = block % layout.columns() * (Layout.BLOCK_WIDTH / CELL);
    int top = block / layout.columns() * (Layout.BLOCK_HEIGHT / CELL);
    int[] cell = new int[Cells.STATES];
    for (int y = 0; y < Layout.BLOCK_HEIGHT / CELL; y++) {
      for (int x = 0; x < Layout.BLOCK_WIDTH / CELL; x++) {
        levels[FIRST_LEVEL][(top + y) * width + left + x] =
            cell(states, offset, frames, x * CELL, y * CELL, cell);
      }
    }
    raise(block);
    return true;
  }

  /**
   * Eight states at a time: most blocks are as they were, and this is all that is done for them.
   */
  private static long print(byte[] states, int offset, int frames) {
    long print = 1;
    int at = offset;
    for (; at <= offset + frames - Long.BYTES; at += Long.BYTES) {
      print = (print ^ (long) LONGS.get(states, at)) * 0x9E3779B97F4A7C15L;
      print ^= print >>> 29;
    }
    for (; at < offset + frames; at++) {
      print = (print ^ states[at]) * 0x9E3779B97F4A7C15L;
      print ^= print >>> 29;
    }
    return print;
  }

  private static byte cell(byte[] states, int offset, int frames, int left, int top, int[] counts) {
    int first = top * Layout.BLOCK_WIDTH + left;
    byte one = first < frames ? states[offset + first] : Cells.OUTSIDE;
    boolean same = one != Cells.OUTSIDE && first + 3 * Layout.BLOCK_WIDTH + 3 < frames;
    for (int i = 1; same && i < CELL * CELL; i++) {
      same = states[offset + first + (i >> 2) * Layout.BLOCK_WIDTH + (i & 3)] == one;
    }
    if (same) {
      return Cells.of(one);
    }
    Arrays.fill(counts, 0);
    for (int i = 0; i < CELL * CELL; i++) {
      int frame = first + (i >> 2) * Layout.BLOCK_WIDTH + (i & 3);
      if (frame < frames) {
        counts[states[offset + frame]]++;
      }
    }
    return Cells.of(counts);
  }

  private void count(int block, byte[] states, int offset, int frames) {
    int[] now = new int[Cells.STATES];
    for (int i = offset; i < offset + frames; i++) {
      now[states[i]]++;
    }
    for (int state = 0; state < Cells.STATES; state++) {
      int at = block * Cells.STATES + state;
      totals[state] += now[state] - counts[at];
      counts[at] = (short) now[state];
    }
  }

  /** Brings the cells above a block up to date. */
  private void raise(int block) {
    int left = block % layout.columns() * Layout.BLOCK_WIDTH;
    int top = block / layout.columns() * Layout.BLOCK_HEIGHT;
    for (int level = FIRST_LEVEL + 1; level < levels.length; level++) {
      int right = (left + Layout.BLOCK_WIDTH - 1) >> level;
      int bottom = (top + Layout.BLOCK_HEIGHT - 1) >> level;
      for (int y = top >> level; y <= bottom; y++) {
        for (int x = left >> level; x <= right; x++) {
          levels[level][y * layout.width(level) + x] = above(level, x, y);
        }
      }
    }
  }

  private byte above(int level, int x, int y) {
    byte a = cell(level - 1, 2 * x, 2 * y);
    byte b = cell(level - 1, 2 * x + 1, 2 * y);
    byte c = cell(level - 1, 2 * x, 2 * y + 1);
    byte d = cell(level - 1, 2 * x + 1, 2 * y + 1);
    return Cells.of(a, b, c, d);
  }

  private byte cell(int level, int x, int y) {
    int width = layout.width(level);
    return x < width && y < layout.height(level) ? levels[level][y * width + x] : Cells.OUTSIDE;
  }

  /** Returns how many frames of a block are in a state: a look. */
  public int count(int block, int state) {
    return counts[block * Cells.STATES + state];
  }

  /** Returns how many frames there are of each state. */
  public synchronized long[] totals() {
    return totals.clone();
  }

  /**
   * Copies a tile of a level that is kept.
   *
   * @param left of its first pixel, as {@code top}
   * @param tile gets its pixels, row by row; what is not on the map stays as it is
   */
  void copy(int level, int left, int top, byte[] tile) {
    int width = Math.min(Layout.TILE, layout.width(level) - left);
    int height = Math.min(Layout.TILE, layout.height(level) - top);
    for (int y = 0; y < height; y++) {
      int from = (top + y) * layout.width(level) + left;
      System.arraycopy(levels[level], from, tile, y * Layout.TILE, width);
    }
  }

  /** Returns all pixels of a level that is kept, row by row: a copy. */
  public byte[] picture(int level) {
    return levels[level].clone();
  }

  /** Returns the number of the last level. */
  public int lastLevel() {
    return levels.length - 1;
  }
}
