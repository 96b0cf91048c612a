package io.github.cordonfs.cache;

import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameTable.SplitTables;
import io.github.cordonfs.frame.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Moves a page to another frame, so that its own can go out of service while it can still be read
 * (contract rows O1 to O7). Takes the extent's lock in write mode: readers and writers see the page
 * before or after.
 */
final class PageMigration {

  private PageMigration() {}

  /**
   * Moves the page that a frame holds.
   *
   * @return null if the frame is not, or no longer, a good frame of the extent, or a target failed:
   *     to be tried again
   */
  static @Nullable Migration migrate(Extent extent, int frame) {
    PageCache cache = extent.space.cache;
    if (extent.isBacked()) {
      return drop(extent, frame);
    }
    boolean huge = extent.hugeFirst >= 0;
    SplitTables tables = huge ? cache.splitTablesOrNull() : null;
    int target = cache.allocator.allocate(0);
    if (target == Frames.NONE || (huge && tables == null)) {
      if (target != Frames.NONE) {
        cache.free(target, 0);
      }
      return new Migration(SoftOfflineResult.NO_MEMORY, extent.space, -1, Frames.NONE);
    }
    Migration migration = null;
    try {
      migration = move(extent, frame, target, huge, tables);
    } catch (InternalError e) {
      // One of the two, as nothing before can be the cause: which, it will turn out (row S51).
      if (!BadMemory.look(() -> cache.takeOutIfBad(target) || isBad(cache, frame))) {
        throw e;
      }
    } finally {
      // Whatever happened: what has no page now goes back.
      if (migration == null || migration.newFrame() != target) {
        cache.free(target, 0);
      }
    }
    if (migration != null && migration.newFrame() == target) {
      var _ = cache.table.poisonInTransit(frame, Cause.SUSPECT);
      cache.free(frame, 0);
    }
    return migration;
  }

  /** Row O3: the store has the page, too; whoever wants it reads it again. */
  private static @Nullable Migration drop(Extent extent, int frame) {
    LostPage dropped = PageFailure.offline(extent, frame, null, false, Cause.SUSPECT);
    return dropped == null
        ? null
        : new Migration(
            SoftOfflineResult.DROPPED, extent.space, dropped.pageIndex(), Frames.NONE);
  }

  private static boolean isBad(PageCache cache, int frame) {
    return !cache.memory.isReadable(frame);
  }

  private static @Nullable Migration move(
      Extent extent, int frame, int target, boolean huge, @Nullable SplitTables tables) {
    extent.space.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      int page = extent.pageOf(frame, extent.space.cache.table);
      if (page == Frames.NONE || (!huge && extent.hugeFirst >= 0)) {
        return null;
      }
      long inFile = extent.firstPage() + page;
      // What says that it was done is made before: then it cannot fail any more.
      Migration done = new Migration(SoftOfflineResult.MIGRATED, extent.space, inFile, target);
      SoftOfflineResult result =
          extent.space.mappings.coversWritable(inFile)
              ? SoftOfflineResult.MAPPED
              : move(extent, page, frame, target, tables);
      if (result == SoftOfflineResult.MIGRATED) {
        return done;
      }
      return result == null ? null : new Migration(result, extent.space, inFile, Frames.NONE);
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }

  /** Leaves the frame that is not used any more in transit: the old one if it is MIGRATED. */
  private static @Nullable SoftOfflineResult move(
      Extent extent, int page, int frame, int target, @Nullable SplitTables tables) {
    PageCache cache = extent.space.cache;
    if (!cache.table.assign(target, extent, page)) {
      return null; // Row H15: the target failed; another one.
    }
    boolean assigned = true;
    boolean copied = false;
    try {
      if (extent.isPresent(page)) {
        cache.memory.copyFrames(frame, target, 1);
        cache.memory.barrier();
      }
      copied = true;
    } catch (InternalError e) {
      cache.table.unassign(target);
      assigned = false;
      if (PageFailure.offlineIfBad(extent, page, frame)) {
        return SoftOfflineResult.FAILED;
      }
      if (!cache.takeOutIfBad(target)) {
        throw e;
      }
      return null;
    } finally {
      if (assigned && !copied) {
        cache.table.unassign(target);
      }
    }
    if (extent.hugeFirst >= 0 && tables != null) {
      PageFailure.split(extent, tables);
    }
    extent.setEntry(page, target);
    SpaceMapping.update(extent, page, page + 1);
    cache.table.unassign(frame);
    return SoftOfflineResult.MIGRATED;
  }
}
