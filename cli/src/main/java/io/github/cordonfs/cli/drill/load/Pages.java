package io.github.cordonfs.cli.drill.load;

/** Arithmetic of pages: 4 KiB pieces of a file, the unit that is lost. */
public final class Pages {

  public static final int SIZE = 4096;
  static final int SHIFT = 12;

  private Pages() {}

  /** Returns the page that holds an offset. */
  public static long of(long offset) {
    return offset >>> SHIFT;
  }

  /** Returns the offset of the first byte of a page. */
  public static long start(long page) {
    return page << SHIFT;
  }

  /** Returns how many pages a file of a size has. */
  public static long count(long size) {
    return (size + SIZE - 1) >>> SHIFT;
  }

  /** Returns how many bytes of a page lie below the end of its file. */
  public static int length(long page, long size) {
    return Math.clamp(size - start(page), 0, SIZE);
  }
}
