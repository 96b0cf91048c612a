package io.github.cordonfs.failure;

import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.cache.extent.Migration;
import io.github.cordonfs.events.SoftOfflineRecord;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.FrameState;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Soft offline: takes a frame out of service that is suspect but can still be read; its data moves
 * (contract rows O1 to O7). Thread-safe.
 */
public final class SoftOffline {

  /** Looks at a frame. Each one after the first follows a change of its state by another thread. */
  private static final int ATTEMPTS = 1 << 10;

  private final PageCache cache;

  /** For the frames of a page cache. */
  public SoftOffline(PageCache cache) {
    this.cache = cache;
  }

  /**
   * Takes a frame out of service.
   *
   * @param frame an existing one
   */
  public SoftOfflineResult softOffline(int frame) {
    SoftOfflineRecord record = SoftOfflineRecord.begin();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      SoftOfflineResult result = tryOnce(frame, record);
      if (result != null) {
        return result;
      }
      LockSupport.parkNanos(1);
    }
    return recorded(SoftOfflineResult.BUSY, frame, record);
  }

  /**
   * Takes the frame of a page of a file out of service, wherever that is.
   *
   * @param offset in the file, at least 0
   * @param page finds the frame of the page there, and gives it one where it has none
   */
  public SoftOfflineResult softOffline(AddressSpace space, long offset, PageFrame page)
      throws IOException {
    SoftOfflineResult result;
    page.bringIn(space);
    space.holdPages();
    try {
      do {
        result = softOfflineAt(space, offset, page.find());
      } while (result == null);
    } finally {
      space.letPagesGo();
    }
    return result;
  }

  /** As {@link HardOffline} does; null if the page has another frame by now. */
  private @Nullable SoftOfflineResult softOfflineAt(AddressSpace space, long offset, int frame) {
    space.lock();
    try {
      if (space.frameAt(offset) != frame) {
        return null;
      }
      SoftOfflineResult result = softOffline(frame);
      boolean done = result == SoftOfflineResult.MIGRATED || result == SoftOfflineResult.DROPPED;
      // One by frame does not wait for the lock, and may have moved the page just then.
      return done || space.frameAt(offset) == frame ? result : null;
    } finally {
      space.unlock();
    }
  }

  private @Nullable SoftOfflineResult tryOnce(int frame, SoftOfflineRecord record) {
    return switch (cache.frameTable().state(frame)) {
      case FrameState.FREE ->
          cache.offlineFree(frame, Cause.SUSPECT)
              ? recorded(SoftOfflineResult.FREE, frame, record)
              : null;
      case FrameState.IN_USE -> {
        FrameOwner owner = cache.frameTable().owner(frame);
        Migration migration = owner == null ? null : cache.migrate(frame, owner);
        if (migration != null && record.isRecorded()) {
          record.commit(
              frame,
              migration.newFrame(),
              migration.file().names().paths().stream().findFirst().orElse(null),
              migration.pageIndex(),
              migration.result().name());
        }
        yield migration == null ? null : migration.result();
      }
      case FrameState.TRANSIT -> null;
      default -> recorded(SoftOfflineResult.POISONED, frame, record);
    };
  }

  private static SoftOfflineResult recorded(
      SoftOfflineResult result, int frame, SoftOfflineRecord record) {
    record.commit(frame, -1, null, -1, result.name());
    return result;
  }
}
