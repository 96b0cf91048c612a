package io.github.cordonfs.hadoop;

import java.lang.reflect.InvocationTargetException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets hold of the cache, which is of another version of Java than this class. Where it cannot be
 * had, says so once and does without.
 */
final class ReadCaches {

  /** The option that turns the cache off. */
  static final String ENABLED = "fs.cordon.enabled";

  private static final Logger LOG = LoggerFactory.getLogger(CordonCachingFileSystem.class);
  private static final int JDK = 25;
  private static final String CACHE = "io.github.cordonfs.hadoop.cache.CachedReads";
  private static final String CONTROL = "io.github.cordonfs.hadoop.cache.ProcessCaches";

  /** What was said already. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private ReadCaches() {}

  /** Returns the caches of this process; null where there can be none. */
  static @Nullable CacheControl control() {
    try {
      return Runtime.version().feature() < JDK
          ? null
          : (CacheControl) load(CONTROL).getMethod("ofThisProcess").invoke(null);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LOG.debug("no caches", e);
      return null;
    }
  }

  private static Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, true, ReadCaches.class.getClassLoader());
  }

  /**
   * Returns the cache in front of a store; null if there is none, for whatever reason.
   *
   * @param wrapped the class that is wrapped, for the message
   */
  static @Nullable ReadCache open(WrappedStore store, String wrapped) {
    if (!store.conf().getBoolean(ENABLED, true)) {
      return null;
    }
    String reason;
    try {
      int jdk = Runtime.version().feature();
      if (jdk >= JDK) {
        return (ReadCache) load(CACHE).getMethod("open", WrappedStore.class).invoke(null, store);
      }
      reason = "it needs a JDK " + JDK + " or newer, and this is " + jdk;
    } catch (InvocationTargetException e) {
      reason = String.valueOf(e.getCause());
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      reason = e.toString();
    }
    if (SAID.add(reason)) {
      LOG.warn(
          "No cache of Cordon in front of {}: reads go to {} as they are: {}",
          store.uri(),
          wrapped,
          reason);
    }
    return null;
  }
}
