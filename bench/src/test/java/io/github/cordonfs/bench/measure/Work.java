package io.github.cordonfs.bench.measure;

/**
 * Something to measure that nobody does.
 *
 * @param name of it
 * @param threads how many would do it
 */
record Work(String name, int threads) implements Threaded<Work> {

  @Override
  public Work withThreads(int count) {
    return new Work(name, count);
  }

  @Override
  public String toString() {
    return name + ", " + Threaded.describe(threads);
  }
}
