package io.github.cordonfs.reclaim;

import java.util.Arrays;

/**
 * What is known of each frame: four ints, made for the 512 frames of a 2 MiB block at once when the
 * first of them is needed.
 *
 * <pre>
 *   int 0: newer neighbour in its queue
 *   int 1: older neighbour
 *   int 2: fingerprint
 *   int 3: | time (16 bits) | huge (1) | kind (2) |
 * </pre>
 */
final class FrameTags {

  /** No frame. */
  static final int NONE = -1;

  /** Kind of a frame that is not tracked. */
  static final int ABSENT = 0;

  static final int COLD = 1;
  static final int HOT = 2;
  static final int OFFERED = 3;

  private static final int KIND = 3;
  private static final int HUGE = 4;
  private static final int TIME_SHIFT = 3;

  private static final int BLOCK_SHIFT = 9;
  private static final int BLOCK_FRAMES = 1 << BLOCK_SHIFT;

  private static final int INTS = 4;
  private static final int NEWER = 0;
  private static final int OLDER = 1;
  private static final int FINGERPRINT = 2;
  private static final int STATE = 3;

  private static final long HEADER_BYTES = 16;
  private static final long BLOCK_BYTES = HEADER_BYTES + 4L * INTS * BLOCK_FRAMES;

  private static final int[] NO_BLOCK = {};

  private final int[][] blocks;
  private long bytes;

  FrameTags(int frames) {
    blocks = new int[(int) (((long) frames + BLOCK_FRAMES - 1) >> BLOCK_SHIFT)][];
    Arrays.fill(blocks, NO_BLOCK);
    bytes = HEADER_BYTES + 4L * blocks.length;
  }

  /** The heap that this takes. */
  long bytes() {
    return bytes;
  }

  /** One of {@link #ABSENT}, {@link #COLD}, {@link #HOT}, {@link #OFFERED}. */
  int kind(int frame) {
    return blocks[frame >> BLOCK_SHIFT].length == 0 ? ABSENT : get(frame, STATE) & KIND;
  }

  void setKind(int frame, int kind) {
    set(frame, STATE, (get(frame, STATE) & ~KIND) | kind);
  }

  /** Begins to track a frame that is absent. */
  void begin(int frame, int fingerprint, boolean huge, int time) {
    if (blocks[frame >> BLOCK_SHIFT].length == 0) {
      blocks[frame >> BLOCK_SHIFT] = new int[INTS * BLOCK_FRAMES];
      bytes += BLOCK_BYTES;
    }
    set(frame, FINGERPRINT, fingerprint);
    set(frame, STATE, time << TIME_SHIFT | (huge ? HUGE : 0));
  }

  /** Its pages. */
  int weight(int frame) {
    return (get(frame, STATE) & HUGE) == 0 ? 1 : ReclaimPolicy.HUGE_PAGES;
  }

  int fingerprint(int frame) {
    return get(frame, FINGERPRINT);
  }

  /** When its page was put in order, 16 bits. */
  int time(int frame) {
    return get(frame, STATE) >>> TIME_SHIFT;
  }

  void setTime(int frame, int time) {
    set(frame, STATE, (get(frame, STATE) & (HUGE | KIND)) | time << TIME_SHIFT);
  }

  int newer(int frame) {
    return get(frame, NEWER);
  }

  void setNewer(int frame, int other) {
    set(frame, NEWER, other);
  }

  int older(int frame) {
    return get(frame, OLDER);
  }

  void setOlder(int frame, int other) {
    set(frame, OLDER, other);
  }

  private int get(int frame, int field) {
    return blocks[frame >> BLOCK_SHIFT][(frame & BLOCK_FRAMES - 1) * INTS + field];
  }

  private void set(int frame, int field, int value) {
    blocks[frame >> BLOCK_SHIFT][(frame & BLOCK_FRAMES - 1) * INTS + field] = value;
  }
}
