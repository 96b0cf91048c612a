package io.github.cordonfs.bench.watched;

import java.util.Arrays;
import java.util.Locale;

/**
 * A median, and where that of infinitely many values would be in 95 of 100 cases: between two of
 * the sorted values whose ranks follow from the binomial distribution, by its normal approximation.
 * Whatever the values are distributed like, a few that are far off move neither.
 *
 * @param low end of the interval
 * @param value the median
 * @param high other end
 */
record Median(double low, double value, double high) {

  private static final double Z95 = 1.96;

  /** Returns that of some values, at least one. */
  static Median of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double reach = Z95 * Math.sqrt(n) / 2;
    int low = Math.max(0, (int) Math.floor(n / 2.0 - reach) - 1);
    int high = Math.min(n - 1, (int) Math.ceil(n / 2.0 + reach));
    double value = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return new Median(sorted[low], value, sorted[high]);
  }

  /** Returns it with three digits, as one in a hundred is what is looked for. */
  String format() {
    return String.format(Locale.ROOT, "%.3f (%.3f–%.3f)", value, low, high);
  }
}
