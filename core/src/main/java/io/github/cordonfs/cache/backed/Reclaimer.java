package io.github.cordonfs.cache.backed;

import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.cache.extent.BackedExtent;
import io.github.cordonfs.cache.extent.FreedFrames;
import io.github.cordonfs.cache.extent.PageRemoval;
import io.github.cordonfs.cache.extent.PageTracker;
import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.reclaim.AccessMarks;
import io.github.cordonfs.reclaim.ReclaimPolicy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes clean pages out of the cache when their frames are wanted for others, in the order that a
 * {@link ReclaimPolicy} finds. Thread-safe. Its lock is taken below an extent's; it takes the locks
 * of extents itself only where it need not wait for them, so nobody has to drop a lock for it but
 * whoever wants frames.
 */
final class Reclaimer implements AccessMarks, PageTracker {

  /** Frames taken out at once: a lock for each would cost more than the copy of a page. */
  private static final int BATCH = 64;

  /** Victims that are busy or pinned before it gives up for now. */
  private static final int MOST_KEPT = 4 * Frames.HUGE_FRAMES;

  /** Heap of an extent with its table and bitmaps, in bytes: 512 entries, two bitmaps, a lock. */
  private static final int EXTENT_BYTES = 2560;

  private final PageCache cache;
  private final ReclaimPolicy policy;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger extents = new AtomicInteger();
  private final AtomicLong pinned = new AtomicLong();

  // Under the lock.
  private boolean evicting;
  private long reclaimed;

  Reclaimer(PageCache cache, ReclaimPolicy policy) {
    this.cache = cache;
    this.policy = policy;
  }

  /** Tracks a page that was installed. Under its extent's lock. */
  @Override
  public void added(BackedExtent extent, int page, int frame, int pages) {
    lock.lock();
    try {
      policy.added(frame, extent.key(page), pages);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a page that left its file. Under its extent's lock in write mode. */
  @Override
  public void left(int frame) {
    lock.lock();
    try {
      if (!evicting) {
        policy.removed(frame);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tracks what a huge folio was split into. Under its extent's lock in write mode. */
  @Override
  public void split(BackedExtent extent, int first) {
    lock.lock();
    try {
      policy.removed(first);
      for (int page = 0; page < Frames.HUGE_FRAMES; page++) {
        if (extent.entry(page) >= 0) {
          policy.added(first + page, extent.key(page), 1);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  void extentAdded() {
    extents.incrementAndGet();
  }

  void extentRemoved() {
    extents.decrementAndGet();
  }

  /** Returns the pages that were taken out so far. */
  long reclaimed() {
    lock.lock();
    try {
      return reclaimed;
    } finally {
      lock.unlock();
    }
  }

  /** Returns what the tables of the cache take on the heap: memory of the budget, in frames. */
  private int overheadFrames() {
    long bytes = policy.overheadBytes() + (long) extents.get() * EXTENT_BYTES;
    return (int) (bytes >>> Frames.FRAME_SHIFT);
  }

  /** Returns how many pages mappings may keep: half of all. */
  long mostPinned() {
    return cache.table.frameCount() / 2;
  }

  /** Returns how many pages mappings keep. */
  long pinned() {
    return pinned.get();
  }

  /** Notes that a mapping is going to keep pages; false if these would be too many. */
  boolean pin(long pages) {
    long before;
    do {
      before = pinned.get();
      if (pages > mostPinned() - before) {
        return false;
      }
    } while (!pinned.compareAndSet(before, before + pages));
    return true;
  }

  void unpin(long pages) {
    pinned.addAndGet(-pages);
  }

  /** Returns whether some frames could be had without taking pages from those who read them. */
  boolean hasRoomFor(int wanted) {
    return wanted <= cache.table.frameCount() / 8;
  }

  /**
   * Keeps the cache within its budget, tables and all. The caller has no lock.
   *
   * @param wanted frames that are about to be allocated
   */
  void makeRoom(int wanted) {
    int over =
        cache.allocator.allocatedFrames()
            + overheadFrames()
            + wanted
            - cache.table.frameCount()
            + cache.table.quarantinedFrames();
    if (over > 0) {
      var _ = reclaim(over);
    }
  }

  /**
   * Takes clean pages out.
   *
   * @param wanted how many frames are needed, at least 1. The caller has no lock
   * @return how many are free now that were not; 0 if nothing can go
   */
  int reclaim(int wanted) {
    int target = Math.max(wanted, BATCH);
    FreedFrames freed = new FreedFrames(cache, target + 1);
    int total = 0;
    try {
      total = reclaim(target, freed);
    } finally {
      freed.release();
    }
    return total;
  }

  private int reclaim(int target, FreedFrames freed) {
    int total = 0;
    int kept = 0;
    while (total < target && kept < MOST_KEPT) {
      BackedExtent emptied = null;
      int got = 0;
      lock.lock();
      try {
        int frame = policy.nextVictim(this);
        if (frame < 0) {
          break;
        }
        BackedExtent extent =
            cache.table.owner(frame) instanceof BackedExtent backed ? backed : null;
        got = extent == null ? 0 : evict(extent, frame, freed);
        if (got == 0) {
          policy.kept(frame);
          kept++;
        } else if (extent != null && extent.isEmpty()) {
          emptied = extent;
        }
        reclaimed += got;
      } finally {
        lock.unlock();
      }
      total += got;
      if (got > 1) {
        freed.release();
      }
      if (emptied != null) {
        ((BackedSpace) emptied.file()).forgetEmptied(emptied);
      }
    }
    return total;
  }

  /** Returns how many pages that were; 0 if it cannot go now. */
  private int evict(BackedExtent extent, int frame, FreedFrames freed) {
    long stamp = extent.lock.tryWriteLock();
    if (stamp == 0) {
      return 0;
    }
    try {
      int huge = extent.folio();
      int page = extent.pageOf(frame, cache.table);
      int count = huge >= 0 ? Frames.HUGE_FRAMES : 1;
      if (page == Frames.NONE
          || (huge >= 0 && (page != 0 || extent.poisonedPages() != 0))
          || extent.isAnyDirty(page, page + count)
          || ((BackedSpace) extent.file()).isPinned(extent.firstPage() + page, count)) {
        return 0;
      }
      policy.evicted(frame);
      evicting = true;
      try {
        PageRemoval.removeLocked(extent, page, page + count, freed);
      } finally {
        evicting = false;
      }
      return count;
    } finally {
      extent.lock.unlockWrite(stamp);
    }
  }

  @Override
  public boolean testAndClear(int frame) {
    FrameOwner owner = cache.table.owner(frame);
    return owner instanceof BackedExtent extent
        && extent.testAndClearAccessed(extent.folio() >= 0 ? 0 : cache.table.slot(frame));
  }
}
