package io.github.cordonfs.monitor.tile;

/**
 * Where frames are on the map. Each block of 2 MiB is a rectangle of 32 by 16 frames, row by row;
 * blocks are in rows, too, so many in each that the map is about as wide as it is high. At level 0
 * a pixel is a frame; each level further is half as wide and half as high.
 *
 * @param frames of the pool, at least 1
 * @param columns blocks in a row: a power of two
 */
public record Layout(int frames, int columns) {

  /** Frames of a block. */
  public static final int BLOCK_FRAMES = 512;

  /** Width of a block, in frames. */
  public static final int BLOCK_WIDTH = 32;

  /** Height of a block, in frames. */
  public static final int BLOCK_HEIGHT = 16;

  /** Width and height of a tile, in pixels. */
  public static final int TILE = 256;

  /** Returns the layout of a pool. */
  public static Layout of(int frames) {
    if (frames < 1) {
      throw new IllegalArgumentException("a pool of " + frames + " frames");
    }
    int columns = 1;
    while ((long) columns * BLOCK_WIDTH * columns * BLOCK_WIDTH < frames) {
      columns *= 2;
    }
    return new Layout(frames, columns);
  }

  /** Returns the number of blocks; the last one may have fewer frames. */
  public int blocks() {
    return (frames + BLOCK_FRAMES - 1) / BLOCK_FRAMES;
  }

  /** Returns the width of the map in frames. */
  public int width() {
    return columns * BLOCK_WIDTH;
  }

  /** Returns the height of the map in frames. */
  public int height() {
    return (blocks() + columns - 1) / columns * BLOCK_HEIGHT;
  }

  /** Returns the number of levels: at the last one the map is no larger than a tile. */
  public int levels() {
    int level = 0;
    while (Math.max(width() >> level, height() >> level) > TILE) {
      level++;
    }
    return level + 1;
  }

  /** Returns the width of the map at a level, in pixels. */
  public int width(int level) {
    return (width() + (1 << level) - 1) >> level;
  }

  /** Returns the height of the map at a level, in pixels. */
  public int height(int level) {
    return (height() + (1 << level) - 1) >> level;
  }

  /** Returns the frame at a place of the map, or -1 if there is none. */
  public int frameAt(int x, int y) {
    if (x < 0 || y < 0 || x >= width() || y >= height()) {
      return -1;
    }
    int block = y / BLOCK_HEIGHT * columns + x / BLOCK_WIDTH;
    int within = y % BLOCK_HEIGHT * BLOCK_WIDTH + x % BLOCK_WIDTH;
    long frame = (long) block * BLOCK_FRAMES + within;
    return frame < frames ? (int) frame : -1;
  }

  /** Returns the number of tiles in a row at level 0. */
  public int tilesAcross() {
    return (width() + TILE - 1) / TILE;
  }

  /** Returns the number of the tile of level 0 that has a block. */
  public int tileOf(int block) {
    int x = block % columns * BLOCK_WIDTH / TILE;
    int y = block / columns * BLOCK_HEIGHT / TILE;
    return y * tilesAcross() + x;
  }

  /** Returns how many frames a block has: 512, or fewer if it is the last. */
  public int framesOf(int block) {
    return Math.min(BLOCK_FRAMES, frames - block * BLOCK_FRAMES);
  }
}
