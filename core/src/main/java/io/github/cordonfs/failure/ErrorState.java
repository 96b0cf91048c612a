package io.github.cordonfs.failure;

import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.cache.pool.LostPage;
import io.github.cordonfs.frame.BadFrame;
import io.github.cordonfs.frame.FrameOwner;
import io.github.cordonfs.frame.FrameState;
import io.github.cordonfs.frame.FrameTable;
import org.jspecify.annotations.Nullable;

/**
 * The table of memory failure handling: what a failed frame is, and what is done about it. The
 * first entry that matches acts; if the frame has changed hands meanwhile it says so by returning
 * null, and the table is consulted anew.
 *
 * <p>A new entry comes before those it must take precedence over, and only together with a test
 * that drives it: a handler that cannot be tested does not belong here.
 */
enum ErrorState {
  /** Row H7. */
  ALREADY_POISONED(FrameState.POISONED, FrameState.QUARANTINED, FrameState.TRANSIT_POISONED) {
    @Override
    Handled handle(Failure failure) {
      return new Handled(MessageType.ALREADY_POISONED, Outcome.IGNORED, null);
    }
  },

  /** Row H1. */
  FREE(FrameState.FREE) {
    @Override
    @Nullable Handled handle(Failure failure) {
      boolean done =
          failure.found == null
              ? failure.cache.offlineFree(failure.frame, failure.cause)
              : failure.cache.offlineFree(failure.found, failure.cause);
      return done ? new Handled(MessageType.FREE, Outcome.RECOVERED, null) : null;
    }
  },

  /** Rows H4, H5, H12. */
  IN_FILE(FrameState.IN_USE) {
    @Override
    @Nullable Handled handle(Failure failure) {
      FrameOwner owner = failure.cache.frameTable().owner(failure.frame);
      if (owner == null) {
        return null;
      }
      LostPage lost =
          failure.cache.offline(failure.frame, owner, failure.found, failure.keep, failure.cause);
      return lost == null ? null : done(lost);
    }
  },

  /** Rows H2, H15: who has it takes it out of service when it gets an owner or is freed. */
  IN_TRANSIT(FrameState.TRANSIT) {
    @Override
    @Nullable Handled handle(Failure failure) {
      FrameTable table = failure.cache.frameTable();
      boolean done =
          failure.found == null
              ? table.poisonInTransit(failure.frame, failure.cause)
              : failure.isStillTrue() && table.poisonInTransit(failure.found, failure.cause);
      return done ? new Handled(MessageType.FREE, Outcome.RECOVERED, null) : null;
    }
  };

  /**
   * A frame that failed.
   *
   * @param found what was found of its memory, to be looked at again before anything is done about
   *     it (row S48); null if the failure is injected
   * @param cause a {@link io.github.cordonfs.frame.Cause}
   * @param keep whether a page stays in its file, marked (row H12)
   */
  record Failure(PageCache cache, int frame, @Nullable BadFrame found, byte cause, boolean keep) {

    /** Returns whether there is still something to be done about it. */
    boolean isStillTrue() {
      return found == null || cache.isStillBad(found);
    }
  }

  /**
   * What was done.
   *
   * @param lost the page that was lost, if any
   */
  record Handled(MessageType message, Outcome outcome, @Nullable LostPage lost) {}

  /**
   * Returns what was done when a page left service.
   *
   * @param lost the page, or null if it held no data
   */
  static Handled done(@Nullable LostPage lost) {
    if (lost == null || !lost.hadData()) {
      return new Handled(MessageType.FREE, Outcome.RECOVERED, null);
    }
    if (lost.heals()) {
      return new Handled(MessageType.CLEAN_PAGE, Outcome.RECOVERED, lost);
    }
    MessageType message =
        lost.dropped() ? MessageType.MEMORY_PAGE_DROPPED : MessageType.MEMORY_PAGE;
    return new Handled(message, Outcome.RECOVERED, lost);
  }

  private static final ErrorState[] TABLE = values();

  /** A bit for each frame state of this entry. */
  private final int states;

  ErrorState(int... states) {
    int bits = 0;
    for (int state : states) {
      bits |= 1 << state;
    }
    this.states = bits;
  }

  /** Acts, or returns null if the frame is not in this state any more. */
  abstract @Nullable Handled handle(Failure failure);

  /** Returns the entry for a frame state. */
  static ErrorState of(byte state) {
    for (ErrorState entry : TABLE) {
      if ((entry.states & 1 << state) != 0) {
        return entry;
      }
    }
    throw new IllegalStateException("no entry for frame state " + FrameState.name(state));
  }
}
