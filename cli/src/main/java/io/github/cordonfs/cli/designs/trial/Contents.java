package io.github.cordonfs.cli.designs.trial;

import io.github.cordonfs.cli.designs.model.ModelFile;
import io.github.cordonfs.cli.designs.model.Page;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a file ought to contain: what programs were told that they wrote. */
final class Contents {

  private final byte[] bytes = new byte[ModelFile.PAGES * Page.SIZE];
  private int size = bytes.length;

  Contents() {
    for (int i = 0; i < ModelFile.PAGES; i++) {
      System.arraycopy(written(i), 0, bytes, i * Page.SIZE, Page.SIZE);
    }
  }

  /** Returns what was written into a page last. */
  static byte[] written(int index) {
    return filled('A' + index);
  }

  /** Returns what had been written into it before that. */
  static byte[] old(int index) {
    return filled('a' + index);
  }

  private static byte[] filled(int content) {
    byte[] page = new byte[Page.SIZE];
    Arrays.fill(page, (byte) content);
    return page;
  }

  void write(int at, byte[] content) {
    System.arraycopy(content, 0, bytes, at, content.length);
  }

  void truncate(int newSize) {
    size = newSize;
  }

  void punch(int index) {
    Arrays.fill(bytes, index * Page.SIZE, (index + 1) * Page.SIZE, (byte) 0);
  }

  /** Returns what is wrong with bytes that somebody got, or null if nothing is. */
  @Nullable Wrong check(byte[] data, int at) {
    for (int i = 0; i < data.length && at + i < size; i++) {
      if (data[i] != bytes[at + i]) {
        return Wrong.of(data[i], old((at + i) / Page.SIZE)[0]);
      }
    }
    return null;
  }

  /** Returns whether a part of a page is as it was written. */
  boolean has(byte[] page, int index, int at, int length) {
    int from = index * Page.SIZE + at;
    return Arrays.equals(page, at, at + length, bytes, from, from + length);
  }
}
