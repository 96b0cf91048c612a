package io.github.cordonfs.bench;

import java.util.List;

/**
 * What a benchmark does with a block; the names in lower case are those of the benchmark methods.
 */
enum Operation {
  READ,
  WRITE,
  /** A load of the application's own from a mapping of the file. */
  LOAD;

  /** What a channel does. */
  static final List<Operation> TRANSFERS = List.of(READ, WRITE);
}
