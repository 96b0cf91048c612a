package io.github.cordonfs.bench;

/** In which order a benchmark goes through the file. */
public enum Access {
  /** One block after the other, from the beginning again after the last. */
  SEQUENTIAL,
  /** In a random order, fixed by a seed. */
  RANDOM
}
