package io.github.cordonfs.cache.extent;

import io.github.cordonfs.cache.pool.FramePool;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameTable;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.frame.PoolMemory;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Makes poisoned pages good again in a folio that is never split (contract row F11): the folio is
 * moved away from bad memory, and the pages are filled or forgotten where they are then. The caller
 * has the address space's lock. Pages may fail at any moment, and then it begins anew.
 */
public final class FolioRepair {

  private FolioRepair() {}

  /**
   * Makes the poisoned pages among some holes, if the folio has them.
   *
   * @return a bit for each; null if there is no other 2 MiB, and nothing was done
   */
  public static long @Nullable [] clear(Extent extent, int from, int to) {
    long[] cleared = PageBits.none();
    if (!extent.isCutOff()) {
      return cleared;
    }
    long[] all = PageBits.all();
    do {
      if (hasBadFrame(extent, from, to) && !FolioMove.leaveBad(extent)) {
        return null;
      }
    } while (!tryClear(extent, from, to, cleared, all));
    return cleared;
  }

  private static boolean hasBadFrame(Extent extent, int from, int to) {
    FrameTable table = extent.file.pool.table;
    for (int page = from; page < to; page++) {
      int entry = extent.entry(page);
      if (PageEntry.isPoisoned(entry)
          && table.cause(PageEntry.poisonedFrame(entry)) != Cause.ELSEWHERE) {
        return true;
      }
    }
    return false;
  }

  /** Returns false if a page of them has just failed. */
  private static boolean tryClear(Extent extent, int from, int to, long[] cleared, long[] all) {
    extent.file.memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      if (hasBadFrame(extent, from, to)) {
        return false;
      }
      for (int page = from; page < to; page++) {
        int entry = extent.entry(page);
        if (PageEntry.isPoisoned(entry)) {
          extent.file.pool.table.unpoison(PageEntry.poisonedFrame(entry));
          PageBits.setBit(cleared, page, true);
        }
      }
      extent.forgetPoisoned(cleared, all);
      return true;
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }

  /** As {@link PageHeal#rebuild}. */
  static int rebuild(Extent extent, int page, MemorySegment source, long sourceOffset, int length) {
    while (true) {
      if (hasBadFrame(extent, page, page + 1) && !FolioMove.leaveBad(extent)) {
        return FileExtents.NO_SPACE;
      }
      try {
        int code = tryRebuild(extent, page, source, sourceOffset, length);
        if (code != FileExtents.NOT_THIS_WAY) {
          return code;
        }
      } catch (InternalError e) {
        if (!BadMemory.look(() -> turnedOutBad(extent, page))) {
          throw e;
        }
      }
    }
  }

  /** Returns NOT_THIS_WAY if the frame is bad after all. */
  private static int tryRebuild(
      Extent extent, int page, MemorySegment source, long sourceOffset, int length) {
    FramePool pool = extent.file.pool;
    PoolMemory memory = pool.memory;
    memory.barrier();
    long stamp = extent.lock.writeLock();
    try {
      int entry = extent.entry(page);
      if (!PageEntry.isPoisoned(entry)) {
        return FileExtents.NOT_POISONED;
      }
      if (hasBadFrame(extent, page, page + 1)) {
        return FileExtents.NOT_THIS_WAY;
      }
      int frame = PageEntry.poisonedFrame(entry);
      memory.copyIn(frame, 0, source, sourceOffset, length);
      memory.zero(frame, length, Frames.FRAME_BYTES - length);
      memory.barrier();
      pool.table.unpoison(frame);
      extent.heal(page, frame);
      return 0;
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }

  /** Looks whether it was the frame of a poisoned page that could not be filled. */
  private static boolean turnedOutBad(Extent extent, int page) {
    FramePool pool = extent.file.pool;
    long stamp = extent.lock.writeLock();
    try {
      int entry = extent.entry(page);
      if (!PageEntry.isPoisoned(entry)) {
        return true;
      }
      int frame = PageEntry.poisonedFrame(entry);
      boolean bad = !pool.memory.isReadable(frame);
      if (bad) {
        PageOffline.isBad(pool, frame);
      }
      return bad;
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }
}
