package io.github.cordonfs.conformance.differential;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Arguments by chance. There are few names, so that paths meet; sizes lie around the borders of
 * pages, and now and then of 2 MiB.
 */
final class Choices {

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  private static final List<String> RARE_NAMES =
      List.of(
          "n".repeat(255),
          "n".repeat(256),
          // 254 bytes of UTF-8, and 256.
          "\u00fc".repeat(127),
          "\u00fc".repeat(128),
          "\u65e5\u672c",
          ".hidden",
          "two words",
          "star*",
          "a\\b",
          "./a",
          "a/../b");

  private static final List<OpenOption> ODD_OPTIONS =
      List.of(SYNC, DSYNC, SPARSE, LinkOption.NOFOLLOW_LINKS);

  private static final List<String> GLOBS =
      List.of("*", "a", "[a-c]", "{a,d,n*}", "?", ".*", "*\\**", "[!a]*");

  private final Random random;

  Choices(Random random) {
    this.random = random;
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  int slot() {
    return random.nextInt(Side.CHANNELS);
  }

  int noise() {
    return random.nextInt();
  }

  /** A path of one to four names; seldom the directory that all is in, or one that ends in dots. */
  String path() {
    if (oneIn(200)) {
      return "";
    }
    int dice = random.nextInt(20);
    int depth = dice < 9 ? 1 : dice < 15 ? 2 : dice < 19 ? 3 : 4;
    StringBuilder path = new StringBuilder(name());
    for (int i = 1; i < depth; i++) {
      path.append('/').append(name());
    }
    if (oneIn(50)) {
      path.append(oneIn(3) ? "/.." : "/.");
    }
    return path.toString();
  }

  private String name() {
    return oneIn(60) ? of(RARE_NAMES) : of(NAMES);
  }

  /** Absolute within the directory, relative, upwards, nowhere. */
  String linkTarget() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> "/" + path();
      case 2 -> "../" + name();
      case 3 -> ".";
      case 4 -> oneIn(4) ? "" : "..";
      default -> path();
    };
  }

  String glob() {
    return of(GLOBS);
  }

  /** An offset in a file, or a size of one. */
  long offset() {
    int dice = random.nextInt(200);
    if (dice < 90) {
      return random.nextInt(9000);
    }
    if (dice < 150) {
      return Math.max(0, 4096L * random.nextInt(6) + random.nextInt(5) - 2);
    }
    if (dice < 197) {
      return random.nextInt(200_000);
    }
    return dice == 199 ? (2 << 20) * (1L + random.nextInt(2)) - random.nextInt(8192) : -1;
  }

  int length() {
    int dice = random.nextInt(100);
    if (dice < 60) {
      return random.nextInt(600);
    }
    if (dice < 90) {
      return random.nextInt(9000);
    }
    return dice < 95 ? 4096 * (1 + random.nextInt(3)) : random.nextInt(Noise.MOST / 2);
  }

  /** Options of an open: mostly such as go together. */
  Set<OpenOption> openOptions() {
    Set<OpenOption> options = new LinkedHashSet<>();
    if (oneIn(12)) {
      for (OpenOption each : List.of(READ, WRITE, APPEND, CREATE, CREATE_NEW, TRUNCATE_EXISTING)) {
        if (random.nextBoolean()) {
          options.add(each);
        }
      }
    } else if (oneIn(4)) {
      options.add(READ);
    } else if (oneIn(4)) {
      options.addAll(List.of(APPEND, CREATE));
    } else {
      options.addAll(random.nextBoolean() ? List.of(READ, WRITE) : List.of(WRITE));
      if (!oneIn(4)) {
        options.add(oneIn(5) ? CREATE_NEW : CREATE);
      }
      if (oneIn(4)) {
        options.add(TRUNCATE_EXISTING);
      }
    }
    if (oneIn(10)) {
      options.add(of(ODD_OPTIONS));
    }
    if (!options.contains(WRITE) && !options.contains(APPEND)) {
      // The JDK then forgets about links, and the two sides part.
      options.remove(CREATE_NEW);
    }
    return options;
  }

  /** Options of an open for writing that closes again. */
  Set<OpenOption> writingOptions() {
    Set<OpenOption> options = openOptions();
    options.remove(READ);
    if (!options.contains(APPEND)) {
      options.add(WRITE);
    }
    if (oneIn(3)) {
      options.add(DELETE_ON_CLOSE);
    }
    return options;
  }

  Set<CopyOption> copyOptions() {
    Set<CopyOption> options = new LinkedHashSet<>();
    if (random.nextBoolean()) {
      options.add(StandardCopyOption.REPLACE_EXISTING);
    }
    if (oneIn(3)) {
      options.add(LinkOption.NOFOLLOW_LINKS);
    }
    if (oneIn(3)) {
      options.add(StandardCopyOption.COPY_ATTRIBUTES);
    }
    if (oneIn(100)) {
      options.add(StandardCopyOption.ATOMIC_MOVE);
    }
    return options;
  }

  Set<CopyOption> moveOptions() {
    Set<CopyOption> options = new LinkedHashSet<>();
    if (random.nextBoolean()) {
      options.add(StandardCopyOption.REPLACE_EXISTING);
    }
    if (oneIn(3)) {
      options.add(StandardCopyOption.ATOMIC_MOVE);
    }
    if (oneIn(20)) {
      options.add(LinkOption.NOFOLLOW_LINKS);
    }
    if (oneIn(100)) {
      options.add(StandardCopyOption.COPY_ATTRIBUTES);
    }
    return options;
  }

  Set<PosixFilePermission> permissions() {
    Set<PosixFilePermission> permissions = new TreeSet<>();
    for (PosixFilePermission each : PosixFilePermission.values()) {
      if (random.nextBoolean()) {
        permissions.add(each);
      }
    }
    return permissions;
  }

  /**
   * A time that no clock shows, to the nanosecond; some are before 1970, in whole seconds, which is
   * all that the default provider can set.
   */
  Instant time() {
    long second = random.nextInt(1_400_000_000) - 50_000_000L;
    return Instant.ofEpochSecond(second, second < 0 ? 0 : random.nextInt(1_000_000_000));
  }
}
