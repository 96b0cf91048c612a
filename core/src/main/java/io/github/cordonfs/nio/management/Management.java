package io.github.cordonfs.nio.management;

import org.jspecify.annotations.Nullable;

/**
 * Whether a file system is known to JMX. Thread-safe: it may be closed while it is being
 * registered.
 */
public final class Management {

  /**
   * The module descriptor requires the module, so an image made by jlink has it; but on the class
   * path nobody asks the descriptor.
   */
  private static final boolean PRESENT =
      ModuleLayer.boot().findModule("java.management").isPresent();

  /** The bean while it is registered. Guarded by this. */
  private PlatformBeans.@Nullable Registered registered;

  /** Guarded by this. */
  private boolean closed;

  /** Registers a bean of a file system, unless it was closed. */
  public synchronized void register(ManagedFileSystem fileSystem) {
    if (PRESENT && !closed) {
      registered =
          PlatformBeans.register(
              fileSystem.name(), new FileSystemBean(fileSystem), fileSystem.memoryFailures());
    }
  }

  /** Before the name of the file system is free for another one. */
  public synchronized void unregister() {
    closed = true;
    PlatformBeans.Registered bean = registered;
    if (bean != null) {
      PlatformBeans.unregister(bean);
      registered = null;
    }
  }
}
