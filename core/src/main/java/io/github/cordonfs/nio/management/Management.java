package io.github.cordonfs.nio.management;

import io.github.cordonfs.frame.BackgroundTask;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file system is known to JMX. It becomes so when it is opened if the JVM has an MBean
 * server by then. If not, the server is made in the background: that takes longer than all else
 * that the first file system of a JVM needs. Thread-safe: it may be closed while it is being
 * registered.
 */
public final class Management {

  /**
   * The module descriptor requires the module, so an image made by jlink has it; but on the class
   * path nobody asks the descriptor.
   */
  private static final boolean PRESENT =
      ModuleLayer.boot().findModule("java.management").isPresent();

  /**
   * How long after the opening a server is made that nobody has asked for, in nanoseconds: whoever
   * opens the first file system is likely to use it first, and a short program ends before.
   */
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);

  /** The bean while it is registered. Guarded by this. */
  private PlatformBeans.@Nullable Registered registered;

  /** What is to register it, if that is put off. Guarded by this. */
  private @Nullable Later later;

  /** Guarded by this. */
  private boolean closed;

  /**
   * Registers a bean of a file system, unless it was closed; a little later if there is no server
   * yet.
   */
  public void register(ManagedFileSystem fileSystem) {
    if (!PRESENT) {
      return;
    }
    if (PlatformBeans.haveServer()) {
      registerNow(fileSystem);
    } else {
      registerLater(new Later(this, fileSystem));
    }
  }

  private synchronized void registerNow(ManagedFileSystem fileSystem) {
    if (!closed && registered == null) {
      registered =
          PlatformBeans.register(
              fileSystem.name(), new FileSystemBean(fileSystem), fileSystem.memoryFailures());
    }
  }

  private synchronized void registerLater(Later task) {
    if (!closed) {
      later = task;
      task.schedule(PATIENCE);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Registers a file system if it is still there and open. */
  private static final class Later extends BackgroundTask {
    private final Management management;

    /** Weak: waiting must not keep the file system. */
    private final WeakReference<ManagedFileSystem> fileSystem;

    Later(Management management, ManagedFileSystem fileSystem) {
      this.management = management;
      this.fileSystem = new WeakReference<>(fileSystem);
    }

    @Override
    protected long run() {
      if (fileSystem.refersTo(null) || management.isClosed()) {
        return DONE;
      }
      // Without the monitor, for which whoever closes the file system would have to wait.
      PlatformBeans.makeServer();
      ManagedFileSystem live = fileSystem.get();
      if (live != null) {
        management.registerNow(live);
      }
      return DONE;
    }
  }

  /** Before the name of the file system is free for another one. */
  public synchronized void unregister() {
    closed = true;
    Later waiting = later;
    if (waiting != null) {
      waiting.cancel();
      later = null;
    }
    PlatformBeans.Registered bean = registered;
    if (bean != null) {
      PlatformBeans.unregister(bean);
      registered = null;
    }
  }
}
