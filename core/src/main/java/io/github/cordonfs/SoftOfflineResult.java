package io.github.cordonfs;

/** How taking a frame out of service that can still be read ended (contract rows O1 to O7). */
public enum SoftOfflineResult {
  /** The data is in another frame; nobody noticed. The old frame is out of service. */
  MIGRATED,
  /** The frame was free, and is out of service. */
  FREE,
  /** Refused: the frame is poisoned, or out of service already. */
  POISONED,
  /** Refused: stores through a mapping are possible, and one could be lost. Nothing changed. */
  MAPPED,
  /** Refused: the frame kept changing hands. Nothing changed. */
  BUSY,
  /** There is no memory for the data. Nothing changed. */
  NO_MEMORY,
  /** The frame could not be read after all: it was handled as a hardware failure. */
  FAILED
}
