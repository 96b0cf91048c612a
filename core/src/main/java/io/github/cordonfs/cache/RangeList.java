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
  private long from = -1;
  private long to = -1;

  RangeList(long size) {
    this.size = size;
  }

  void addPage(long pageIndex) {
    long start = pageIndex << Frames.FRAME_SHIFT;
    if (start != to) {
      finish();
      from = start;
    }
    to = start + Frames.FRAME_BYTES;
  }

  private void finish() {
    if (from >= 0 && from < size) {
      ranges.add(new ByteRange(from, Math.min(to, size) - from));
    }
    from = -1;
  }

  List<ByteRange> ranges() {
    finish();
    return List.copyOf(ranges);
  }
}
