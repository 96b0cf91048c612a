package io.github.cordonfs.nio;

/** Throws an error at the n-th of the places where one may come from, in one thread. */
public final class InjectedErrors {

  private static Thread thread;
  private static int left;
  private static boolean outOfMemory;
  private static boolean forGood;

  private InjectedErrors() {}

  /** What fails. */
  public enum Kind {
    /** One allocation. */
    HEAP,
    /** An allocation and all that follow: the heap is full. */
    FULL_HEAP,
    /** One copy between memory of files and elsewhere. */
    COPY
  }

  /**
   * Throws from now on, in this thread.
   *
   * @param number of the place, from 1
   */
  public static void arm(int number, Kind kind) {
    left = number;
    outOfMemory = kind != Kind.COPY;
    forGood = kind == Kind.FULL_HEAP;
    thread = Thread.currentThread();
  }

  /** Throws no more. Returns whether an error was thrown. */
  public static boolean disarm() {
    thread = null;
    return left <= 0;
  }

  /** Called where something is about to be allocated. */
  public static void allocation() {
    if (outOfMemory && Thread.currentThread() == thread && (--left == 0 || (forGood && left < 0))) {
      throw new OutOfMemoryError("as the test wants");
    }
  }

  /** Called where memory of files was copied. */
  public static void copy() {
    if (!outOfMemory && Thread.currentThread() == thread && --left == 0) {
      throw new InternalError("as the test wants");
    }
  }
}
