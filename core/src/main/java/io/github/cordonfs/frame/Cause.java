package io.github.cordonfs.frame;

/** Why a frame is out of service, one byte each. */
public final class Cause {

  /** The machine's memory is bad; also where nothing better is known. */
  public static final byte HARDWARE = 0;

  /** Somebody asked for it: the memory is good. */
  public static final byte INJECTED = 1;

  /** As HARDWARE, found by looking for it. */
  public static final byte SCRUB = 2;

  /** As INJECTED, and the content of the page was left as it is. */
  public static final byte INJECTED_KEPT = 3;

  /** Taken out of service while it could still be read, because somebody asked for it. */
  public static final byte SUSPECT = 4;

  /**
   * The memory is good: the content was lost with another frame, and the page was moved here with
   * all of its folio. It needs no quarantine.
   */
  public static final byte ELSEWHERE = 5;

  static final int COUNT = 6;

  private Cause() {}

  /** Returns whether a failure was injected, and the memory itself is good. */
  public static boolean isInjected(byte cause) {
    return cause == INJECTED || cause == INJECTED_KEPT;
  }
}
