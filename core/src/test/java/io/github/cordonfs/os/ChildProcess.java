package io.github.cordonfs.os;

import java.util.concurrent.TimeUnit;

/** Processes that tests start: none is left behind, however the test ends. */
public final class ChildProcess {

  private ChildProcess() {}

  /**
   * Waits until a process has ended, which it has afterwards.
   *
   * @return whether it ended by itself
   * @throws InterruptedException if the test took too long, and was interrupted for it
   */
  public static boolean endsWithin(int seconds, Process child) throws InterruptedException {
    boolean ended;
    try {
      ended = child.waitFor(seconds, TimeUnit.SECONDS);
    } finally {
      child.destroyForcibly();
    }
    child.waitFor();
    return ended;
  }
}
