package io.github.cordonfs.hadoop.cache;

import io.github.cordonfs.hadoop.WrappedStore;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What one user gets to know of files of a store: as it is now, or was a little while ago if the
 * option {@code fs.cordon.status.ttl} says so. Thread-safe.
 */
final class Statuses {

  private final WrappedStore store;
  private final String credentials;
  private final long ttlNanos;

  /** Null if nothing is to be remembered. */
  private final @Nullable StatusMemory memory;

  /**
   * Makes it.
   *
   * @param ttlNanos how long a status is good for; 0 for not at all
   */
  Statuses(WrappedStore store, String credentials, long ttlNanos) {
    this.store = store;
    this.credentials = credentials;
    this.ttlNanos = ttlNanos;
    this.memory = ttlNanos > 0 && store.tellsChanges() ? StatusMemory.of(store.uri()) : null;
  }

  boolean areRemembered() {
    return memory != null;
  }

  /** Returns the status of a file; that there is none is never remembered. */
  FileStatus status(Path path) throws IOException {
    if (memory == null) {
      return store.status(path);
    }
    Path key = store.qualified(path);
    FileStatus known = memory.status(credentials, key, ttlNanos);
    return known == null ? ask(path, key, memory) : known;
  }

  private FileStatus ask(Path path, Path key, StatusMemory kept) throws IOException {
    StatusMemory.Look look = kept.begin();
    FileStatus status = store.status(path);
    String identity = Identity.byStore(status);
    if (identity != null) {
      kept.remember(credentials, key, status, identity, look);
    }
    return status;
  }

  /** As {@link WrappedStore#checkRead}, but what was checked is not checked again for a while. */
  boolean checkRead(Path path, FileStatus status, boolean asked) throws IOException {
    String identity = memory == null ? null : Identity.byStore(status);
    if (memory == null || identity == null) {
      return store.checkRead(path, status, asked);
    }
    Path key = store.qualified(path);
    if (memory.isChecked(credentials, key, identity, ttlNanos)) {
      return true;
    }
    StatusMemory.Look look = memory.begin();
    boolean mayRead = false;
    try {
      mayRead = store.checkRead(path, status, asked);
      return mayRead;
    } finally {
      if (mayRead) {
        memory.checked(credentials, key, identity, look);
      } else {
        memory.forget(key);
      }
    }
  }

  void changed() {
    if (memory != null) {
      memory.changed();
    }
  }
}
