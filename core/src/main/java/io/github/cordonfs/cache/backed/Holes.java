package io.github.cordonfs.cache.backed;

import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.PageViews;
import io.github.cordonfs.frame.Frames;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;

/** Punches holes into one file that can be written, and into its store if that can have some. */
final class Holes {

  private static final int IN_PAGE = Frames.FRAME_BYTES - 1;
  private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[64 << 10]).asReadOnly();

  private final WritableSpace space;

  Holes(WritableSpace space) {
    this.space = space;
  }

  /**
   * Makes whole pages holes of the store, if it can have some, and writes zeros to the rest.
   *
   * @return 0 or a code of the address space
   */
  int punch(long offset, long length) throws IOException {
    space.lockForWriting();
    try {
      long end = Math.min(offset + length, space.sizeOrDestroyed());
      if (end < 0) {
        return AddressSpace.CLOSED;
      }
      long from = (offset + IN_PAGE) & -Frames.FRAME_BYTES;
      // Of the last page of the file nothing remains if its end is in the range: its own end, that
      // nobody else can have moved.
      boolean isEnd = end == space.size() && !space.sharing().isPartly();
      long to = isEnd ? end : end & -Frames.FRAME_BYTES;
      if (from >= to || !punchPages(from, to)) {
        return zero(offset, end);
      }
      int code = zero(offset, Math.min(from, end));
      return code < 0 ? code : zero(to, end);
    } finally {
      space.unlockForWriting();
    }
  }

  /** Returns false if the store cannot have holes. With the lock of the writers. */
  private boolean punchPages(long from, long to) throws IOException {
    space.source().checkWritable();
    space.writeback().lock();
    try {
      // As in a direct write: afterwards there may be no heap to find what the cache has.
      PageDrop.dropClean(space, from, to - from);
      if (!space.store().punch(from, PageViews.pagesUpTo(to) * Frames.FRAME_BYTES - from)) {
        return false;
      }
      space.loseFills();
      for (Extent extent = space.extents.ceiling(from >>> Frames.HUGE_SHIFT);
          extent != null && extent.firstPage() << Frames.FRAME_SHIFT < to;
          extent = space.extents.ceiling(extent.index + 1)) {
        long first = extent.firstPage() << Frames.FRAME_SHIFT;
        zeroCached(Math.max(first, from), Math.min(first + Frames.HUGE_BYTES, to));
      }
      var _ = space.clearDirty(from, to - from);
      space.refillMapped();
      return true;
    } finally {
      space.writeback().unlock();
    }
  }

  private void zeroCached(long from, long to) {
    for (long at = from; at < to; at += ZEROS.byteSize()) {
      PageDrop.replace(space, at, Math.min(at + ZEROS.byteSize(), to), ZEROS);
    }
  }

  /** Overwrites. With the lock of the writers. */
  private int zero(long from, long end) {
    for (long at = from; at < end; ) {
      int piece = (int) Math.min(ZEROS.byteSize(), end - at);
      int n = space.writeAll(at, ZEROS.asSlice(0, piece));
      if (n == AddressSpace.POISONED
          && (at & IN_PAGE) == 0
          && at + space.pageAt(at).length() <= end) {
        // Nothing of a lost page is to remain: it is made anew, and never what the store has.
        n =
            space.restore(
                space.pageAt(at), ZEROS.asSlice(0, space.pageAt(at).length()), new ArrayList<>());
      }
      if (n < 0) {
        return n;
      }
      at += n;
    }
    return 0;
  }
}
