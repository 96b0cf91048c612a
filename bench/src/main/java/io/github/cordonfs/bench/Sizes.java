package io.github.cordonfs.bench;

/** Sizes as people write them. */
final class Sizes {

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB"};

  private Sizes() {}

  /** Returns a number of bytes in the largest binary unit that gives a whole number. */
  static String format(long bytes) {
    long value = bytes;
    int unit = 0;
    while (value > 0 && value % 1024 == 0 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return value + " " + UNITS[unit];
  }
}
