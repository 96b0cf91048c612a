package io.github.cordonfs.bench;

import java.util.List;

/** In which order a benchmark goes through the file. */
public enum Access {
  /** One block after the other, from the beginning again after the last. */
  SEQUENTIAL,
  /** In a random order, fixed by a seed. */
  RANDOM,
  /**
   * To a block that depends on the bytes read last, so that the processor cannot begin to read it
   * before.
   */
  DEPENDENT;

  /** Those that are fixed before. */
  static final List<Access> FIXED = List.of(SEQUENTIAL, RANDOM);
}
