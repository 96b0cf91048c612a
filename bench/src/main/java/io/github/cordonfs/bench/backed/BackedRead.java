package io.github.cordonfs.bench.backed;

import java.util.EnumSet;
import java.util.Set;

/** What is read. */
enum BackedRead {
  HITS(
      "random hits, 4 KiB",
      EnumSet.of(BackedTarget.MOUNT, BackedTarget.MEMORY, BackedTarget.PLAIN)),
  COLD_SEQUENTIAL("cold sequential, 1 MiB", EnumSet.of(BackedTarget.MOUNT, BackedTarget.PLAIN)),
  COLD_RANDOM("cold random, 4 KiB", EnumSet.of(BackedTarget.MOUNT, BackedTarget.PLAIN)),
  OVER_BUDGET(
      "random over 4 times the cache, 4 KiB", EnumSet.of(BackedTarget.MOUNT, BackedTarget.DIRECT));

  private final String text;
  private final Set<BackedTarget> targets;

  BackedRead(String text, Set<BackedTarget> targets) {
    this.text = text;
    this.targets = targets;
  }

  /** Returns whether a target can be measured in this. */
  boolean has(BackedTarget target) {
    return targets.contains(target);
  }

  @Override
  public String toString() {
    return text;
  }
}
