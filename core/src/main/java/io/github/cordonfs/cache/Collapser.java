package io.github.cordonfs.cache;

import io.github.cordonfs.CollapseCounters;
import io.github.cordonfs.CollapseReport.Reason;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.MemoryScan;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the memory, at a limited rate, for files that have come to be in small folios and
 * could be in huge ones: after a failed page was removed, or when they were written piece by piece
 * (contract row F2). It goes from frames to their owners, so it needs no list of files.
 */
final class Collapser extends MemoryScan {

  /** Pages with data from which on an extent is worth 2 MiB. */
  private static final int FEWEST_PAGES = Frames.HUGE_FRAMES - 64;

  private final PageCache cache;

  /** The next 2 MiB to look at. One thread at a time. */
  private int cursor;

  private @Nullable Extent last;

  // Under the lock of this object.
  private long scanned;
  private long joined;
  private final Map<Reason, Long> notJoined = new EnumMap<>(Reason.class);

  Collapser(PageCache cache) {
    this.cache = cache;
  }

  /** Looks at the owners of some blocks of memory. */
  @Override
  protected boolean scan(int blocks) {
    if (cache.isClosed() || cache.huge == HugePolicy.NEVER || cache.unsplittable) {
      return false;
    }
    int all = cache.table.frameCount() >>> Frames.HUGE_ORDER;
    last = null;
    for (int i = 0; i < Math.min(blocks, all); i++) {
      int block = cursor;
      // First: an error in one block must not keep the scan there for ever.
      cursor = cursor + 1 < all ? cursor + 1 : 0;
      scanBlock(block << Frames.HUGE_ORDER);
    }
    return true;
  }

  private void scanBlock(int first) {
    count(() -> scanned++);
    for (int frame = first; frame < first + Frames.HUGE_FRAMES; frame++) {
      FrameOwner owner = cache.table.owner(frame);
      if (owner instanceof Extent extent && !extent.equals(last) && extent.folio() < 0) {
        last = extent;
        collapse(extent);
      }
    }
  }

  private void collapse(Extent extent) {
    if (!(extent.file() instanceof AddressSpace space)) {
      return;
    }
    Reason reason;
    space.memory.barrier();
    space.lock();
    try {
      // The owner in the table is a hint: it may be gone from its file.
      if (!extent.equals(space.extents.get(extent.index)) || !space.wantsHuge(extent.index, 0)) {
        return;
      }
      reason = SpaceCollapse.collapse(extent, FEWEST_PAGES);
    } finally {
      space.unlock();
      // There may be no channel operation for a long time that would.
      cache.errorSink().deliverReports();
    }
    count(() -> {
      if (reason == null) {
        joined++;
      } else {
        notJoined.merge(reason, 1L, Long::sum);
      }
    });
  }

  private synchronized void count(Runnable what) {
    what.run();
  }

  synchronized CollapseCounters counters() {
    return new CollapseCounters(scanned, joined, notJoined);
  }
}
