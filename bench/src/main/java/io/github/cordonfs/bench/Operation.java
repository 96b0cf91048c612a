package io.github.cordonfs.bench;

/**
 * What a benchmark does with a block; the names in lower case are those of the benchmark methods.
 */
enum Operation {
  READ,
  WRITE
}
