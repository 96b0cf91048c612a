package io.github.cordonfs.bench;

import java.util.List;

/**
 * What a benchmark does with a block; with the names in lower case those of the benchmark methods
 * begin.
 */
enum Operation {
  READ,
  WRITE,
  /** A load of the application's own from a mapping of the file. */
  LOAD;

  /** What a channel does. */
  static final List<Operation> TRANSFERS = List.of(READ, WRITE);
}
