package io.github.cordonfs.cache;

import io.github.cordonfs.CollapseReport;
import io.github.cordonfs.CollapseReport.Reason;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.PageCollapse;
import io.github.cordonfs.events.CollapseRecord;
import io.github.cordonfs.frame.Frames;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Joins small folios of a range of a file on request (contract row F6). */
public final class SpaceCollapse {

  private SpaceCollapse() {}

  /**
   * Joins every whole 2 MiB of the file that lies in a range; the last of the file counts as whole
   * if the range reaches the end.
   *
   * @param offset at least 0
   * @param length at least 0; {@code offset + length} must not overflow
   */
  public static CollapseReport collapse(AddressSpace space, long offset, long length) {
    Map<Reason, Integer> notJoined = new EnumMap<>(Reason.class);
    int joined = 0;
    long end = offset + length;
    long index = (offset + Frames.HUGE_BYTES - 1) >>> Frames.HUGE_SHIFT;
    while (true) {
      space.memory.barrier();
      space.lock();
      try {
        long start = index << Frames.HUGE_SHIFT;
        long size = space.size();
        if (start < 0 || start >= size || Math.min(start + Frames.HUGE_BYTES, size) > end) {
          return new CollapseReport(joined, notJoined);
        }
        Extent extent = space.extents.ceiling(index);
        if (extent == null || extent.index > index) {
          // What has no extent is counted without being looked at: there may be 2^42 of them.
          long whole = (end >= size ? size + Frames.HUGE_BYTES - 1 : end) >>> Frames.HUGE_SHIFT;
          long next = extent == null ? whole : Math.min(whole, extent.index);
          int empty = (int) Math.min(next - index, Integer.MAX_VALUE);
          notJoined.merge(Reason.EMPTY, empty, SpaceCollapse::sum);
          index = next;
          continue;
        }
        Reason reason = collapse(extent, 1);
        if (reason == null) {
          joined++;
        } else {
          notJoined.merge(reason, 1, SpaceCollapse::sum);
        }
        index++;
      } finally {
        space.unlock();
      }
    }
  }

  private static int sum(int one, int other) {
    return (int) Math.min((long) one + other, Integer.MAX_VALUE);
  }

  /** As {@link PageCollapse#collapse}, on the record. */
  static @Nullable Reason collapse(Extent extent, int fewest) {
    CollapseRecord record = CollapseRecord.begin();
    Reason reason = PageCollapse.collapse(extent, fewest);
    // What is not worth an attempt is not worth an event.
    if (record.isRecorded() && reason != Reason.ALREADY_HUGE && reason != Reason.EMPTY) {
      record.commit(
          extent.file().names().paths().stream().findFirst().orElse(null),
          extent.index << Frames.HUGE_SHIFT,
          reason == null ? "JOINED" : reason.name());
    }
    return reason;
  }
}
