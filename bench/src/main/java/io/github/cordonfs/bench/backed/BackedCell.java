package io.github.cordonfs.bench.backed;

import io.github.cordonfs.bench.measure.Sizes;
import io.github.cordonfs.bench.measure.Threaded;

/**
 * A row.
 *
 * @param read what is read
 * @param size of the file in bytes, a power of two
 * @param threads how many read at once
 */
record BackedCell(BackedRead read, long size, int threads) implements Threaded<BackedCell> {

  @Override
  public BackedCell withThreads(int count) {
    return new BackedCell(read, size, count);
  }

  @Override
  public String toString() {
    return "%s, %s, %s".formatted(read, Sizes.format(size), Threaded.describe(threads));
  }
}
