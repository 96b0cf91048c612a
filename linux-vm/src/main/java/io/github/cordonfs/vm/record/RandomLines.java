package io.github.cordonfs.vm.record;

import java.util.Random;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Random operations, the same for the same seed and the same results. */
final class RandomLines {

  private static final int SMALL_END = 256 << 10;
  private static final int HUGE_END = 6 << 20;
  private static final String[] NAMES = {"a", "b", "c"};
  private static final String[] MORE_NAMES = {"a", "b", "c", "d"};

  /** How often what is done: operations and weights. */
  private static final Object[] SMALL = {
    "pread", 220, "pwrite", 190, "poison", 85, "punch", 80, "truncate", 62, "create", 40,
    "load", 48, "stat", 40, "copy", 40, "store", 40, "softoffline", 23, "link", 21,
    "allocate", 20, "seekhole", 16, "seekdata", 16, "fsync", 10, "unlink", 10, "dropcaches", 9,
    "rename", 9
  };

  /** Without what depends on which pages the kernel has in a huge page. */
  private static final Object[] HUGE = {
    "pread", 240, "pwrite", 200, "poison", 85, "punch", 83, "truncate", 69, "create", 45,
    "load", 52, "stat", 44, "copy", 43, "store", 44, "softoffline", 21, "link", 20,
    "fsync", 12, "unlink", 11, "dropcaches", 10, "rename", 10
  };

  private final Random random;
  private final int end;
  private final Object[] weights;
  private final int allWeights;
  private final boolean huge;
  private final ToLongFunction<String> sizes;

  /** A file that has just lost a name, and gets it again; or null. */
  private @Nullable String gone;

  /**
   * Lines of a trace.
   *
   * @param sizes tells the size of a file, 0 of one that does not exist
   */
  RandomLines(long seed, boolean huge, ToLongFunction<String> sizes) {
    this.sizes = sizes;
    this.random = new Random(seed * 2 + (huge ? 1 : 0));
    this.huge = huge;
    this.end = huge ? HUGE_END : SMALL_END;
    this.weights = huge ? HUGE : SMALL;
    int sum = 0;
    for (int i = 1; i < weights.length; i += 2) {
      sum += (Integer) weights[i];
    }
    this.allWeights = sum;
  }

  /** Returns how many lines a trace has. */
  int count() {
    return huge ? 110 : 145;
  }

  /** Returns the next line, without a result; the first ones make the files. */
  String next(int number) {
    if (number < NAMES.length) {
      return "create " + NAMES[number];
    }
    if (gone != null) {
      String again = "create " + gone;
      gone = null;
      return again;
    }
    String operation = operation();
    String name = operation.equals("unlink") || operation.equals("rename") ? leaving() : name();
    String line = operation + " " + name;
    return switch (operation) {
      case "pread", "punch" -> line + " " + offset(name) + " " + length();
      case "pwrite" -> line + " " + offset(name) + " " + length() + " " + value();
      case "poison", "softoffline" -> line + " " + page(name);
      case "truncate", "load", "seekhole", "seekdata" -> line + " " + offset(name);
      case "create", "stat", "fsync", "unlink" -> line;
      case "store" -> line + " " + offset(name) + " " + value();
      case "copy" -> {
        String target = name();
        yield line + " " + offset(name) + " " + target + " " + offset(target) + " " + length();
      }
      case "link", "rename" -> line + " " + anyName();
      case "allocate" ->
          line
              + " "
              + offset(name)
              + " "
              + length()
              + (random.nextBoolean() ? " keepsize" : " extend");
      case "dropcaches" -> operation;
      default -> throw new IllegalStateException(operation);
    };
  }

  private String operation() {
    int left = random.nextInt(allWeights);
    int i = 0;
    while (left >= (Integer) weights[i + 1]) {
      left -= (Integer) weights[i + 1];
      i += 2;
    }
    return (String) weights[i];
  }

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private String leaving() {
    String name = name();
    gone = name;
    return name;
  }

  private String anyName() {
    return MORE_NAMES[random.nextInt(MORE_NAMES.length)];
  }

  private int value() {
    return 1 + random.nextInt(255);
  }

  /** Mostly one where the file has a page. */
  private long page(String file) {
    long pages = (sizes.applyAsLong(file) + TracedFile.PAGE - 1) / TracedFile.PAGE;
    return pages == 0 || random.nextInt(20) == 0
        ? random.nextInt(end / TracedFile.PAGE)
        : random.nextLong(pages);
  }

  /** Half of the time one in the file. */
  private int offset(String file) {
    int size = (int) Math.min(sizes.applyAsLong(file), end);
    int offset = random.nextInt(size > 0 && random.nextBoolean() ? size : end);
    return switch (random.nextInt(4)) {
      case 0 -> offset / TracedFile.PAGE * TracedFile.PAGE;
      case 1 -> Math.max(0, offset / TracedFile.PAGE * TracedFile.PAGE - 1);
      default -> offset;
    };
  }

  private int length() {
    return switch (random.nextInt(8)) {
      case 0 -> 1 + random.nextInt(200);
      case 1 -> 1 + random.nextInt(TracedFile.PAGE);
      case 2, 3 -> TracedFile.PAGE;
      case 4 -> TracedFile.PAGE + 1 + random.nextInt(2 * TracedFile.PAGE);
      case 5 -> TracedFile.PAGE * (1 + random.nextInt(8));
      default -> 1 + random.nextInt(huge ? end / 2 : end);
    };
  }
}
