package io.github.cordonfs.events;

import io.github.cordonfs.MemoryFailureEvent;
import org.jspecify.annotations.Nullable;

/**
 * The event {@code cordon.MemoryFailure} in the making. Its duration goes from {@link #begin} to
 * {@link #end}. For use by one thread.
 */
public final class MemoryFailureRecord {

  private static final MemoryFailureRecord NOT_RECORDED = new MemoryFailureRecord(null);

  private final @Nullable MemoryFailureFlightEvent event;

  private MemoryFailureRecord(@Nullable MemoryFailureFlightEvent event) {
    this.event = event;
  }

  /**
   * Begins a record, or one that goes nowhere: if there is no recording, or if there is no heap for
   * it. A failure must be handled whether it can be recorded or not.
   */
  public static MemoryFailureRecord begin() {
    try {
      return FlightRecorderModule.PRESENT ? beginEvent() : NOT_RECORDED;
    } catch (OutOfMemoryError | LinkageError e) {
      // The latter is what becomes of classes that the former hit while they were made ready.
      return NOT_RECORDED;
    }
  }

  private static MemoryFailureRecord beginEvent() {
    MemoryFailureFlightEvent event = new MemoryFailureFlightEvent();
    if (!event.isEnabled()) {
      return NOT_RECORDED;
    }
    event.begin();
    return new MemoryFailureRecord(event);
  }

  /** Records a failure that was handled without a record of it being begun. */
  public static void instant(String fileSystem, MemoryFailureEvent failure) {
    MemoryFailureRecord record = begin();
    record.end();
    record.commit(fileSystem, failure);
  }

  /** Ends the duration. */
  public void end() {
    if (event != null) {
      event.end();
    }
  }

  /** Records a failure, after {@link #end}. */
  public void commit(String fileSystem, MemoryFailureEvent failure) {
    if (event == null || !event.shouldCommit()) {
      return;
    }
    event.fileSystem = fileSystem;
    event.frame = failure.frame();
    event.kernelPfn = failure.kernelPfn().orElse(-1);
    event.path = failure.paths().isEmpty() ? null : failure.paths().getFirst();
    event.pathCount = failure.paths().size();
    event.unlinked = failure.unlinked();
    event.pageIndex = failure.pageIndex();
    event.offset = failure.range().offset();
    event.length = failure.range().length();
    event.folioOrder = failure.folioOrder();
    event.outcome = failure.outcome().name();
    event.message = failure.message().name();
    event.source = failure.source().name();
    event.commit();
  }
}
