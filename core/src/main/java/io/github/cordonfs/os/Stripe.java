package io.github.cordonfs.os;

/**
 * Which of a few copies of something a thread uses, so that threads at work do not write to the
 * same cache lines. Threads that are made one after the other, as those of a pool are, have
 * different ones.
 */
public final class Stripe {

  /** log2 of {@link #COUNT}. */
  public static final int BITS = 4;

  /** How many there are. */
  public static final int COUNT = 1 << BITS;

  private Stripe() {}

  /** Returns that of the calling thread: 0 to {@link #COUNT} - 1. */
  public static int current() {
    return among(COUNT);
  }

  /**
   * Returns that of the calling thread where there are more of them, or fewer.
   *
   * @param count how many there are, a power of two
   * @return 0 to {@code count} - 1
   */
  public static int among(int count) {
    return (int) Thread.currentThread().threadId() & count - 1;
  }
}
