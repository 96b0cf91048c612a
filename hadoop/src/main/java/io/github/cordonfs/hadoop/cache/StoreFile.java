package io.github.cordonfs.hadoop.cache;

import io.github.cordonfs.backing.BackingVersion;
import io.github.cordonfs.hadoop.WrappedStore;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/** One version of a file of a Hadoop file system, as one user sees it. Thread-safe. */
final class StoreFile {

  private final String name;
  private final Path path;
  private final FileStatus status;
  private final UserGroupInformation user;
  private final CacheCounters counters;

  /** Of whoever opened it last: that of another may have been closed. */
  private volatile WrappedStore store;

  private final List<ReadPlan> plans = new CopyOnWriteArrayList<>();

  StoreFile(
      String name,
      Path path,
      FileStatus status,
      WrappedStore store,
      UserGroupInformation user,
      CacheCounters counters) {
    this.name = name;
    this.path = path;
    this.status = status;
    this.store = store;
    this.user = user;
    this.counters = counters;
  }

  /** Returns its name in the cache, which begins with a slash. */
  String name() {
    return name;
  }

  Path path() {
    return path;
  }

  long length() {
    return status.getLen();
  }

  CacheCounters counters() {
    return counters;
  }

  BackingVersion version() {
    return new BackingVersion(name, length(), name, true);
  }

  void openedBy(WrappedStore opener) {
    store = opener;
  }

  ClassLoader classLoader() {
    return store.conf().getClassLoader();
  }

  FSDataInputStream openInStore() throws IOException {
    return store.open(path, status);
  }

  /** Notes that it could not be read: the version may be gone, and the next open has to look. */
  void failed() {
    WrappedStore used = store;
    StatusMemory.forget(used.uri(), used.qualified(path));
  }

  interface Work<T> {
    T run() throws IOException;
  }

  /** Does something as the user who opened it: threads do not inherit that. */
  <T> T asUser(Work<T> work) throws IOException {
    if (user.equals(UserGroupInformation.getCurrentUser())) {
      return work.run();
    }
    try {
      return user.doAs((PrivilegedExceptionAction<T>) work::run);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading " + path, e);
    }
  }

  // --- what is going to be read ---

  /** Says that a range is going to be read in order: the store is asked for it at once. */
  void begin(ReadPlan plan) {
    plans.add(plan);
  }

  void end(ReadPlan plan) {
    plans.remove(plan);
    plan.close();
  }

  /** Returns the plan that a read is part of. */
  @Nullable ReadPlan planOf(long position, int length) {
    for (ReadPlan plan : plans) {
      if (plan.covers(position, length)) {
        return plan;
      }
    }
    return null;
  }
}
