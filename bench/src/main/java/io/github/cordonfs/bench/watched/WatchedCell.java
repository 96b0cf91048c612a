package io.github.cordonfs.bench.watched;

import io.github.cordonfs.bench.measure.Threaded;

/**
 * What the application does meanwhile: random reads of 4 KiB.
 *
 * @param threads how many do it at once
 */
public record WatchedCell(int threads) implements Threaded<WatchedCell> {

  @Override
  public WatchedCell withThreads(int count) {
    return new WatchedCell(count);
  }

  /** Returns a text for people. */
  @Override
  public String toString() {
    return "random read, 4 KiB, " + Threaded.describe(threads);
  }
}
