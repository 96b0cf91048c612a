package io.github.cordonfs.cache;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.frame.BuddyAllocator;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Gives pages of an extent memory and data. The caller has the address space's lock and the
 * extent's in read mode: pages are only added, and shown when they are complete.
 */
final class PageFill {

  private static final MemorySegment ZEROS =
      MemorySegment.ofArray(new byte[Frames.FRAME_BYTES]).asReadOnly();

  /** Pages in one write from which on a file is taken for a large one. */
  private static final int LARGE_WRITE = 64;

  /** Whole folios that may fail one after the other while they are handed over. */
  private static final int HUGE_ATTEMPTS = 4;

  private PageFill() {}

  /**
   * Makes an empty extent one huge folio of reserved pages; leaves it empty if there is no memory
   * for one.
   */
  static void installHuge(Extent extent) {
    PageCache cache = extent.space.cache;
    BuddyAllocator allocator = cache.allocator;
    long[] nothingPresent = new long[Frames.HUGE_FRAMES / Long.SIZE];
    long[] nothingPoisoned = new long[Frames.HUGE_FRAMES / Long.SIZE];
    for (int i = 0; i < HUGE_ATTEMPTS; i++) {
      int first = allocator.allocateBlock(extent.following());
      if (first == Frames.NONE) {
        return;
      }
      if (cache.table.assignHuge(first, extent)) {
        extent.present = nothingPresent;
        extent.hugePoison = nothingPoisoned;
        extent.hugeFirst = first;
        extent.space.addHeldFrames(Frames.HUGE_FRAMES);
        cache.hugeFolios.incrementAndGet();
        return;
      }
      cache.free(first, Frames.HUGE_ORDER);
    }
  }

  /**
   * Writes to a page without data, and to such pages that follow it.
   *
   * @return bytes written, at least to the end of the first page or of the source; or NO_SPACE
   */
  static int write(Extent extent, int offset, MemorySegment source, long sourceOffset, int length) {
    int first = offset >>> Frames.FRAME_SHIFT;
    int last = (offset + length - 1) >>> Frames.FRAME_SHIFT;
    if (last == 0 && extent.index == 0 && extent.isEmpty()) {
      int n = FirstPage.write(extent, offset, source, sourceOffset, length);
      if (n != FirstPage.NOT_THIS_WAY) {
        return n;
      }
    }
    int end = first + 1;
    while (end <= last && isFillable(extent, end)) {
      end++;
    }
    while (true) {
      Claim claim = new Claim(extent, first, end - first);
      try {
        return write(claim, offset, source, sourceOffset, length);
      } catch (InternalError e) {
        if (!BadMemory.look(claim::takeOutBad)) {
          throw e;
        }
        // Row H15: other frames, and nobody notices.
      } finally {
        claim.giveBackUnshown();
      }
    }
  }

  private static int write(
      Claim claim, int offset, MemorySegment source, long sourceOffset, int length) {
    Extent extent = claim.extent;
    int first = claim.first;
    claim.take();
    if (claim.pages == 0) {
      return AddressSpace.NO_SPACE;
    }
    int stop = Math.min(offset + length, (first + claim.pages) << Frames.FRAME_SHIFT);
    PoolMemory memory = extent.space.memory;
    int inFirst = offset & (Frames.FRAME_BYTES - 1);
    memory.zero(claim.frame(0), 0, inFirst);
    claim.copyIn(inFirst, source, sourceOffset, stop - offset, memory);
    int inLast = stop & (Frames.FRAME_BYTES - 1);
    if (inLast != 0 && !isHiddenFrom(extent, stop)) {
      memory.zero(claim.frame(claim.pages - 1), inLast, Frames.FRAME_BYTES - inLast);
    }
    memory.barrier();
    claim.show(true);
    return stop - offset;
  }

  /**
   * Tells whether nobody can see what a page holds from an offset on: it is behind the end of the
   * file and not mapped. Whoever moves the end beyond it or maps it clears it first.
   */
  static boolean isHiddenFrom(Extent extent, int offset) {
    AddressSpace space = extent.space;
    long at = (extent.index << Frames.HUGE_SHIFT) + offset;
    return at >= space.sizeOrDestroyed() && space.mappings.isEmpty();
  }

  /**
   * Gives a page memory and zeros, if it has no data.
   *
   * @return false if there is no memory
   */
  static boolean instantiate(Extent extent, int page) {
    return !isFillable(extent, page)
        || write(extent, page << Frames.FRAME_SHIFT, ZEROS, 0, Frames.FRAME_BYTES) > 0;
  }

