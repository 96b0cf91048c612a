package io.github.cordonfs.frame;

/** The units of memory. A frame number is a 4 KiB index into the pool, from 0. */
public final class Frames {

  /** log2 of {@link #FRAME_BYTES}. */
  public static final int FRAME_SHIFT = 12;

  /** Bytes of a frame, and of a page of a file. */
  public static final int FRAME_BYTES = 1 << FRAME_SHIFT;

  /** Order of a huge folio. */
  public static final int HUGE_ORDER = 9;

  /** Frames of a huge folio. */
  public static final int HUGE_FRAMES = 1 << HUGE_ORDER;

  /** log2 of {@link #HUGE_BYTES}. */
  public static final int HUGE_SHIFT = FRAME_SHIFT + HUGE_ORDER;

  /** Bytes of a huge folio. */
  public static final int HUGE_BYTES = 1 << HUGE_SHIFT;

  /** In place of a frame number: none. */
  public static final int NONE = -1;

  private Frames() {}
}
