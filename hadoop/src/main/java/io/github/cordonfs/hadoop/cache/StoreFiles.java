package io.github.cordonfs.hadoop.cache;

import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.backing.BackingCapability;
import io.github.cordonfs.backing.BackingFile;
import io.github.cordonfs.backing.BackingVersion;
import io.github.cordonfs.backing.ReadShape;
import io.github.cordonfs.hadoop.WrappedStore;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/**
 * Versions of files of Hadoop file systems, by their names in the cache. Those are known that
 * somebody has open: nobody else can want bytes of them. Thread-safe.
 */
final class StoreFiles implements Backing {

  /** A whole huge folio in one read, and only what is asked for. */
  private static final ReadShape SHAPE = new ReadShape(2 << 20, false);

  private static final class Known extends WeakReference<StoreFile> {
    final String name;

    Known(StoreFile file, ReferenceQueue<StoreFile> queue) {
      super(file, queue);
      this.name = file.name();
    }
  }

  private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();
  private final ReferenceQueue<StoreFile> forgotten = new ReferenceQueue<>();
  private final CacheCounters counters;

  StoreFiles(CacheCounters counters) {
    this.counters = counters;
  }

  /**
   * Returns a version of a file, which is known as long as the caller holds on to it.
   *
   * @param name that no other version has, beginning with a slash
   */
  StoreFile file(
      String name, Path path, FileStatus status, WrappedStore store, UserGroupInformation user) {
    forget();
    StoreFile made = new StoreFile(name, path, status, store, user, counters);
    Known reference = new Known(made, forgotten);
    while (true) {
      Known there = known.putIfAbsent(name, reference);
      if (there == null) {
        return made;
      }
      StoreFile found = there.get();
      if (found != null) {
        found.openedBy(store);
        return found;
      }
      known.remove(name, there);
    }
  }

  private void forget() {
    while (forgotten.poll() instanceof Known gone) {
      known.remove(gone.name, gone);
    }
  }

  private StoreFile known(String where) throws NoSuchFileException {
    Known reference = known.get("/" + where);
    @Nullable StoreFile found = reference == null ? null : reference.get();
    if (found == null) {
      throw new NoSuchFileException(where);
    }
    return found;
  }

  @Override
  public Set<BackingCapability> capabilities() {
    return Set.of();
  }

  @Override
  public ReadShape readShape() {
    return SHAPE;
  }

  @Override
  public BackingVersion version(String path) throws NoSuchFileException {
    return known(path).version();
  }

  @Override
  public BackingFile open(String path) throws NoSuchFileException {
    return new StoreHandle(known(path));
  }

  /** Returns how many versions are known. */
  int count() {
    return known.size();
  }

  @Override
  public void close() {
    known.clear();
  }

  @Override
  public String toString() {
    return "the store";
  }
}
