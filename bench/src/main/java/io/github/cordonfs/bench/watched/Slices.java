package io.github.cordonfs.bench.watched;

import java.util.Locale;

/**
 * Throughputs of three slices of time that followed each other in some order, in GB/s.
 *
 * @param alone nobody looked
 * @param control nobody looked either: what it differs by is noise
 * @param watched somebody looked
 */
record Slices(double alone, double control, double watched) {

  /**
   * Reads a line of the probe.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Slices parse(String line) {
    String[] figures = line.strip().split(" ", -1);
    if (figures.length != 3) {
      throw new IllegalArgumentException("not three figures: " + line);
    }
    return new Slices(
        Double.parseDouble(figures[0]),
        Double.parseDouble(figures[1]),
        Double.parseDouble(figures[2]));
  }

  /** Returns the line for it. */
  String line() {
    return String.format(Locale.ROOT, "%.6f %.6f %.6f", alone, control, watched);
  }
}
