package io.github.cordonfs.bench.metadata;

/**
 * What a small file takes in memory.
 *
 * @param heap bytes of the Java heap
 * @param outside bytes of other memory of the file system
 */
public record FileCost(double heap, double outside) {

  /** Returns all of it, in bytes. */
  double total() {
    return heap + outside;
  }

  /** Returns it as a line of text, for {@link #parse}. */
  String format() {
    return heap + " " + outside;
  }

  /**
   * Returns what {@link #format} was called on in another JVM.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static FileCost parse(String text) {
    String[] words = text.strip().split(" ", -1);
    if (words.length != 2) {
      throw new IllegalArgumentException("not the cost of a file: " + text);
    }
    return new FileCost(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
  }
}
