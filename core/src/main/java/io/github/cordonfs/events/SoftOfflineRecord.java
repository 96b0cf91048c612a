package io.github.cordonfs.events;

import org.jspecify.annotations.Nullable;

/**
 * The event {@code cordon.SoftOffline} in the making. Its duration goes from {@link #begin} to
 * {@link #commit}. For use by one thread.
 */
public final class SoftOfflineRecord {

  private static final SoftOfflineRecord NOT_RECORDED = new SoftOfflineRecord(null);

  private final @Nullable SoftOfflineFlightEvent event;

  private SoftOfflineRecord(@Nullable SoftOfflineFlightEvent event) {
    this.event = event;
  }

  /** Begins a record, or one that goes nowhere if there is no recording. */
  public static SoftOfflineRecord begin() {
    return FlightRecorderModule.PRESENT ? beginEvent() : NOT_RECORDED;
  }

  private static SoftOfflineRecord beginEvent() {
    SoftOfflineFlightEvent event = new SoftOfflineFlightEvent();
    if (!event.isEnabled()) {
      return NOT_RECORDED;
    }
    event.begin();
    return new SoftOfflineRecord(event);
  }

  /** Returns whether there is a recording: if not, there is no need to look for the arguments. */
  public boolean isRecorded() {
    return event != null;
  }

  /**
   * Records an attempt.
   *
   * @param frame the suspect frame
   * @param newFrame where the data went, -1 if nowhere
   * @param path a path of the file, or null if the frame was in no file or the file has no name
   * @param pageIndex index of the 4 KiB page in the file, -1 if the frame was in no file
   * @param result done, or why not
   */
  public void commit(
      int frame, int newFrame, @Nullable String path, long pageIndex, String result) {
    if (event == null || !event.shouldCommit()) {
      return;
    }
    event.frame = frame;
    event.newFrame = newFrame;
    event.path = path;
    event.pageIndex = pageIndex;
    event.result = result;
    event.commit();
  }
}
