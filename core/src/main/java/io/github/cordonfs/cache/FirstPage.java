package io.github.cordonfs.cache;

import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;

/**
 * The first write of a small file: the one page it will have in most cases. What {@link PageFill}
 * does for any run of pages is done here without its books, because files of this kind come in
 * large numbers. The same locks are held.
 */
final class FirstPage {

  /** Something is amiss that {@link PageFill} knows how to handle. */
  static final int NOT_THIS_WAY = Integer.MIN_VALUE;

  private FirstPage() {}

  /**
   * Writes to the first page of an empty file, and not beyond.
   *
   * @return bytes written, NO_SPACE or NOT_THIS_WAY
   */
  static int write(Extent extent, int offset, MemorySegment source, long sourceOffset, int length) {
    PageCache cache = extent.space.cache;
    FrameTable table = cache.table;
    int[] entries = new int[1];
    int frame = cache.allocator.allocateSingle();
    if (frame == Frames.NONE) {
      return AddressSpace.NO_SPACE;
    }
    boolean assigned = false;
    boolean shown = false;
    try {
      assigned = table.assign(frame, extent, 0);
      if (assigned) {
        fill(extent, frame, offset, source, sourceOffset, length);
        entries[0] = frame;
        extent.frames = entries;
        shown = true;
      }
    } catch (InternalError e) {
      if (!BadMemory.look(() -> !cache.memory.isReadable(frame))) {
        // The source, or an earlier access of the caller's own: he must be told.
        throw e;
      }
      // It is tried again in the other way, and the bad frame is met there again.
      return NOT_THIS_WAY;
    } finally {
      if (!shown) {
        if (assigned) {
          table.unassign(frame);
        }
        cache.free(frame, 0);
      }
    }
    if (!shown) {
      return NOT_THIS_WAY;
    }
    extent.space.addHeldFrames(1);
    SpaceMapping.update(extent, 0, 1);
    return length;
  }

  private static void fill(
      Extent extent, int frame, int offset, MemorySegment source, long sourceOffset, int length) {
    PoolMemory memory = extent.space.memory;
    int end = offset + length;
    memory.zero(frame, 0, offset);
    memory.copyIn(frame, offset, source, sourceOffset, length);
    if (end < Frames.FRAME_BYTES && !PageFill.isHiddenFrom(extent, end)) {
      memory.zero(frame, end, Frames.FRAME_BYTES - end);
    }
    memory.barrier();
  }
}
