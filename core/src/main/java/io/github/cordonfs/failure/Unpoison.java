package io.github.cordonfs.failure;

import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.frame.Cause;
import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.FrameState;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Takes back injected failures (contract rows U2, U3). Thread-safe. */
public final class Unpoison {

  private static final int ATTEMPTS = 1 << 10;

  private final PageCache cache;

  /** For the frames of a page cache. */
  public Unpoison(PageCache cache) {
    this.cache = cache;
  }

  /**
   * Puts a frame back into service whose failure was injected.
   *
   * @param frame an existing one
   */
  public UnpoisonResult unpoison(int frame) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      UnpoisonResult result = tryOnce(frame);
      if (result != null) {
        return result;
      }
      LockSupport.parkNanos(1);
    }
    return UnpoisonResult.NOT_POISONED;
  }

  private @Nullable UnpoisonResult tryOnce(int frame) {
    return switch (cache.frameTable().state(frame)) {
      case FrameState.QUARANTINED -> endQuarantine(frame);
      case FrameState.POISONED -> {
        FrameOwner owner = cache.frameTable().owner(frame);
        yield owner == null ? null : cache.unpoison(frame, owner);
      }
      case FrameState.TRANSIT_POISONED -> null;
      default -> UnpoisonResult.NOT_POISONED;
    };
  }

  private @Nullable UnpoisonResult endQuarantine(int frame) {
    byte cause = cache.frameTable().cause(frame);
    if (cause == Cause.HARDWARE || cause == Cause.SCRUB) {
      return UnpoisonResult.HARDWARE;
    }
    return cache.endQuarantine(frame) ? UnpoisonResult.UNPOISONED : null;
  }
}
