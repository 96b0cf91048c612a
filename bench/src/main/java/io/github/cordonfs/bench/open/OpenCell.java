package io.github.cordonfs.bench.open;

import io.github.cordonfs.bench.measure.Threaded;

/** What takes time when a file system is made. */
public enum OpenCell implements Threaded<OpenCell> {
  /** Opening a file system of 16 MiB, writing a file of 1 KiB and closing it, over and over. */
  OPEN_WRITE_CLOSE("openWriteClose", "µs"),

  /** From the start of a JVM until it has written and read the first byte. */
  FIRST_USE("firstUse", "ms");

  private final String text;
  private final String unit;

  OpenCell(String text, String unit) {
    this.text = text;
    this.unit = unit;
  }

  String unit() {
    return unit;
  }

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public OpenCell withThreads(int count) {
    return this;
  }

  /** Returns the name in tables and on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
