package io.github.cordonfs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of options, which are of the option's type or text, and checks them. Whatever is
 * wrong is an IllegalArgumentException that says what is needed; {@link Option} says where.
 */
final class OptionValues {

  /** Units of text, each 1024 times the one before. */
  private static final String UNITS = "kmgt";

  private OptionValues() {}

  static Object fileSystemName(@Nullable Object value) {
    String name = text(value);
    if (!isFileSystemName(name)) {
      throw new IllegalArgumentException(
          "not a file system name: letters, digits, '-', '_' and '.' are needed");
    }
    return name;
  }

  /** By hand: regular expressions are slow to begin with. */
  private static boolean isFileSystemName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!alphanumeric && "-_.".indexOf(c) < 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  static Object name(@Nullable Object value) {
    String name = text(value);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("must not be empty");
    }
    return name;
  }

  static Object absolutePath(@Nullable Object value) {
    String path = text(value);
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("must be absolute");
    }
    return path;
  }

  static long atLeast(long least, @Nullable Object value) {
    long number = number(value);
    if (number < least) {
      throw new IllegalArgumentException("must be at least " + least);
    }
    return number;
  }

  // Not a switch over types, here and below: that of the first file system of a JVM takes longer
  // than all else that is done for its options.
  private static long number(@Nullable Object value) {
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    if (value instanceof String text) {
      return parse(text);
    }
    throw new IllegalArgumentException("a number is needed");
  }

  private static long parse(String text) {
    int length = text.length();
    int unit = length == 0 ? -1 : UNITS.indexOf(Character.toLowerCase(text.charAt(length - 1)));
    int digits = unit < 0 ? length : length - 1;
    // Long.parseLong takes signs and the digits of all scripts.
    for (int i = 0; i < digits; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        digits = 0;
      }
    }
    if (digits == 0) {
      throw new IllegalArgumentException(
          "a number is needed, which may have a unit behind it: k, m, g or t");
    }
    long number = Long.parseLong(text, 0, digits, 10);
    return Math.multiplyExact(number, 1L << (10 * (unit + 1)));
  }

  /** Returns a number as it would be written: with the largest unit that divides it. */
  private static String format(long number) {
    int unit = number == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(number) / 10, UNITS.length());
    return unit == 0
        ? Long.toString(number)
        : (number >> (10 * unit)) + UNITS.substring(unit - 1, unit);
  }

  /** A number, or text in octal. */
  static Object permissions(@Nullable Object value) {
    int bits;
    if (value instanceof Integer number) {
      bits = number;
    } else if (value instanceof String text && text.matches("[0-7]{1,4}")) {
      bits = Integer.parseInt(text, 8);
    } else {
      throw new IllegalArgumentException("an octal number is needed");
    }
    if (bits < 0 || bits > 0777) {
      throw new IllegalArgumentException(
          "must be 0 to 0777, and is 0" + Integer.toOctalString(bits));
    }
    return bits;
  }

  static Object bool(@Nullable Object value) {
    if (value instanceof Boolean) {
      return value;
    }
    if (value instanceof String text && text.equalsIgnoreCase("true")) {
      return true;
    }
    if (value instanceof String text && text.equalsIgnoreCase("false")) {
      return false;
    }
    throw new IllegalArgumentException("true or false is needed");
  }

  static <E extends Enum<E>> E constant(Class<E> type, @Nullable Object value) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    E[] all = type.getEnumConstants();
    for (E each : all) {
      if (value instanceof String text && each.name().equalsIgnoreCase(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "one of these is needed: "
            + Arrays.stream(all).map(OptionValues::show).collect(Collectors.joining(", ")));
  }

  static <T> T object(Class<T> type, @Nullable Object value) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw new IllegalArgumentException("this is needed: " + type.getSimpleName());
  }

  private static String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("text is needed");
  }

  /** One provider, or several; the one that comes with Cordon by its name, too. */
  static Object providers(@Nullable Object value) {
    List<AttributeProvider> all = new ArrayList<>();
    switch (value) {
      case AttributeProvider[] several -> all.addAll(List.of(several));
      case Collection<?> several ->
          several.forEach(each -> all.add(object(AttributeProvider.class, each)));
      case String text when text.equals("acl") -> all.add(AttributeProvider.acl());
      case null, default -> all.add(object(AttributeProvider.class, value));
    }
    AttributeProviders.check(all);
    return List.copyOf(all);
  }

  /** One feature, or several; in text with commas between them. */
  static Object features(@Nullable Object value) {
    Collection<?> several =
        switch (value) {
          case CordonFeature[] array -> List.of(array);
          case Collection<?> collection -> collection;
          case String text -> List.of(text.strip().split("\\s*,\\s*", -1));
          case null -> throw new IllegalArgumentException("features are needed");
          default -> List.of(value);
        };
    Set<CordonFeature> all = EnumSet.noneOf(CordonFeature.class);
    several.forEach(each -> all.add(constant(CordonFeature.class, each)));
    return Collections.unmodifiableSet(all);
  }

  /** Returns a value as text that reads as the same value, where there is such a text. */
  static String show(@Nullable Object value) {
    return switch (value) {
      case Long number -> format(number);
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      case Collection<?> several ->
          several.stream().map(OptionValues::show).collect(Collectors.joining(","));
      case Object[] several -> show(List.of(several));
      case null, default -> String.valueOf(value);
    };
  }
}
