package io.github.cordonfs.bench.backed;

/** What is read. */
enum BackedRead {
  HITS("random hits, 4 KiB"),
  COLD_SEQUENTIAL("cold sequential, 1 MiB"),
  COLD_RANDOM("cold random, 4 KiB"),
  OVER_BUDGET("random over 4 times the cache, 4 KiB");

  private final String text;

  BackedRead(String text) {
    this.text = text;
  }

  /** Returns whether a target can be measured in this. */
  boolean has(BackedTarget target) {
    return switch (target) {
      case MOUNT -> true;
      case MEMORY -> this == HITS;
      case PLAIN -> this != OVER_BUDGET;
      case DIRECT -> this == OVER_BUDGET;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
