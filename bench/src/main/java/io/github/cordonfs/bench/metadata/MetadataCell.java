package io.github.cordonfs.bench.metadata;

import io.github.cordonfs.bench.measure.Threaded;

/**
 * One thing to compare all targets in.
 *
 * @param work what is done
 * @param threads how many do it at once
 */
public record MetadataCell(Work work, int threads) implements Threaded<MetadataCell> {

  @Override
  public MetadataCell withThreads(int count) {
    return new MetadataCell(work, count);
  }

  /** Returns a text for people, such as {@code create, 1 thread}. */
  @Override
  public String toString() {
    return work + ", " + Threaded.describe(threads);
  }
}
