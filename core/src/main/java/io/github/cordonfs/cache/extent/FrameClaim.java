package io.github.cordonfs.cache.extent;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.frame.BuddyAllocator;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;

/**
 * Frames for a run of pages without data: those they have already, and new ones that belong to the
 * extent but are not shown in it yet. A strike on one of those waits for the extent's lock.
 */
final class FrameClaim {

  /** Pages in one write from which on a file is taken for a large one. */
  private static final int LARGE_WRITE = 64;

  final Extent extent;
  private final FramePool pool;
  private final BuddyAllocator allocator;
  private final FrameTable table;
  final int first;

  /** A frame for each page; negative where none was found. */
  private final int[] frames;

  /** Whether the frame is new. Parallel to {@link #frames}. */
  private final boolean[] fresh;

  /** Allocated and not given to a page yet: from {@link #spareFrom} to {@link #spareTo}. */
  private int[] spare = {};

  private int spareFrom;
  private int spareTo;

  /** Pages from {@link #first} that have a frame. */
  int pages;

  private boolean shown;

  FrameClaim(Extent extent, int first, int count) {
    this.extent = extent;
    this.pool = extent.file.pool;
    this.allocator = pool.allocator;
    this.table = pool.table;
    this.first = first;
    this.frames = new int[count];
    this.fresh = new boolean[count];
  }

  /** Gets frames for as many pages as there is memory for. */
  void take() {
    int holes = 0;
    for (int i = 0; i < frames.length; i++) {
      frames[i] = extent.entry(first + i);
      holes += frames[i] == PageEntry.HOLE ? 1 : 0;
    }
    if (holes > 0) {
      spare = new int[holes];
      spareTo = allocator.allocateSingles(spare, holes, goal(extent, first, holes));
    }
    while (pages < frames.length && (frames[pages] >= 0 || takeNew(pages))) {
      pages++;
    }
  }

  /**
   * Where new frames should lie so that the extent may become a huge folio by being filled: at the
   * same place in their block as the pages in the extent.
   */
  static int goal(Extent extent, int first, int holes) {
    if (extent.file.pool.huge == HugePolicy.NEVER) {
      return Frames.NONE;
    }
    if (first > 0) {
      int before = extent.entry(first - 1);
      boolean inOrder = before >= 0 && (before & (Frames.HUGE_FRAMES - 1)) == first - 1;
      return inOrder ? before + 1 : Frames.NONE;
    }
    // A block of its own only for what is large: small files share blocks.
    return holes >= LARGE_WRITE || extent.index > 0
        ? extent.file.pool.allocator.freeBlock(extent.following())
        : Frames.NONE;
  }

  private boolean takeNew(int i) {
    while (true) {
      if (spareFrom == spareTo) {
        spareFrom = 0;
        spareTo = allocator.allocateSingles(spare, 1);
        if (spareTo == 0) {
          return false;
        }
      }
      int frame = spare[spareFrom];
      if (table.assign(frame, extent, first + i)) {
        spareFrom++;
        frames[i] = frame;
        fresh[i] = true;
        return true;
      }
      // It failed before it held anybody's data: the next one, and nobody notices.
      spareFrom++;
      pool.free(frame, 0);
    }
  }

  int frame(int i) {
    return frames[i];
  }

  /**
   * Takes new frames out of service whose memory is bad.
   *
   * @return whether there was one
   */
  boolean takeOutBad() {
    boolean found = false;
    for (int i = 0; !shown && i < pages; i++) {
      if (fresh[i] && !pool.memory.isReadable(frames[i])) {
        table.unassign(frames[i]);
        fresh[i] = false;
        try {
          found |= pool.takeOutIfBad(frames[i]);
        } finally {
          pool.free(frames[i], 0);
        }
      }
    }
    return found;
  }

  void copyIn(int inFirst, MemorySegment source, long from, int length, PoolMemory memory) {
    int i = 0;
    int in = inFirst;
    int done = 0;
    while (done < length) {
      int start = frames[i];
      int run = Frames.FRAME_BYTES - in;
      i++;
      while (run < length - done
          && (frames[i] & (Frames.HUGE_FRAMES - 1)) != 0
          && frames[i] == frames[i - 1] + 1) {
        run += Frames.FRAME_BYTES;
        i++;
      }
      run = Math.min(run, length - done);
      memory.copyIn(start, in, source, from + done, run);
      done += run;
      in = 0;
    }
  }

  /** Makes the pages visible, as data or as reserved. */
  void show(boolean asData) {
    if (pages == 0) {
      return;
    }
    boolean anyFresh = false;
    for (int i = 0; i < pages; i++) {
      anyFresh |= fresh[i];
    }
    extent.prepareToAdd(anyFresh ? first + pages : 0, asData);
    shown = true;
    extent.add(first, pages, frames, fresh, asData);
  }

  /** Returns to the allocator what did not become a page. */
  void giveBackUnshown() {
    for (int i = 0; !shown && i < frames.length; i++) {
      if (fresh[i]) {
        table.unassign(frames[i]);
        pool.free(frames[i], 0);
      }
    }
    while (spareFrom < spareTo) {
      pool.free(spare[spareFrom++], 0);
    }
  }
}
