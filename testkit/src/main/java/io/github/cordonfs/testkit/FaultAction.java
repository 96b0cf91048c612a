package io.github.cordonfs.testkit;

import java.time.Duration;

/** What becomes of an operation that a rule has chosen. */
sealed interface FaultAction {

  /** It fails. */
  record Fail(Errno errno) implements FaultAction {}

  /** It transfers no more than so many bytes. */
  record Shorten(int bytes) implements FaultAction {}

  /** It takes longer. */
  record Delay(Duration time) implements FaultAction {}

  /** It waits to be released. */
  record Hold(Hang hang) implements FaultAction {}

  /** It says that it was done, and was not. */
  record Lie() implements FaultAction {}

  /**
   * One bit of what it transfers is inverted.
   *
   * @param offset of the byte in the file, or {@link #FIRST} of those that are transferred
   */
  record FlipBit(long offset, int bit) implements FaultAction {
    static final long FIRST = -1;
  }

  /** Whole sectors of what it transfers are zeros. */
  record ZeroSectors(int sector) implements FaultAction {}

  /** Its first sectors are written, up to half of it, and then it fails. */
  record Tear(int sector, Errno errno) implements FaultAction {}

  /** The memory under its first page fails before it begins. */
  record Strike() implements FaultAction {}
}
