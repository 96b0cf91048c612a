package io.github.cordonfs.nio.watch;

import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.path.PathLookup;
import io.github.cordonfs.nio.path.ProviderFileSystem;
import io.github.cordonfs.nio.resource.OpenResources;
import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.DirectoryWatcher.Change;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches directories of one file system. There is no thread and no polling: whoever changes a name
 * or a file puts the event into the key. What is an event is what {@code inotify(7)} reports to the
 * JDK's own watch service, with two differences: a file of several names is modified under all of
 * them, whichever it was opened by, since whoever watches one of the others wants to know; and one
 * that has lost its name under none.
 */
public final class CordonWatchService implements WatchService {

  /** The JDK's sensitivities, which mean nothing here. Their module need not be there. */
  private static final String SENSITIVITY = "com.sun.nio.file.SensitivityWatchEventModifier";

  private static final Map<WatchEvent.Kind<?>, Change> KINDS =
      Map.of(
          StandardWatchEventKinds.ENTRY_CREATE, Change.CREATED,
          StandardWatchEventKinds.ENTRY_DELETE, Change.DELETED,
          StandardWatchEventKinds.ENTRY_MODIFY, Change.MODIFIED);

  private final ProviderFileSystem fileSystem;
  private final PathLookup lookup;
  private final OpenResources resources;
  private final WatchQueue queue = new WatchQueue();

  /**
   * Added to under this object's monitor; removed from without, by whoever deletes the directory.
   */
  private final ConcurrentHashMap<Directory, CordonWatchKey> keys = new ConcurrentHashMap<>();

  public CordonWatchService(
      ProviderFileSystem fileSystem, PathLookup lookup, OpenResources resources) {
    this.fileSystem = fileSystem;
    this.lookup = lookup;
    this.resources = resources;
  }

  public boolean isOf(ProviderFileSystem other) {
    return fileSystem.equals(other);
  }

  /** As {@link java.nio.file.Path#register}: again with the same directory changes its kinds. */
  public WatchKey register(
      CordonPath path, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
      throws IOException {
    StackProbe.touch();
    Set<Change> changes = changes(events);
    for (WatchEvent.Modifier modifier : modifiers) {
      if (!modifier.getClass().getName().equals(SENSITIVITY)) {
        throw new UnsupportedOperationException("modifier " + modifier.name());
      }
    }
    synchronized (this) {
      queue.checkOpen();
      if (!(lookup.inode(path, true) instanceof Directory directory)) {
        throw new NotDirectoryException(path.toString());
      }
      lookup.namespace().access().check(directory, Access.READ, path.toPathName());
      CordonWatchKey key = keys.get(directory);
      if (key != null && key.watchFor(changes)) {
        return key;
      }
      key = new CordonWatchKey(this, path, directory, changes);
      // Before it can be told of its end, which removes it.
      keys.put(directory, key);
      boolean watched = false;
      try {
        watched = directory.watch(key);
      } finally {
        if (!watched) {
          keys.remove(directory, key);
        }
      }
      if (!watched) {
        throw new NoSuchFileException(path.toString());
      }
      return key;
    }
  }

  private static Set<Change> changes(WatchEvent.Kind<?>[] kinds) {
    Set<Change> changes = EnumSet.noneOf(Change.class);
    for (WatchEvent.Kind<?> kind : kinds) {
      if (kind.equals(StandardWatchEventKinds.OVERFLOW)) {
        // Reported whether asked for or not.
        continue;
      }
      Change change = KINDS.get(kind);
      if (change == null) {
        throw new UnsupportedOperationException("events of kind " + kind.name());
      }
      changes.add(change);
    }
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("no kinds of events");
    }
    return changes;
  }

  /** Notes that a key has events, or ended. */
  void signal(CordonWatchKey key) {
    queue.add(key);
  }

  /** Forgets a key that is not valid any more. */
  void forget(Directory directory, CordonWatchKey key) {
    keys.remove(directory, key);
  }

  @Override
  public @Nullable WatchKey poll() {
    return queue.poll();
  }

  @Override
  public @Nullable WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
    return queue.poll(timeout, unit);
  }

  @Override
  public WatchKey take() throws InterruptedException {
    return queue.take();
  }

  @Override
  public synchronized void close() {
    StackProbe.touch();
    if (queue.close()) {
      resources.remove(this);
      keys.values().forEach(CordonWatchKey::cancel);
    }
  }
}