  /**
   * Reserves memory for the holes among pages.
   *
   * @param reserved gets a bit for each page that was a hole and has a frame now
   * @return false if memory ran out; what was reserved by then is in {@code reserved}
   */
  static boolean reserve(Extent extent, int from, int to, long[] reserved) {
    int page = from;
    while (page < to) {
      if (extent.entry(page) != Extent.HOLE) {
        page++;
        continue;
      }
      int end = page + 1;
      while (end < to && extent.entry(end) == Extent.HOLE) {
        end++;
      }
      Claim claim = new Claim(extent, page, end - page);
      try {
        claim.take();
        claim.show(false);
        for (int i = page; i < page + claim.pages; i++) {
          Extent.setBit(reserved, i, true);
        }
        if (claim.pages < end - page) {
          return false;
        }
      } finally {
        claim.giveBackUnshown();
      }
      page = end;
    }
    return true;
  }

  private static boolean isFillable(Extent extent, int page) {
    int entry = extent.entry(page);
    return entry == Extent.HOLE || (entry >= 0 && !extent.isPresent(page));
  }

  /**
   * Frames for a run of pages without data: those they have already, and new ones that belong to
   * the extent but are not shown in it yet. A strike on one of those waits for the extent's lock.
   */
  private static final class Claim {
    private final Extent extent;
    private final PageCache cache;
    private final BuddyAllocator allocator;
    private final FrameTable table;
    private final int first;

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

    Claim(Extent extent, int first, int count) {
      this.extent = extent;
      this.cache = extent.space.cache;
      this.allocator = cache.allocator;
      this.table = cache.table;
      this.first = first;
      this.frames = new int[count];
      this.fresh = new boolean[count];
    }

    /** Gets frames for as many pages as there is memory for. */
    void take() {
      int holes = 0;
      for (int i = 0; i < frames.length; i++) {
        frames[i] = extent.entry(first + i);
        holes += frames[i] == Extent.HOLE ? 1 : 0;
      }
      if (holes > 0) {
        spare = new int[holes];
        spareTo = allocator.allocateSingles(spare, holes, goal(holes));
      }
      while (pages < frames.length && (frames[pages] >= 0 || takeNew(pages))) {
        pages++;
      }
    }

    /**
     * Where new frames should lie so that the extent may become a huge folio by being filled: at
     * the same place in their block as the pages in the extent.
     */
    private int goal(int holes) {
      if (cache.huge == HugePolicy.NEVER) {
        return Frames.NONE;
      }
      if (first > 0) {
        int before = extent.entry(first - 1);
        boolean inOrder = before >= 0 && (before & (Frames.HUGE_FRAMES - 1)) == first - 1;
        return inOrder ? before + 1 : Frames.NONE;
      }
      // A block of its own only for what is large: small files share blocks.
      return holes >= LARGE_WRITE || extent.index > 0
          ? allocator.freeBlock(extent.following())
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
        cache.free(frame, 0);
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
        if (fresh[i] && !cache.memory.isReadable(frames[i])) {
          table.unassign(frames[i]);
          fresh[i] = false;
          try {
            found |= cache.takeOutIfBad(frames[i]);
          } finally {
            cache.free(frames[i], 0);
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
      int added = prepareTables(asData);
      shown = true;
      long[] bits = extent.present;
      for (int i = 0; i < pages; i++) {
        if (bits != null) {
          Extent.setBit(bits, first + i, asData);
        }
        if (fresh[i]) {
          extent.setEntry(first + i, frames[i]);
        }
      }
      extent.space.addHeldFrames(added);
      if (asData) {
        if (bits != null && extent.hugeFirst >= 0 && isFull(bits)) {
          extent.present = null;
        }
        SpaceMapping.update(extent, first, first + pages);
      }
    }

    /** Allocates what showing needs, before anything is shown; returns the number of new frames. */
    private int prepareTables(boolean asData) {
      int added = 0;
      for (int i = 0; i < pages; i++) {
        added += fresh[i] ? 1 : 0;
      }
      if (added > 0) {
        extent.growTable(first + pages);
      }
      if (!asData && extent.present == null) {
        long[] bits = new long[Frames.HUGE_FRAMES / Long.SIZE];
        Arrays.fill(bits, -1);
        extent.present = bits;
      }
      return added;
    }

    private static boolean isFull(long[] bits) {
      for (long word : bits) {
        if (word != -1) {
          return false;
        }
      }
      return true;
    }

    /** Returns to the allocator what did not become a page. */
    void giveBackUnshown() {
      for (int i = 0; !shown && i < frames.length; i++) {
        if (fresh[i]) {
          table.unassign(frames[i]);
          cache.free(frames[i], 0);
        }
      }
      while (spareFrom < spareTo) {
        cache.free(spare[spareFrom++], 0);
      }
    }
  }
}
