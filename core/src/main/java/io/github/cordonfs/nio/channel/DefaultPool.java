package io.github.cordonfs.nio.channel;

import io.github.cordonfs.os.DaemonThreads;
import java.nio.channels.AsynchronousChannelGroup;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the operations of asynchronous channels run that were opened without an executor: the
 * default thread pool, configured by the system properties of {@link AsynchronousChannelGroup};
 * without those, virtual threads, which are daemons, and as many as are needed.
 */
final class DefaultPool {

  private static final String FACTORY = "java.nio.channels.DefaultThreadPool.threadFactory";
  private static final String SIZE = "java.nio.channels.DefaultThreadPool.initialSize";
  private static final String NAME = "cordon-asynchronous-";

  private static final long KEEP_ALIVE_SECONDS = 60;

  /** Null before it is needed. Written with the lock of the class. */
  private static volatile @Nullable Executor instance;

  private DefaultPool() {}

  /**
   * Returns the pool of the whole JVM.
   *
   * @throws Error if a property is not what it should be
   */
  static Executor executor() {
    Executor executor = instance;
    return executor == null ? start() : executor;
  }

  private static synchronized Executor start() {
    Executor executor = instance;
    if (executor == null) {
      executor = create(System.getProperty(FACTORY), System.getProperty(SIZE));
      instance = executor;
    }
    return executor;
  }

  /** Makes a pool as the two properties say. */
  static Executor create(@Nullable String factory, @Nullable String size) {
    int threads = size == null ? 0 : size(size);
    if (factory == null && threads <= 0) {
      // A thread of one task keeps nothing of its caller, either.
      return Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name(NAME, 0).inheritInheritableThreadLocals(false).factory());
    }
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            Math.max(threads, 0),
            Integer.MAX_VALUE,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            factory == null ? work -> DaemonThreads.create(NAME + "pool", work) : load(factory));
    var _ = pool.prestartAllCoreThreads();
    return pool;
  }

  private static int size(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new Error("the property " + SIZE + " is no number: " + value, e);
    }
  }

  private static ThreadFactory load(String name) {
    try {
      return Class.forName(name, true, ClassLoader.getSystemClassLoader())
          .asSubclass(ThreadFactory.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new Error("the property " + FACTORY + " names no thread factory: " + name, e);
    }
  }
}
