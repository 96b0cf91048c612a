package io.github.cordonfs.bench.measure;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them. */
public final class Sizes {

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB"};

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([kmg]?)");

  private Sizes() {}

  /**
   * Returns the bytes of a size such as {@code 512m} or {@code 4g}.
   *
   * @throws IllegalArgumentException if it is none, or none that a file could have
   */
  public static long parse(String text) {
    Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a size such as 512m or 4g");
    }
    long number = Long.parseLong(matcher.group(1));
    int shift = matcher.group(2).isEmpty() ? 0 : 10 * ("kmg".indexOf(matcher.group(2)) + 1);
    if (number == 0 || number > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("'" + text + "' is not a possible size");
    }
    return number << shift;
  }

  /** Returns a number of bytes in the largest binary unit that gives a whole number. */
  public static String format(long bytes) {
    long value = bytes;
    int unit = 0;
    while (value > 0 && value % 1024 == 0 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return value + " " + UNITS[unit];
  }
}
