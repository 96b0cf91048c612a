package io.github.cordonfs.bench.backed;

/** What is read, or written. */
enum BackedRead {
  HITS("random hits, 4 KiB"),
  COLD_SEQUENTIAL("cold sequential, 1 MiB"),
  COLD_RANDOM("cold random, 4 KiB"),
  OVER_BUDGET("random over 4 times the cache, 4 KiB"),
  RANDOM_WRITES("random writes into the cache, 4 KiB"),
  WRITE_AND_FORCE("random writes, each forced, 4 KiB"),
  REWRITE("rewrite and force, 1 MiB");

  private final String text;

  BackedRead(String text) {
    this.text = text;
  }

  /** Returns whether something is written. */
  boolean isWrite() {
    return this == RANDOM_WRITES || this == WRITE_AND_FORCE || this == REWRITE;
  }

  /** Returns whether a target can be measured in this. */
  boolean has(BackedTarget target) {
    return switch (target) {
      case MOUNT -> true;
      case MEMORY -> this == HITS || this == RANDOM_WRITES;
      case PLAIN -> this != OVER_BUDGET;
      case DIRECT -> this == OVER_BUDGET;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
