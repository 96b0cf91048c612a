package io.github.cordonfs.nio.mount;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When the JVM ends in an orderly way, has the stores of open mounts get what was written: for a
 * bounded time, as a disk may hang. Closes nothing, as other hooks may still write.
 */
final class ShutdownFlush {

  private static final int MOST_SECONDS = 10;

  private static final List<WeakReference<MountedTree>> OPEN = new CopyOnWriteArrayList<>();

  private static boolean hooked;

  private ShutdownFlush() {}

  /** Has a mount written when the JVM ends, if it is open then. */
  static void add(MountedTree tree) {
    OPEN.removeIf(each -> each.refersTo(null));
    OPEN.add(new WeakReference<>(tree));
    hook();
  }

  static void remove(MountedTree tree) {
    OPEN.removeIf(each -> each.refersTo(tree) || each.refersTo(null));
  }

  private static synchronized void hook() {
    if (hooked) {
      return;
    }
    try {
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform().name("cordon-shutdown").unstarted(ShutdownFlush::run));
    } catch (IllegalStateException _) {
      // The JVM is ending already: whoever mounts now has to close.
      return;
    }
    hooked = true;
  }

  private static void run() {
    CountDownLatch left = new CountDownLatch(OPEN.size());
    for (WeakReference<MountedTree> each : OPEN) {
      MountedTree tree = each.get();
      // Others end with the JVM, should a disk hang.
      Thread.ofPlatform()
          .daemon()
          .name("cordon-flush")
          .start(() -> {
            try {
              if (tree != null) {
                flush(tree);
              }
            } finally {
              left.countDown();
            }
          });
    }
    boolean done = false;
    try {
      done = left.await(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (!done) {
      log("the JVM ended before all that was written was in the directory", null);
    }
  }

  private static void flush(MountedTree tree) {
    try {
      if (tree.isOpen()) {
        tree.flushAll();
      }
    } catch (IOException e) {
      log("the JVM ends, and this is not in the directory", e);
    }
  }

  private static void log(String what, @Nullable Throwable cause) {
    System.getLogger("io.github.cordonfs").log(System.Logger.Level.ERROR, what, cause);
  }
}
