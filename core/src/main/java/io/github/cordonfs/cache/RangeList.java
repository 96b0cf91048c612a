package io.github.cordonfs.cache;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.frame.Frames;
import java.util.ArrayList;
import java.util.List;

/**
 * Pages in ascending order, collected into ranges of bytes: adjacent ones joined, clipped to a
 * size.
 */
final class RangeList {

  private final List<ByteRange> ranges = new ArrayList<>();
  private final long size;

  /** The pages of the range being collected: from the first, to just past the last. */
  private long from = -1;

  private long to = -1;

  RangeList(long size) {
    this.size = size;
  }

  void addPage(long pageIndex) {
    if (pageIndex != to) {
      finish();
      from = pageIndex;
    }
    to = pageIndex + 1;
  }

  private void finish() {
    // In lengths, not ends: the last page of the largest file ends beyond what a long holds.
    long start = from << Frames.FRAME_SHIFT;
    if (from >= 0 && start < size) {
      long length = (to - from) << Frames.FRAME_SHIFT;
      ranges.add(new ByteRange(start, Math.min(length, size - start)));
    }
    from = -1;
  }

  List<ByteRange> ranges() {
    finish();
    return List.copyOf(ranges);
  }
}
