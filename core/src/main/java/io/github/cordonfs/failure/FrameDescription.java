package io.github.cordonfs.failure;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.PageInfo;
import io.github.cordonfs.PageState;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.FrameLook;
import io.github.cordonfs.cache.pool.CachedFile;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.os.KernelPages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells people what is known of a frame. Thread-safe; a look, on which nothing may depend. */
public final class FrameDescription {

  private FrameDescription() {}

  /** Describes a frame, which exists. */
  public static PageInfo of(PageCache cache, int frame) {
    FrameTable table = cache.frameTable();
    byte[] state = new byte[1];
    FrameLook.states(table, frame, state, 0, 1);
    PageState is = PageState.of(state[0]);
    FailureSource source =
        is == PageState.POISONED || is == PageState.QUARANTINED ? source(table.cause(frame)) : null;
    long pfn = KernelPages.frameNumber(cache.memory().address(frame)).orElse(-1);
    Extent extent = is.isInFile() && table.owner(frame) instanceof Extent owner ? owner : null;
    int page = extent == null ? Frames.NONE : extent.anyPageOf(frame, table);
    if (extent == null || page < 0) {
      ByteRange none = new ByteRange(0, 0);
      return new PageInfo(frame, is, List.of(), -1, none, false, false, false, source, pfn);
    }
    CachedFile file = extent.file();
    long index = extent.firstPage() + page;
    return new PageInfo(
        frame,
        is,
        file.names().paths(),
        index,
        file.pageAt(index << Frames.FRAME_SHIFT),
        extent.folio() >= 0,
        extent.file().isMapped(index),
        extent.file().isBacked(),
        source,
        pfn);
  }

  private static @Nullable FailureSource source(byte cause) {
    return switch (cause) {
      case Cause.HARDWARE -> FailureSource.HARDWARE;
      case Cause.SCRUB -> FailureSource.SCRUB;
      case Cause.INJECTED, Cause.INJECTED_KEPT -> FailureSource.INJECTED;
      default -> null;
    };
  }
}
