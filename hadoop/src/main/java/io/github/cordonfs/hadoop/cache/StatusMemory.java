package io.github.cordonfs.hadoop.cache;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The statuses of files of one store that are remembered, each for the user and the settings that
 * it was asked with. A change drops all of them; a look at the store that began before it is not
 * remembered any more, since nobody knows which side of the change it saw. Thread-safe.
 */
final class StatusMemory {

  /** How many are remembered; then the oldest go. */
  static final int MOST = 10_000;

  private static final Map<URI, StatusMemory> OF_STORES = new ConcurrentHashMap<>();

  /**
   * The beginning of a look at the store.
   *
   * @param generation of what was remembered then
   * @param nanos when it was, by the clock of the memory
   */
  record Look(long generation, long nanos) {}

  private record Key(String credentials, Path path) {}

  /**
   * What is remembered.
   *
   * @param name of the status when it came: a status can be given another one by whoever has it
   * @param checked whether its content was settled and its user was allowed to read it
   */
  private record Known(FileStatus status, Path name, String identity, long nanos, boolean checked) {

    Known asChecked() {
      return new Known(status, name, identity, nanos, true);
    }
  }

  private final LongSupplier clock;

  // Of this monitor.
  private final Map<Key, Known> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
          return size() > MOST;
        }
      };
  private long generation;

  StatusMemory(LongSupplier clock) {
    this.clock = clock;
  }

  /** Returns that of a store, which is the same one for all of its users. */
  static StatusMemory of(URI store) {
    return OF_STORES.computeIfAbsent(store, _ -> new StatusMemory(System::nanoTime));
  }

  /** Drops what is remembered of a file of a store, if anything of that store is. */
  static void forget(URI store, Path path) {
    StatusMemory memory = OF_STORES.get(store);
    if (memory != null) {
      memory.forget(path);
    }
  }

  /** To be called before the store is asked for what is to be remembered. */
  synchronized Look begin() {
    return new Look(generation, clock.getAsLong());
  }

  /**
   * Remembers a status that the store answered with, unless something changed since it was asked.
   *
   * @param identity of the version
   */
  synchronized void remember(
      String credentials, Path path, FileStatus status, String identity, Look look) {
    if (look.generation != generation) {
      return;
    }
    Key key = new Key(credentials, path);
    Known before = known.remove(key); // so that it is the youngest
    boolean checked = before != null && before.checked && before.identity.equals(identity);
    known.put(key, new Known(status, status.getPath(), identity, look.nanos, checked));
  }

  /**
   * Notes that the user may read a version, and that nobody is writing it; if another version is
   * remembered, drops that.
   *
   * @param look begun before the store was asked
   */
  synchronized void checked(String credentials, Path path, String identity, Look look) {
    Known there = known.get(new Key(credentials, path));
    if (there == null) {
      return;
    }
    if (!there.identity.equals(identity)) {
      known.remove(new Key(credentials, path));
    } else if (look.generation == generation) {
      known.replace(new Key(credentials, path), there.asChecked());
    }
  }

  private @Nullable Known find(String credentials, Path path, long ttlNanos) {
    Known found = known.get(new Key(credentials, path));
    return found != null
            && clock.getAsLong() - found.nanos < ttlNanos
            && found.name.equals(found.status.getPath())
        ? found
        : null;
  }

  /**
   * Returns the status that is remembered of a file; null if there is none that is young enough. A
   * file of HDFS may be growing: there is none before it was checked.
   */
  synchronized @Nullable FileStatus status(String credentials, Path path, long ttlNanos) {
    Known found = find(credentials, path, ttlNanos);
    return found != null && (found.checked || found.status instanceof EtagSource)
        ? found.status
        : null;
  }

  /** Returns whether the check of a version is remembered, too. */
  synchronized boolean isChecked(String credentials, Path path, String identity, long ttlNanos) {
    Known found = find(credentials, path, ttlNanos);
    return found != null && found.checked && found.identity.equals(identity);
  }

  /** Drops what is remembered of a file, for all users. */
  synchronized void forget(Path path) {
    generation++;
    known.keySet().removeIf(each -> each.path.equals(path));
  }

  /** Drops everything. */
  synchronized void changed() {
    generation++;
    known.clear();
  }

  synchronized int count() {
    return known.size();
  }
}
