package io.github.cordonfs.cache.extent;

import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.cache.pool.LostPage;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameTable.SplitTables;
import io.github.cordonfs.frame.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Moves a page to another frame, so that its own can go out of service while it can still be read
 * (contract rows O1 to O7). Takes the extent's lock in write mode: readers and writers see the page
 * before or after.
 */
public final class PageMigration {

  private PageMigration() {}

  /**
   * Moves the page that a frame holds.
   *
   * @return null if the frame is not, or no longer, a good frame of the extent, or a target failed:
   *     to be tried again
   */
  public static @Nullable Migration migrate(Extent extent, int frame) {
    FramePool pool = extent.file.pool;
    if (pool.unsplittable) {
      return FolioMove.migrate(extent, frame);
    }
    Migration dropped = extent.file.isBacked() ? drop(extent, frame) : null;
    if (dropped != null) {
      return dropped;
    }
    boolean huge = extent.folio() >= 0;
    SplitTables tables = huge ? pool.splitTablesOrNull() : null;
    int target = pool.allocator.allocate(0);
    if (target == Frames.NONE || (huge && tables == null)) {
      if (target != Frames.NONE) {
        pool.free(target, 0);
      }
      return new Migration(SoftOfflineResult.NO_MEMORY, extent.file, -1, Frames.NONE);
    }
    Migration migration = null;
    try {
      migration = move(extent, frame, target, huge, tables);
    } catch (InternalError e) {
      // One of the two, as nothing before can be the cause: which, it will turn out (row S51).
      if (!BadMemory.look(() -> pool.takeOutIfBad(target) || isBad(pool, frame))) {
        throw e;
      }
    } finally {
      // Whatever happened: what has no page now goes back.
      if (migration == null || migration.newFrame() != target) {
        pool.free(target, 0);
      }
    }
    if (migration != null && migration.newFrame() == target) {
      var _ = pool.table.poisonInTransit(frame, Cause.SUSPECT);
      pool.free(frame, 0);
    }
    return migration;
  }

  /** Row O3: the store has the page, too; whoever wants it reads it again. */
  private static @Nullable Migration drop(Extent extent, int frame) {
    LostPage dropped = PageOffline.offline(extent, frame, null, false, Cause.SUSPECT);
    return dropped == null
        ? null
        : new Migration(SoftOfflineResult.DROPPED, extent.file, dropped.pageIndex(), Frames.NONE);
  }

  private static boolean isBad(FramePool pool, int frame) {
    return !pool.memory.isReadable(frame);
  }

  private static @Nullable Migration move(
      Extent extent, int frame, int target, boolean huge, @Nullable SplitTables tables) {
    extent.file.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      int page = extent.pageOf(frame, extent.file.pool.table);
      if (page == Frames.NONE || (!huge && extent.folio() >= 0)) {
        return null;
      }
      long inFile = extent.firstPage() + page;
      // What says that it was done is made before: then it cannot fail any more.
      Migration done = new Migration(SoftOfflineResult.MIGRATED, extent.file, inFile, target);
      SoftOfflineResult result =
          extent.file.mappings.coversWritable(inFile)
              ? SoftOfflineResult.MAPPED
              : move(extent, page, frame, target, tables);
      if (result == SoftOfflineResult.MIGRATED) {
        return done;
      }
      return result == null ? null : new Migration(result, extent.file, inFile, Frames.NONE);
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }

  /** Leaves the frame that is not used any more in transit: the old one if it is MIGRATED. */
  private static @Nullable SoftOfflineResult move(
      Extent extent, int page, int frame, int target, @Nullable SplitTables tables) {
    FramePool pool = extent.file.pool;
    if (!pool.table.assign(target, extent, page)) {
      return null; // Row H15: the target failed; another one.
    }
    boolean assigned = true;
    boolean copied = false;
    try {
      if (extent.isPresent(page)) {
        pool.memory.copyFrames(frame, target, 1);
        pool.memory.barrier();
      }
      copied = true;
    } catch (InternalError e) {
      pool.table.unassign(target);
      assigned = false;
      if (PageOffline.offlineIfBad(extent, page, frame)) {
        return SoftOfflineResult.FAILED;
      }
      if (!pool.takeOutIfBad(target)) {
        throw e;
      }
      return null;
    } finally {
      if (assigned && !copied) {
        pool.table.unassign(target);
      }
    }
    if (extent.folio() >= 0 && tables != null) {
      extent.split(tables);
    }
    extent.move(page, target);
    pool.table.unassign(frame);
    return SoftOfflineResult.MIGRATED;
  }
}
