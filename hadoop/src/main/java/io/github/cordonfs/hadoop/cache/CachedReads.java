package io.github.cordonfs.hadoop.cache;

import io.github.cordonfs.hadoop.ReadCache;
import io.github.cordonfs.hadoop.WrappedStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/** The cache in front of one file system. Thread-safe. */
public final class CachedReads implements ReadCache {

  private final WrappedStore store;
  private final SharedCache cache;
  private final UserGroupInformation user;
  private final String credentials;
  private final Statuses statuses;
  private final int minSeek;
  private final int wholeBytes;

  private CachedReads(WrappedStore store, SharedCache cache) throws IOException {
    this.store = store;
    this.cache = cache;
    this.user = UserGroupInformation.getCurrentUser();
    this.minSeek = VectoredReads.minSeek(store.uri(), store.conf());
    this.wholeBytes = CacheOptions.wholeBytes(store.conf());
    this.credentials = Credentials.of(store, user);
    this.statuses = new Statuses(store, credentials, CacheOptions.statusTtlNanos(store.conf()));
  }

  /**
   * Puts the cache of this process in front of a store. The calling thread's user is the one who
   * reads.
   *
   * @throws IllegalArgumentException for an option that is wrong
   * @throws IOException if there is no memory
   */
  public static CachedReads open(WrappedStore store) throws IOException {
    return new CachedReads(store, SharedCache.of(CacheOptions.of(store.conf())));
  }

  @Override
  public @Nullable FSDataInputStream open(Path path, OpenFileParameters parameters)
      throws IOException {
    FileStatus status = parameters.getStatus();
    String identity = status == null ? null : identity(status);
    boolean asked = identity == null;
    if (status == null || asked) {
      status = statuses.status(path);
      if (status.isDirectory()) {
        throw new FileNotFoundException(path + " is a directory");
      }
      identity = identity(status);
    }
    if (!statuses.checkRead(path, status, asked) || identity == null) {
      return null;
    }
    String name = name(path, identity);
    StoreFile file = cache.files().file(name, path, status, store, user);
    int atEnd = file.length() <= wholeBytes ? (int) file.length() : cache.options().tailBytes();
    return new FSDataInputStream(
        new CachedInputStream(
            cache, file, ReadPolicy.of(parameters), atEnd, minSeek, store.statistics()));
  }

  @Override
  public FileStatus status(Path path) throws IOException {
    return statuses.status(path);
  }

  @Override
  public boolean remembersStatuses() {
    return statuses.areRemembered();
  }

  @Override
  public void changed() {
    statuses.changed();
  }

  private @Nullable String identity(FileStatus status) {
    return Identity.of(status, store.conf(), System.currentTimeMillis());
  }

  /** Returns a name for messages in front, and what makes it the only one behind. */
  private String name(Path path, String identity) {
    String authority = store.uri().getAuthority();
    String readable =
        "/" + store.uri().getScheme() + "/" + (authority == null ? "" : authority + "/");
    String unique = credentials + " " + path.toUri().getPath() + " " + identity;
    return readable + path.getName() + ";" + Credentials.digest(unique);
  }
}
