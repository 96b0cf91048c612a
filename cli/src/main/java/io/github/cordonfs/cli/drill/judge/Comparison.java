package io.github.cordonfs.cli.drill.judge;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Compares bytes that were read with those that should have been. */
public final class Comparison {

  private Comparison() {}

  /** Returns the offset of the first byte that differs, or -1. */
  static long firstDifference(
      MemorySegment a, long aFrom, MemorySegment b, long bFrom, long length) {
    return MemorySegment.mismatch(a, aFrom, aFrom + length, b, bFrom, bFrom + length);
  }

  /** Returns how many bytes differ. */
  public static long differences(
      MemorySegment a, long aFrom, MemorySegment b, long bFrom, long length) {
    if (firstDifference(a, aFrom, b, bFrom, length) < 0) {
      return 0;
    }
    long count = 0;
    for (long i = 0; i < length; i++) {
      if (a.get(ValueLayout.JAVA_BYTE, aFrom + i) != b.get(ValueLayout.JAVA_BYTE, bFrom + i)) {
        count++;
      }
    }
    return count;
  }
}
