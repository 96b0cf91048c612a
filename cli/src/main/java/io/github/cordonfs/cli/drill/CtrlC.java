package io.github.cordonfs.cli.drill;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a drill cleanly when the JVM is told to go (Ctrl-C, kill): sets a flag, then holds the JVM's
 * shutdown until the results are out, within reason. The JVM itself gives the exit code, 130 for
 * Ctrl-C.
 */
final class CtrlC implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "ctrl-c");
  private volatile boolean requested;

  CtrlC() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Returns whether the drill should end. */
  boolean isRequested() {
    return requested;
  }

  private void stop() {
    requested = true;
    try {
      boolean _ = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that the results are out. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going already: the hook has run, or waits for what was just said.
    }
  }
}
