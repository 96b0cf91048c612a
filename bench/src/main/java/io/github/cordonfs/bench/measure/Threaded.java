package io.github.cordonfs.bench.measure;

/**
 * One thing to compare all targets in, done by some number of threads at once. Its text is its name
 * for people.
 *
 * @param <C> the type itself
 */
public interface Threaded<C extends Threaded<C>> {

  /** Returns how many threads do it at once. */
  int threads();

  /** Returns the same with another number of threads. */
  C withThreads(int count);

  /** Returns the end of a text for people, such as {@code 1 thread}. */
  static String describe(int threads) {
    return threads + (threads == 1 ? " thread" : " threads");
  }
}
