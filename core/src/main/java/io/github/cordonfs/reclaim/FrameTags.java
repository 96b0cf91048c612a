package io.github.cordonfs.reclaim;

/**
 * What is known of each frame: four ints, made for the 512 frames of a 2 MiB block at once when
 * the first of them is needed.
 *
 * <pre>
 *   newer | older | fingerprint | tick << 3 | huge << 2 | kind
 * </pre>
 */
final class FrameTags {

  /** No frame. */
  static final int NONE = -1;

  static final int ABSENT = 0;
  static final int COLD = 1;
  static final int HOT = 2;
  static final int OFFERED = 3;

  /** What is added to a time from one to the next. */
  static final int TICK = 8;

  private static final int KIND = 3;
  private static final int HUGE = 4;

  private static final int BLOCK_SHIFT = 9;
  private static final int BLOCK_FRAMES = 1 << BLOCK_SHIFT;

  private static final int WORDS = 4;
  private static final int NEWER = 0;
  private static final int OLDER = 1;
  private static final int FINGERPRINT = 2;
  private static final int TIME = 3;

  /** An array of a block, with its header. */
  private static final long BLOCK_BYTES = 16 + 4L * WORDS * BLOCK_FRAMES;

  private static final int[] NO_BLOCK = {};

  private final int frames;
  private final int[][] blocks;
  private long bytes;

  FrameTags(int frames) {
    this.frames = frames;
    blocks = new int[(int) (((long) frames + BLOCK_FRAMES - 1) >> BLOCK_SHIFT)][];
    java.util.Arrays.fill(blocks, NO_BLOCK);
    bytes = 16 + 4L * blocks.length;
  }

  long bytes() {
    return bytes;
  }

  int frames() {
    return frames;
  }

  /** What the frame is, {@link #ABSENT} for one that was never of use. */
  int kind(int frame) {
    int[] block = blocks[frame >> BLOCK_SHIFT];
    return block == NO_BLOCK ? ABSENT : block[at(frame) + TIME] & KIND;
  }

  void kind(int frame, int kind) {
    int[] block = blocks[frame >> BLOCK_SHIFT];
    int i = at(frame) + TIME;
    block[i] = (block[i] & ~KIND) | kind;
  }

  /** Sets everything of a frame but its neighbours. */
  void set(int frame, int fingerprint, boolean huge, int time) {
    int[] block = blocks[frame >> BLOCK_SHIFT];
    if (block == NO_BLOCK) {
      block = new int[WORDS * BLOCK_FRAMES];
      blocks[frame >> BLOCK_SHIFT] = block;
      bytes += BLOCK_BYTES;
    }
    block[at(frame) + FINGERPRINT] = fingerprint;
    block[at(frame) + TIME] = time | (huge ? HUGE : 0);
  }

  int weight(int frame) {
    return (word(frame, TIME) & HUGE) == 0 ? 1 : ReclaimPolicy.HUGE_PAGES;
  }

  int fingerprint(int frame) {
    return word(frame, FINGERPRINT);
  }

  /** A multiple of {@link #TICK}. */
  int time(int frame) {
    return word(frame, TIME) & -TICK;
  }

  void time(int frame, int time) {
    int[] block = blocks[frame >> BLOCK_SHIFT];
    int i = at(frame) + TIME;
    block[i] = (block[i] & (TICK - 1)) | time;
  }

  int newer(int frame) {
    return word(frame, NEWER);
  }

  void newer(int frame, int other) {
    blocks[frame >> BLOCK_SHIFT][at(frame) + NEWER] = other;
  }

  int older(int frame) {
    return word(frame, OLDER);
  }

  void older(int frame, int other) {
    blocks[frame >> BLOCK_SHIFT][at(frame) + OLDER] = other;
  }

  private int word(int frame, int word) {
    return blocks[frame >> BLOCK_SHIFT][at(frame) + word];
  }

  private static int at(int frame) {
    return (frame & BLOCK_FRAMES - 1) * WORDS;
  }
}
