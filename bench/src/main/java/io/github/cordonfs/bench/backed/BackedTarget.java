package io.github.cordonfs.bench.backed;

import java.util.Locale;

/** How a file is read. */
public enum BackedTarget {
  /** A file of a mounted directory. */
  MOUNT,
  /** A file of Cordon in memory only. */
  MEMORY,
  /** The file of the disk, through the kernel's cache. */
  PLAIN,
  /** The file of the disk, past the kernel's cache. */
  DIRECT;

  /**
   * Returns the target with a name, in whatever case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static BackedTarget of(String name) {
    for (BackedTarget target : values()) {
      if (target.toString().equalsIgnoreCase(name)) {
        return target;
      }
    }
    throw new IllegalArgumentException("no such target: " + name);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
