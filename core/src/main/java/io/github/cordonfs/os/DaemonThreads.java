package io.github.cordonfs.os;

/**
 * Threads that live for the whole JVM, whichever thread needed one first: they keep nothing of
 * their maker. Not its context class loader, not its inheritable thread locals, not its group.
 */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** Makes a platform thread, not started yet, whose context class loader is the system's. */
  public static Thread create(String name, Runnable work) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .group(rootGroup())
        .inheritInheritableThreadLocals(false)
        .unstarted(work);
  }

  private static ThreadGroup rootGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group != null && group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
