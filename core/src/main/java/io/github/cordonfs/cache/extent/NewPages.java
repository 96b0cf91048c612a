package io.github.cordonfs.cache.extent;

import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The usual way in which a file grows: whole new pages behind those that it has, by bytes that
 * nobody can see before the size says that they are there. What {@link PageFill} does for any run
 * of pages is done here without its books, because small files come in large numbers, and streams
 * write a few pages at a time. The same locks are held.
 */
public final class NewPages {

  private NewPages() {}

  /**
   * Writes to pages without frames, of a file that is not mapped, from the beginning of the first
   * one on. The caller has the address space's lock, and sets the size afterwards.
   *
   * @param page the first of them
   * @param buffer the caller's memory, from its position on, or null
   * @param segment the caller's memory where there is no buffer
   * @param length at least 1; what follows it in the last page is left as it is
   * @return false if nothing was done, because something is amiss that {@link PageFill} knows how
   *     to handle
   * @throws InternalError of the caller's memory; nothing was done
   */
  public static boolean write(
      Extent extent,
      int page,
      @Nullable ByteBuffer buffer,
      @Nullable MemorySegment segment,
      long offset,
      int length) {
    int count = (length + Frames.FRAME_BYTES - 1) >>> Frames.FRAME_SHIFT;
    long stamp = extent.lock.readLock();
    try {
      if (!extent.areSmallHoles(page, page + count)) {
        return false;
      }
      int[] frames = new int[count];
      int[] table = extent.tableFor(page, frames);
      boolean single = count == 1 && page == 0 && extent.index == 0;
      if (!take(extent, page, frames, single)) {
        return false;
      }
      if (!fill(extent, frames, buffer, segment, offset, length)) {
        return false;
      }
      extent.addNew(page, frames, table);
      return true;
    } finally {
      extent.lock.unlockRead(stamp);
    }
  }

  /** Gets a frame for each page, in transit; or none. */
  private static boolean take(Extent extent, int page, int[] frames, boolean single) {
    FramePool pool = extent.file.pool;
    if (single) {
      // A file of one page, in most cases: from what the thread has at hand.
      frames[0] = pool.allocator.allocateSingle();
    } else {
      int goal = FrameClaim.goal(extent, page, frames.length);
      int got = pool.allocator.allocateSingles(frames, frames.length, goal);
      if (got < frames.length) {
        pool.freeSingles(frames, 0, got);
        return false;
      }
    }
    return frames[0] != Frames.NONE && assign(extent, page, frames);
  }

  /** Gives frames to the extent, which does not show them yet; or back to the allocator. */
  private static boolean assign(Extent extent, int page, int[] frames) {
    FrameTable table = extent.file.pool.table;
    int assigned = 0;
    try {
      while (assigned < frames.length && table.assign(frames[assigned], extent, page + assigned)) {
        assigned++;
      }
    } finally {
      if (assigned < frames.length) {
        giveBack(extent.file.pool, frames, assigned);
      }
    }
    return assigned == frames.length;
  }

  private static void giveBack(FramePool pool, int[] frames, int assigned) {
    for (int i = 0; i < assigned; i++) {
      pool.table.unassign(frames[i]);
    }
    pool.freeSingles(frames, 0, frames.length);
  }

  /** Row H15: gives all back, and those out of service whose memory is bad. */
  private static void takeOutBad(FramePool pool, int[] frames) {
    for (int frame : frames) {
      pool.table.unassign(frame);
    }
    try {
      for (int frame : frames) {
        var _ = pool.takeOutIfBad(frame);
      }
    } finally {
      pool.freeSingles(frames, 0, frames.length);
    }
  }

  private static boolean fill(
      Extent extent,
      int[] frames,
      @Nullable ByteBuffer buffer,
      @Nullable MemorySegment segment,
      long offset,
      int length) {
    FramePool pool = extent.file.pool;
    boolean filled = false;
    boolean bad = false;
    try {
      copyIn(pool.memory, frames, buffer, segment, offset, length);
      pool.memory.barrier();
      filled = true;
    } catch (InternalError e) {
      if (!BadMemory.look(() -> isAnyBad(pool.memory, frames))) {
        // The source, or an earlier access of the caller's own: he must be told.
        throw e;
      }
      // It is tried again in the other way, with other frames, and nobody notices.
      bad = true;
    } finally {
      if (bad) {
        takeOutBad(pool, frames);
      } else if (!filled) {
        giveBack(pool, frames, frames.length);
      }
    }
    return filled;
  }

  private static boolean isAnyBad(PoolMemory memory, int[] frames) {
    for (int frame : frames) {
      if (!memory.isReadable(frame)) {
        return true;
      }
    }
    return false;
  }

  private static void copyIn(
      PoolMemory memory,
      int[] frames,
      @Nullable ByteBuffer buffer,
      @Nullable MemorySegment segment,
      long offset,
      int length) {
    int end = runFrom(frames, 0);
    if (segment == null && end == frames.length) {
      memory.copyIn(frames[0], 0, Objects.requireNonNull(buffer), length);
      return;
    }
    MemorySegment source =
        segment == null ? MemorySegment.ofBuffer(Objects.requireNonNull(buffer)) : segment;
    int first = 0;
    while (first < frames.length) {
      int done = first << Frames.FRAME_SHIFT;
      int run = Math.min((end << Frames.FRAME_SHIFT) - done, length - done);
      memory.copyIn(frames[first], 0, source, offset + done, run);
      first = end;
      end = runFrom(frames, first);
    }
  }

  /** Returns the index behind the frames of one block that follow each other from an index on. */
  private static int runFrom(int[] frames, int from) {
    int end = from + 1;
    while (end < frames.length
        && frames[end] == frames[end - 1] + 1
        && (frames[end] & (Frames.HUGE_FRAMES - 1)) != 0) {
      end++;
    }
    return end;
  }
}
