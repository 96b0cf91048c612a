package io.github.cordonfs.monitor.tile;

import java.util.Arrays;

/** Makes tiles: of levels 0 and 1 from the frames themselves, of the others from the pyramid. */
public final class Tiles {

  private final Pyramid pyramid;
  private final Layout layout;
  private final FrameStates states;

  /** Makes them of a pool. */
  public Tiles(Pyramid pyramid, FrameStates states) {
    this.pyramid = pyramid;
    this.layout = pyramid.layout();
    this.states = states;
  }

  /** Returns whether there is such a tile. */
  public boolean exists(int level, int x, int y) {
    return level >= 0
        && level <= pyramid.lastLevel()
        && x >= 0
        && y >= 0
        && (long) x * Layout.TILE < layout.width(level)
        && (long) y * Layout.TILE < layout.height(level);
  }

  /**
   * Makes a tile that exists.
   *
   * @return its 256 by 256 pixels, a {@link Cells} each, row by row
   */
  public byte[] tile(int level, int x, int y) {
    byte[] tile = new byte[Layout.TILE * Layout.TILE];
    Arrays.fill(tile, Cells.OUTSIDE);
    if (level >= Pyramid.FIRST_LEVEL) {
      pyramid.copy(level, x * Layout.TILE, y * Layout.TILE, tile);
    } else {
      look(level, x, y, tile);
    }
    return tile;
  }

  /** Blocks that are next to each other in a row have consecutive frames. */
  private void look(int level, int x, int y, byte[] tile) {
    int across = (Layout.TILE << level) / Layout.BLOCK_WIDTH;
    int down = (Layout.TILE << level) / Layout.BLOCK_HEIGHT;
    int firstColumn = x * across;
    byte[] row = new byte[across * Layout.BLOCK_FRAMES];
    for (int r = 0; r < down; r++) {
      int columns = Math.min(across, layout.columns() - firstColumn);
      long first = (long) (y * down + r) * layout.columns() + firstColumn;
      if (first * Layout.BLOCK_FRAMES >= layout.frames()) {
        return;
      }
      int frame = (int) first * Layout.BLOCK_FRAMES;
      int frames = Math.min(columns * Layout.BLOCK_FRAMES, layout.frames() - frame);
      states.states(frame, row, 0, frames);
      Arrays.fill(row, frames, row.length, Cells.OUTSIDE);
      for (int c = 0; c < columns; c++) {
        paint(level, row, c, r, tile);
      }
    }
  }

  private static void paint(int level, byte[] row, int column, int blockRow, byte[] tile) {
    int left = column * (Layout.BLOCK_WIDTH >> level);
    int top = blockRow * (Layout.BLOCK_HEIGHT >> level);
    int base = column * Layout.BLOCK_FRAMES;
    for (int y = 0; y < Layout.BLOCK_HEIGHT >> level; y++) {
      for (int x = 0; x < Layout.BLOCK_WIDTH >> level; x++) {
        tile[(top + y) * Layout.TILE + left + x] =
            level == 0
                ? cell(row[base + y * Layout.BLOCK_WIDTH + x])
                : half(row, base + 2 * y * Layout.BLOCK_WIDTH + 2 * x);
      }
    }
  }

  private static byte half(byte[] row, int at) {
    return Cells.of(
        cell(row[at]),
        cell(row[at + 1]),
        cell(row[at + Layout.BLOCK_WIDTH]),
        cell(row[at + Layout.BLOCK_WIDTH + 1]));
  }

  private static byte cell(byte state) {
    return state == Cells.OUTSIDE ? Cells.OUTSIDE : Cells.of(state);
  }
}
