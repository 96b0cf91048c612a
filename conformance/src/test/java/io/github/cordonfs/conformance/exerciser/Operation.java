package io.github.cordonfs.conformance.exerciser;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One thing to do. It can be done in any state of the file, so that others can be left out before
 * it.
 *
 * @param offset in the file, from 0
 * @param length in bytes, at least 1
 * @param salt of the other choices: bytes to write, kinds of buffers, modes
 */
record Operation(Kind kind, int offset, int length, int salt) {

  /** As far as a file goes: a whole huge folio and a part of another. */
  static final int END = (1 << 21) + (300 << 12) + 123;

  private static final int PAGE = 4096;
  private static final int HUGE = 1 << 21;

  /** What is done, how often compared with others, and who may do it. */
  enum Kind {
    READ(20, true),
    READ_NEXT(6, true),
    SCATTER(4, true),
    READ_INTO_MEMORY(8, true),
    READ_ALL(1, false),
    TRANSFER_TO(6, true),
    WRITE(24, true),
    WRITE_NEXT(6, true),
    GATHER(6, true),
    APPEND(6, false),
    TRANSFER_FROM(6, true),
    COPY_RANGE(4, false),
    COPY_FILE(1, false),
    MAP(6, true),
    UNMAP(1, true),
    LOAD(20, true),
    STORE(16, true),
    FORCE(1, true),
    PUNCH(10, true),
    ALLOCATE(4, true),
    SET_SIZE(4, false),
    TRUNCATE(1, false),
    SEEK(4, true),
    COLLAPSE(1, true),
    SOFT_OFFLINE(6, true),
    STRIKE(10, true),
    UNPOISON(4, true),
    CLEAR(6, true),
    RESTORE(8, true),
    LIST_LOSSES(4, true),
    RENAME(1, false),
    REOPEN(1, true),
    REPLACE(1, false);

    private final int weight;

    /** Whether it may be done while others work on other parts of the same file. */
    private final boolean local;

    Kind(int weight, boolean local) {
      this.weight = weight;
      this.local = local;
    }
  }

  /**
   * Makes operations, the same ones from the same seed.
   *
   * @param local whether only those that leave the size and other parts of the file alone
   */
  static List<Operation> random(long seed, int count, boolean local) {
    List<Kind> kinds = new ArrayList<>();
    for (Kind each : Kind.values()) {
      for (int i = 0; i < each.weight && (each.local || !local); i++) {
        kinds.add(each);
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Operation> operations = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      operations.add(
          new Operation(
              kinds.get(random.nextInt(kinds.size())),
              offset(random),
              length(random),
              random.nextInt(Integer.MAX_VALUE)));
    }
    return operations;
  }

  // Faults are found at boundaries.
  private static int offset(SplittableRandom random) {
    int any = random.nextInt(END);
    return switch (random.nextInt(6)) {
      case 0, 1 -> any / PAGE * PAGE;
      case 2 -> Math.clamp(any / PAGE * PAGE + random.nextInt(7) - 3L, 0, END);
      case 3 -> Math.clamp(any / HUGE * HUGE + random.nextInt(3 * PAGE) - PAGE, 0, END);
      default -> any;
    };
  }

  private static int length(SplittableRandom random) {
    return switch (random.nextInt(40)) {
      case 0 -> 1;
      case 1, 2, 3, 4, 5 -> PAGE;
      case 6, 7 -> PAGE * (1 + random.nextInt(8));
      case 8 -> HUGE;
      case 9 -> 1 + random.nextInt(HUGE + HUGE / 2);
      case 10, 11, 12, 13, 14, 15, 16, 17 -> 1 + random.nextInt(64 << 10);
      default -> 1 + random.nextInt(2 * PAGE);
    };
  }
}
