package io.github.cordonfs.lucene.example;

/**
 * A document: a few lines of a source file.
 *
 * @param file it is from
 * @param line number of its first line, from 1
 * @param body the lines
 */
record Passage(String file, int line, String body) {

  /** Dimensions of {@link #letters}. */
  static final int LETTERS = 16;

  /** Returns how often letters occur in it, by which passages can be near each other. */
  float[] letters() {
    float[] counts = new float[LETTERS];
    for (int i = 0; i < body.length(); i++) {
      counts[body.charAt(i) % LETTERS]++;
    }
    for (int i = 0; i < LETTERS; i++) {
      counts[i] /= body.length();
    }
    return counts;
  }
}
