package io.github.cordonfs.cli.drill.film;

import java.io.ByteArrayOutputStream;

/** Bytes in runs: most of a map is like its neighbour. */
final class Runs {

  private static final int LONGEST = 256;

  private Runs() {}

  /** Returns, for each run, its length less one, and the byte. */
  static byte[] of(byte[] bytes) {
    ByteArrayOutputStream runs = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; ) {
      int end = i + 1;
      while (end < bytes.length && bytes[end] == bytes[i] && end - i < LONGEST) {
        end++;
      }
      runs.write(end - i - 1);
      runs.write(bytes[i]);
      i = end;
    }
    return runs.toByteArray();
  }
}
