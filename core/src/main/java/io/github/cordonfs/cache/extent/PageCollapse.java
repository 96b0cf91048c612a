package io.github.cordonfs.cache.extent;

import io.github.cordonfs.CollapseReport.Reason;
import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.frame.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Joins the small folios of an extent into a huge one, by copying them (contract rows F2 to F7).
 * The caller has the address space's lock, so that no writer and no new mapping is about.
 *
 * <p>The copy is made under the extent's lock in read mode: readers go on, strikes wait. It is put
 * in place under the lock in write mode, if nothing has changed in between; otherwise it is thrown
 * away. Nothing is freed before that, so nothing can be lost.
 */
public final class PageCollapse {

  private PageCollapse() {}

  /**
   * Joins.
   *
   * @param fewest pages with data that it takes, at least 1
   * @return null if it is a huge folio now, or why not
   */
  public static @Nullable Reason collapse(Extent extent, int fewest) {
    Reason unfit = unfit(extent, fewest);
    if (unfit != null) {
      return unfit;
    }
    FramePool pool = extent.file.pool;
    if (PageJoin.mayJoin(extent)) {
      PageJoin.join(extent, true);
      if (extent.folio() >= 0) {
        return null;
      }
    }
    FreedFrames freed = new FreedFrames(pool, Frames.HUGE_FRAMES);
    int[] copied = new int[Frames.HUGE_FRAMES];
    long[] present = PageBits.none();
    int target = pool.allocator.allocateBlock(extent.following());
    if (target == Frames.NONE) {
      return Reason.NO_MEMORY;
    }
    long epoch = extent.file.poisonEpoch();
    boolean installed = false;
    try {
      installed =
          copy(extent, target, copied, present) && install(extent, target, copied, present, freed);
    } catch (InternalError e) {
      // Row F3: whoever's memory is bad, nothing has changed yet.
      if (!BadMemory.look(() -> takeOutBad(extent, target) || extent.file.poisonEpoch() != epoch)) {
        throw e;
      }
    } finally {
      if (!installed) {
        pool.free(target, Frames.HUGE_ORDER);
      }
    }
    freed.release();
    return installed ? null : Reason.FAILED;
  }

  private static @Nullable Reason unfit(Extent extent, int fewest) {
    FileExtents file = extent.file;
    if (extent.folio() >= 0) {
      return Reason.ALREADY_HUGE;
    }
    if (file.mappings.overlapsWritable(extent.firstPage(), extent.endPage())) {
      return Reason.MAPPED;
    }
    int data = 0;
    long stamp = extent.lock.readLock();
    try {
      if (extent.poisonedPages() != 0) {
        return Reason.POISONED;
      }
      for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
        data += extent.hasData(page) ? 1 : 0;
      }
    } finally {
      extent.lock.unlockRead(stamp);
    }
    return data < fewest ? Reason.EMPTY : null;
  }

  /**
   * Copies the pages with data.
   *
   * @param copied gets the entries
   * @param present gets a bit for each page with data
   */
  private static boolean copy(Extent extent, int target, int[] copied, long[] present) {
    FramePool pool = extent.file.pool;
    pool.memory.barrier();
    long stamp = extent.lock.readLock();
    try {
      for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
        int entry = extent.entry(page);
        copied[page] = entry;
        if (PageEntry.isPoisoned(entry)) {
          return false;
        }
        if (entry >= 0 && extent.isPresent(page)) {
          pool.memory.copyFrames(entry, target + page, 1);
          PageBits.setBit(present, page, true);
        }
      }
      pool.memory.barrier();
      return true;
    } finally {
      extent.lock.unlockRead(stamp);
    }
  }

  private static boolean takeOutBad(Extent extent, int target) {
    FramePool pool = extent.file.pool;
    boolean found = BadMemory.handle(extent, 0, Frames.HUGE_BYTES);
    if (pool.memory.areReadable(target, Frames.HUGE_FRAMES).orElse(false)) {
      return found;
    }
    for (int frame = target; frame < target + Frames.HUGE_FRAMES; frame++) {
      found |= pool.takeOutIfBad(frame);
    }
    return found;
  }

  /** Puts the copy in place if the extent is still what was copied. */
  private static boolean install(
      Extent extent, int target, int[] copied, long[] present, FreedFrames freed) {
    FramePool pool = extent.file.pool;
    long[] nothingPoisoned = PageBits.none();
    boolean full = PageBits.isFull(present);
    extent.file.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      // Rows F2, F4: under the lock, not before it.
      int held = 0;
      for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
        if (extent.entry(page) != copied[page]) {
          return false;
        }
        held += copied[page] == PageEntry.HOLE ? 0 : 1;
      }
      if (!pool.table.assignHuge(target, extent)) {
        return false; // A frame of the target failed meanwhile.
      }
      extent.replace(target, full ? null : present, nothingPoisoned, held);
      for (int entry : copied) {
        if (entry != PageEntry.HOLE) {
          freed.add(entry);
        }
      }
      return true;
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }
}
