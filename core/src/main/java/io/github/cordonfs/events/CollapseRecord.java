package io.github.cordonfs.events;

import org.jspecify.annotations.Nullable;

/**
 * The event {@code cordon.Collapse} in the making. Its duration goes from {@link #begin} to {@link
 * #commit}. For use by one thread.
 */
public final class CollapseRecord {

  private static final CollapseRecord NOT_RECORDED = new CollapseRecord(null);

  private final @Nullable CollapseFlightEvent event;

  private CollapseRecord(@Nullable CollapseFlightEvent event) {
    this.event = event;
  }

  /** Begins a record, or one that goes nowhere if there is no recording. */
  public static CollapseRecord begin() {
    return FlightRecorderModule.PRESENT ? beginEvent() : NOT_RECORDED;
  }

  private static CollapseRecord beginEvent() {
    CollapseFlightEvent event = new CollapseFlightEvent();
    if (!event.isEnabled()) {
      return NOT_RECORDED;
    }
    event.begin();
    return new CollapseRecord(event);
  }

  /** Returns whether there is a recording: if not, there is no need to look for the arguments. */
  public boolean isRecorded() {
    return event != null;
  }

  /**
   * Records an attempt.
   *
   * @param path a path of the file, or null if it has no name
   * @param rangeOffset first byte of the 2 MiB range in the file
   * @param outcome joined, or why not
   */
  public void commit(@Nullable String path, long rangeOffset, String outcome) {
    if (event == null || !event.shouldCommit()) {
      return;
    }
    event.path = path;
    event.rangeOffset = rangeOffset;
    event.outcome = outcome;
    event.commit();
  }
}
