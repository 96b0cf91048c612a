package io.github.cordonfs.failure;

import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.FrameState;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Soft offline: takes a frame out of service that is suspect but can still be read; its data moves
 * (contract rows O1 to O7). Thread-safe.
 */
public final class SoftOffline {

  /** Looks at a frame. Each one after the first follows a change of its state by somebody else. */
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
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      SoftOfflineResult result = tryOnce(frame);
      if (result != null) {
        return result;
      }
      LockSupport.parkNanos(1);
    }
    return SoftOfflineResult.BUSY;
  }

  private @Nullable SoftOfflineResult tryOnce(int frame) {
    return switch (cache.frameTable().state(frame)) {
      case FrameState.FREE ->
          cache.offlineFree(frame, Cause.SUSPECT) ? SoftOfflineResult.FREE : null;
      case FrameState.IN_USE -> {
        FrameOwner owner = cache.frameTable().owner(frame);
        yield owner == null ? null : cache.migrate(frame, owner);
      }
      case FrameState.TRANSIT -> null;
      default -> SoftOfflineResult.POISONED;
    };
  }
}
