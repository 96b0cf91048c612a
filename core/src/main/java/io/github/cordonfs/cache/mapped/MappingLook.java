package io.github.cordonfs.cache.mapped;

import io.github.cordonfs.cache.extent.FileExtents;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.map.Mapping;

/** What a mapping is going to show, in numbers, as {@link MappedRuns} finds it. */
final class MappingLook extends MappedRuns {

  private int ranges;
  private boolean holes;
  private int first = Frames.NONE;

  /** Looks. */
  MappingLook(FileExtents file, Mapping mapping) {
    super(file, mapping);
    var _ = walk();
  }

  @Override
  boolean run(long page, long count, int view) {
    if (ranges == 0) {
      first = view;
    }
    ranges++;
    holes |= view == hole;
    // More than there can ever be.
    return ranges < Integer.MAX_VALUE;
  }

  /** Returns how many ranges of addresses it takes. */
  int ranges() {
    return ranges;
  }

  /** Returns whether a page shows that it has no data. */
  boolean hasHoles() {
    return holes;
  }

  /** Returns the first frame, if all pages show adjacent ones, or NONE. */
  int adjacentFrames() {
    return ranges == 1 && first >= 0 ? first : Frames.NONE;
  }
}
