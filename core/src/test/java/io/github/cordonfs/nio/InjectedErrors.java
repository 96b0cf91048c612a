package io.github.cordonfs.nio;

/** Throws an error at the n-th of the places where one may come from, in one thread. */
public final class InjectedErrors {

  private static Thread thread;
  private static int left;
  private static boolean outOfMemory;

  private InjectedErrors() {}

  /**
   * Throws once from now on, in this thread.
   *
   * @param number of the place, from 1
   * @param heap whether where something is allocated; otherwise where memory of files is copied
   */
  public static void arm(int number, boolean heap) {
    left = number;
    outOfMemory = heap;
    thread = Thread.currentThread();
  }

  /** Throws no more. Returns whether an error was thrown. */
  public static boolean disarm() {
    thread = null;
    return left <= 0;
  }

  /** Called where something is about to be allocated. */
  public static void allocation() {
    if (outOfMemory && Thread.currentThread() == thread && --left == 0) {
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
