package io.github.cordonfs.cache.extent;

import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Moves a folio that is never split to another block, all of it, so that a frame of it can go out
 * of service (contract row F11). The copy is made with the extent's lock in write mode: readers of
 * these 2 MiB wait for it, and nobody sees half of it.
 *
 * <p>Pages that are poisoned stay so. Their frames are good where they are now, and say that the
 * content was lost {@linkplain Cause#ELSEWHERE elsewhere}: so they can be filled again in place.
 */
final class FolioMove {

  private enum Result {
    MOVED,
    /** A mapping could store meanwhile. */
    MAPPED,
    /** The frame is not, or no longer, a good frame of the folio. */
    GONE,
    /** Bad memory was met, and is taken care of; another attempt. */
    AGAIN
  }

  private FolioMove() {}

  /**
   * Leaves the frames of poisoned pages behind. With the address space's lock.
   *
   * @return false if there is no memory
   */
  static boolean leaveBad(Extent extent) {
    FramePool pool = extent.file.pool;
    FreedFrames freed = new FreedFrames(pool, Frames.HUGE_FRAMES);
    while (true) {
      int target = pool.allocator.allocateBlock(extent.following());
      if (target == Frames.NONE) {
        return false;
      }
      if (move(extent, target, Frames.NONE, freed) != Result.AGAIN) {
        return true;
      }
    }
  }

  /**
   * Moves the folio that a frame is in, and takes the frame out of service.
   *
   * @return null if the frame is not, or no longer, a good frame of the extent, or a target failed:
   *     to be tried again
   */
  static @Nullable Migration migrate(Extent extent, int frame) {
    FramePool pool = extent.file.pool;
    int page = frame & (Frames.HUGE_FRAMES - 1);
    long inFile = extent.firstPage() + page;
    FreedFrames freed = new FreedFrames(pool, Frames.HUGE_FRAMES);
    // What may be said is made before: then it cannot fail any more.
    Migration mapped = new Migration(SoftOfflineResult.MAPPED, extent.file, inFile, Frames.NONE);
    Migration none = new Migration(SoftOfflineResult.NO_MEMORY, extent.file, inFile, Frames.NONE);
    int target = pool.allocator.allocateBlock(Frames.NONE);
    if (target == Frames.NONE) {
      return none;
    }
    Migration done = null;
    try {
      done = new Migration(SoftOfflineResult.MIGRATED, extent.file, inFile, target + page);
    } finally {
      if (done == null) {
        pool.free(target, Frames.HUGE_ORDER);
      }
    }
    return switch (move(extent, target, frame, freed)) {
      case MOVED -> done;
      case MAPPED -> mapped;
      case GONE, AGAIN -> null;
    };
  }

  /**
   * Moves the folio, or gives the target back.
   *
   * @param suspect a frame that is to go out of service, or NONE
   */
  private static Result move(Extent extent, int target, int suspect, FreedFrames freed) {
    FramePool pool = extent.file.pool;
    long epoch = extent.file.poisonEpoch();
    Result result = Result.AGAIN;
    try {
      result = moveLocked(extent, target, suspect, freed);
    } catch (InternalError e) {
      // Whoever's memory is bad, nothing has changed yet.
      if (!BadMemory.look(() -> takeOutBad(extent, target) || extent.file.poisonEpoch() != epoch)) {
        throw e;
      }
    } finally {
      if (result != Result.MOVED) {
        pool.free(target, Frames.HUGE_ORDER);
      }
    }
    if (result == Result.MOVED && suspect != Frames.NONE) {
      var _ = pool.table.poisonInTransit(suspect, Cause.SUSPECT);
    }
    freed.release();
    return result;
  }

  private static boolean takeOutBad(Extent extent, int target) {
    FramePool pool = extent.file.pool;
    boolean found = BadMemory.handle(extent, 0, Frames.HUGE_BYTES);
    for (int frame = target; frame < target + Frames.HUGE_FRAMES; frame++) {
      found |= pool.takeOutIfBad(frame);
    }
    return found;
  }

  private static Result moveLocked(Extent extent, int target, int suspect, FreedFrames freed) {
    FramePool pool = extent.file.pool;
    pool.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      int first = extent.folio();
      if (first < 0
          || (suspect != Frames.NONE && extent.pageOf(suspect, pool.table) == Frames.NONE)) {
        return Result.GONE;
      }
      // What is cut off, no mapping can store to.
      if (!extent.isCutOff()
          && extent.file.mappings.overlapsWritable(extent.firstPage(), extent.endPage())) {
        return Result.MAPPED;
      }
      if (!pool.table.assignHuge(target, extent)) {
        return Result.AGAIN; // Row H15: a frame of the target failed; another one.
      }
      boolean copied = false;
      try {
        copy(extent, first, target);
        copied = true;
      } finally {
        if (!copied) {
          pool.table.unassignHuge(target);
        }
      }
      markPoisoned(extent, target);
      extent.moveFolio(target, freed);
      return Result.MOVED;
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }

  private static void copy(Extent extent, int first, int target) {
    FramePool pool = extent.file.pool;
    if (extent.wholeFolio() >= 0) {
      pool.memory.copyFrames(first, target, Frames.HUGE_FRAMES);
    } else {
      for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
        if (extent.hasData(page)) {
          pool.memory.copyFrames(first + page, target + page, 1);
        }
      }
    }
    pool.memory.barrier();
  }

  private static void markPoisoned(Extent extent, int target) {
    for (int page = 0; extent.isCutOff() && page < Frames.HUGE_FRAMES; page++) {
      if (PageEntry.isPoisoned(extent.entry(page))) {
        extent.file.pool.table.poison(target + page, Cause.ELSEWHERE);
      }
    }
  }
}
