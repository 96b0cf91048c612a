package io.github.cordonfs.overlay;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.nio.CordonFileSystems;
import java.io.File;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the system properties ask for.
 *
 * @param prefixes normalised absolute paths of the real file system, each once; some may be below
 *     others
 * @param options how Cordon's file system is to be
 * @param backed whether it shows what the disk has
 */
record OverlaySettings(List<Path> prefixes, CordonOptions options, boolean backed) {

  static final String PROPERTY = "cordon.overlay";

  private static final String BACKING = "backing";

  /** What is read to make a file system. */
  private static final List<String> KERNELS = List.of("/proc", "/sys");

  /** The name of the file system of Cordon: {@code cordon://overlay}. */
  static final String NAME = "overlay";

  /**
   * Reads the properties. Touches no file: the JDK is not ready for it.
   *
   * @throws IllegalArgumentException if they make no sense, with a line that says what to do
   */
  static OverlaySettings read(Properties properties, FileSystem real) {
    Map<String, String> options = new HashMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(PROPERTY + ".")) {
        options.put(key.substring(PROPERTY.length() + 1), properties.getProperty(key));
      }
    }
    try {
      boolean backed = isTrue(options.remove(BACKING));
      CordonOptions made = CordonFileSystems.options(NAME, options);
      List<Path> prefixes = prefixes(properties.getProperty(PROPERTY, ""), real);
      if (made.writable()) {
        checkWritable(backed, prefixes);
      }
      if (backed) {
        CordonFileSystems.checkSplittable(made);
      }
      return new OverlaySettings(prefixes, made, backed);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("-D" + PROPERTY + ": " + e.getMessage(), e);
    }
  }

  /** What is written to a disk needs a directory there for the journal of what is lost: one. */
  private static void checkWritable(boolean backed, List<Path> prefixes) {
    if (!backed) {
      throw new IllegalArgumentException(
          "bad option writable=true: without "
              + BACKING
              + "=true the files are in memory, and can be written anyway");
    }
    if (prefixes.size() > 1) {
      throw new IllegalArgumentException(
          "bad option writable=true: only one directory of the disk can be written, and not "
              + prefixes);
    }
  }

  private static boolean isTrue(@Nullable String backing) {
    if (backing == null || backing.equalsIgnoreCase("false")) {
      return false;
    }
    if (backing.equalsIgnoreCase("true")) {
      return true;
    }
    throw new IllegalArgumentException(
        "bad option "
            + BACKING
            + "="
            + backing
            + ": true or false; true shows what the disk has at the same paths");
  }

  private static List<Path> prefixes(String list, FileSystem real) {
    Set<Path> prefixes = new LinkedHashSet<>();
    for (String text : list.split("[," + File.pathSeparator + "]", -1)) {
      if (text.isBlank()) {
        continue;
      }
      Path prefix = real.getPath(text.strip()).normalize();
      if (!prefix.isAbsolute() || prefix.getNameCount() == 0) {
        throw new IllegalArgumentException(
            "\"" + text.strip() + "\" is not an absolute path below the root");
      }
      for (String kernels : KERNELS) {
        if (prefix.startsWith(kernels)) {
          throw new IllegalArgumentException(
              "\"" + text.strip() + "\" is the kernel's, and Cordon itself reads " + kernels);
        }
      }
      prefixes.add(prefix);
    }
    if (prefixes.isEmpty()) {
      throw new IllegalArgumentException(
          "no path is given; say which ones Cordon is to have, as in -D" + PROPERTY + "=/data/db");
    }
    return List.copyOf(prefixes);
  }
}
