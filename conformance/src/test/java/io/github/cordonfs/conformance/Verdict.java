package io.github.cordonfs.conformance;

/** What came of replaying a line. */
enum Verdict {
  /** Cordon did what Linux did. */
  EQUAL,
  /** Cordon did what {@link Deliberate} says instead. */
  DELIBERATE,
  /** Cordon did something else, for no reason that is written down. */
  DIFFERENT;

  /** Returns the one that weighs more. */
  static Verdict worst(Verdict one, Verdict other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
