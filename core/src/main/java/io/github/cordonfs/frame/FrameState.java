package io.github.cordonfs.frame;

/**
 * The life of a frame, one byte each.
 *
 * <pre>
 *              allocate            assign            strike              leaves its file
 *      FREE ------------> TRANSIT --------> IN_USE ---------> POISONED ------------------.
 *       ^                 |  |  ^             |                                          |
 *       |      free       |  |  |  unassign   |                                          v
 *       '-----------------'  |  '-------------'                                     QUARANTINED
 *       |                    | strike                         free, or assign fails      ^
 *       |                    '--------------> TRANSIT_POISONED --------------------------|
 *       |  strike                                                                        |
 *       '--------------------------------------------------------------------------------'
 * </pre>
 *
 * <p>Who may move a frame: out of and into FREE, the allocator under its lock or a magazine's;
 * between TRANSIT, IN_USE and POISONED, whoever holds the frame (its owner, under the owner's
 * lock); TRANSIT to TRANSIT_POISONED, the memory failure handler at any moment, by compare-and-set.
 * QUARANTINED is the end.
 */
public final class FrameState {

  /** In the allocator, or in a magazine. */
  public static final byte FREE = 0;

  /** Out of the allocator, with no owner yet or no longer. */
  public static final byte TRANSIT = 1;

  /** Holds a page of a file. */
  public static final byte IN_USE = 2;

  /** Failed; still in its file. */
  public static final byte POISONED = 3;

  /** Failed, and in no file; never allocated again. */
  public static final byte QUARANTINED = 4;

  /** Failed in transit: whoever has it must put it in quarantine. */
  public static final byte TRANSIT_POISONED = 5;

  private FrameState() {}

  /** Returns the name of a state. */
  public static String name(byte state) {
    return switch (state) {
      case FREE -> "FREE";
      case TRANSIT -> "TRANSIT";
      case IN_USE -> "IN_USE";
      case POISONED -> "POISONED";
      case QUARANTINED -> "QUARANTINED";
      case TRANSIT_POISONED -> "TRANSIT_POISONED";
      default -> throw new IllegalArgumentException("no frame state: " + state);
    };
  }
}
