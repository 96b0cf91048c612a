package io.github.cordonfs.cache.extent;

import io.github.cordonfs.cache.pool.FramePool;
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

  private FirstPage() {}

  /**
   * Writes to the first page of an empty file, and not beyond.
   *
   * @return bytes written, NO_SPACE; or NOT_THIS_WAY if something is amiss that {@link PageFill}
   *     knows how to handle
   */
  static int write(Extent extent, int offset, MemorySegment source, long sourceOffset, int length) {
    FramePool pool = extent.file.pool;
    FrameTable table = pool.table;
    int[] entries = new int[1];
    int frame = pool.allocator.allocateSingle();
    if (frame == Frames.NONE) {
      return FileExtents.NO_SPACE;
    }
    boolean assigned = false;
    boolean filled = false;
    try {
      assigned = table.assign(frame, extent, 0);
      if (assigned) {
        fill(extent, frame, offset, source, sourceOffset, length);
        entries[0] = frame;
        filled = true;
      }
    } catch (InternalError e) {
      if (!BadMemory.look(() -> !pool.memory.isReadable(frame))) {
        // The source, or an earlier access of the caller's own: he must be told.
        throw e;
      }
      // It is tried again in the other way, and the bad frame is met there again.
      return FileExtents.NOT_THIS_WAY;
    } finally {
      if (!filled) {
        if (assigned) {
          table.unassign(frame);
        }
        pool.free(frame, 0);
      }
    }
    if (!filled) {
      return FileExtents.NOT_THIS_WAY;
    }
    extent.addFirst(entries);
    return length;
  }

  private static void fill(
      Extent extent, int frame, int offset, MemorySegment source, long sourceOffset, int length) {
    PoolMemory memory = extent.file.memory;
    int end = offset + length;
    memory.zero(frame, 0, offset);
    memory.copyIn(frame, offset, source, sourceOffset, length);
    if (end < Frames.FRAME_BYTES && !PageFill.isHiddenFrom(extent, end)) {
      memory.zero(frame, end, Frames.FRAME_BYTES - end);
    }
    memory.barrier();
  }
}
