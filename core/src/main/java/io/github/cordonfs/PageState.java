package io.github.cordonfs;

/**
 * What a frame is used for, as {@link PageMap} tells it. If several would be true, the last one
 * that is counts.
 */
public enum PageState {
  /** In no file. */
  FREE(0),
  /** A page of a file in memory, in a folio of 4 KiB. */
  SMALL(1),
  /** A page of a file in memory, in a huge folio of 2 MiB. */
  HUGE(2),
  /** A page of a file with a store behind it, which has the same content. */
  CLEAN(3),
  /** A page of a file that a program has mapped. */
  MAPPED(4),
  /** A page that was written and that the store behind its file does not have yet. */
  DIRTY(5),
  /** Out of service, without a failure: {@code softOffline} took it while it could be read. */
  SOFT_OFFLINED(6),
  /** Failed, and in no file any more. */
  QUARANTINED(7),
  /** Failed, and still in its file: the page is lost. */
  POISONED(8);

  private static final PageState[] BY_CODE = values();

  private final byte code;

  PageState(int code) {
    this.code = (byte) code;
  }

  /** Returns the number that stands for this state: from 0, in the order of the constants. */
  public byte code() {
    return code;
  }

  /** Returns whether a frame in this state is in a file. */
  public boolean isInFile() {
    return this != FREE && this != QUARANTINED && this != SOFT_OFFLINED;
  }

  /** Returns whether a frame in this state is out of service. */
  public boolean isOutOfService() {
    return code >= SOFT_OFFLINED.code;
  }

  /**
   * Returns the state that a number stands for.
   *
   * @param code from {@link PageMap#states}
   * @throws IndexOutOfBoundsException if there is no such state
   */
  public static PageState of(byte code) {
    return BY_CODE[code];
  }
}
