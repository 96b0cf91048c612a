package io.github.cordonfs.bench.measure;

import java.util.Arrays;
import java.util.Locale;

/**
 * The figures of several rounds.
 *
 * @param count how many; the others are NaN if it is 0
 * @param min the least
 * @param median the middle one, or the mean of the two in the middle
 * @param max the greatest
 */
public record Spread(int count, double min, double median, double max) {

  /** Returns what the values have in common; any number of them, in any order. */
  public static Spread of(double... values) {
    if (values.length == 0) {
      return new Spread(0, Double.NaN, Double.NaN, Double.NaN);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted.length, sorted[0], median, sorted[sorted.length - 1]);
  }

  /** Returns the median, or a dash if there is none. */
  public String format() {
    return count == 0 ? "–" : number(median);
  }

  /** Returns the median with the range around it, if there is one. */
  public String formatWithRange() {
    return count < 2 ? format() : "%s (%s–%s)".formatted(format(), number(min), number(max));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }
}
