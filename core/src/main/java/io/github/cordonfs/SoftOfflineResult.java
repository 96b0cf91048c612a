package io.github.cordonfs;

/** The result of {@link MemoryFailures#softOffline}. */
public enum SoftOfflineResult {
  /** The data is in another frame, and the old frame is out of service. */
  MIGRATED,
  /**
   * The page is clean, and a store has it, too: it was dropped, and the frame is out of service.
   */
  DROPPED,
  /** The frame was free and is out of service. */
  FREE,
  /** Refused: the frame is poisoned, or out of service already. */
  POISONED,
  /** Refused: the page is mapped for writing, and a store could be lost. Nothing changed. */
  MAPPED,
  /** Refused: the frame kept changing hands. Nothing changed. */
  BUSY,
  /** There is no memory to move the data to. Nothing changed. */
  NO_MEMORY,
  /** The frame could no longer be read, and was handled as a hardware failure. */
  FAILED
}
