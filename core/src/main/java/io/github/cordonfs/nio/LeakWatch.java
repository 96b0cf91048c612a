package io.github.cordonfs.nio;

import io.github.cordonfs.LeakDetection;
import io.github.cordonfs.nio.management.Management;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a file system can be reached no more and was not closed. Holds nothing that leads to
 * it: neither its memory, which ends by itself, nor its files or listeners, which may be anybody's.
 * Thread-safe.
 */
final class LeakWatch implements Runnable {

  private static final Cleaner CLEANER = Cleaner.create();

  private final String name;
  private final Management management;
  private final LeakDetection detection;

  /** Made where the file system is opened, if its stack trace is wanted. */
  private final @Nullable Throwable origin;

  private volatile boolean closed;

  /** Set before anybody has the file system. */
  private Cleaner.@Nullable Cleanable registration;

  private LeakWatch(String name, Management management, LeakDetection detection) {
    this.name = name;
    this.management = management;
    this.detection = detection;
    this.origin =
        detection == LeakDetection.WITH_ORIGIN
            ? new Throwable("the file system \"" + name + "\" was opened here")
            : null;
  }

  /** Begins to watch a file system that has no name of its own. */
  static LeakWatch of(PageCacheFileSystem fileSystem, LeakDetection detection) {
    LeakWatch watch = new LeakWatch(fileSystem.name(), fileSystem.management(), detection);
    watch.registration = CLEANER.register(fileSystem, watch);
    return watch;
  }

  /** Ends it: a file system that is closed is not leaked. */
  void closed() {
    closed = true;
    Cleaner.Cleanable registered = registration;
    if (registered != null) {
      // So that nothing is left of it until the collector comes.
      registered.clean();
    }
  }

  /** Called once: when the file system was found unreachable, or when it was closed. */
  @Override
  public void run() {
    if (closed) {
      return;
    }
    CordonFileSystems.forgetLost(name);
    management.unregister();
    if (detection != LeakDetection.OFF) {
      System.getLogger("io.github.cordonfs")
          .log(
              System.Logger.Level.WARNING,
              "the file system \""
                  + name
                  + "\" was never closed, and nothing leads to it any more; its memory is given back."
                  + (origin == null
                      ? " The option leakDetection=with_origin says who opened it."
                      : ""),
              origin);
    }
  }
}
