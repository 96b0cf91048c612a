package io.github.cordonfs.nio.watch;

import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.DirectoryWatcher;
import io.github.cordonfs.vfs.inode.DirectoryWatcher.Change;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.Watchable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One watched directory of one service: ready, or signalled and maybe with events. Events come from
 * under the locks of the changes; this key's monitor is taken below them, and below it only that of
 * the service's queue.
 */
final class CordonWatchKey implements WatchKey, DirectoryWatcher {

  private final CordonWatchService service;
  private final CordonPath path;
  private final Directory directory;

  private volatile boolean valid = true;

  /** Guarded by this object's monitor, as all that follows. */
  private Set<Change> wanted;

  private boolean signalled;

  /** Whether there was an event that there was no heap for. */
  private boolean lost;

  private List<Event> events = new ArrayList<>();

  /** Of each name the event that is the last of that name, if it is a modification. */
  private final Map<String, Event> modified = new HashMap<>();

  CordonWatchKey(
      CordonWatchService service, CordonPath path, Directory directory, Set<Change> wanted) {
    this.service = service;
    this.path = path;
    this.directory = directory;
    this.wanted = wanted;
  }

  /** Changes what it watches for; false if it was cancelled. Events that are there stay. */
  synchronized boolean watchFor(Set<Change> changes) {
    wanted = changes;
    return valid;
  }

  /** Does not fail: the change is made already. What there is no heap for is an OVERFLOW. */
  @Override
  public synchronized void changed(Change change, String name) {
    if (!valid || !wanted.contains(change)) {
      return;
    }
    try {
      note(change, name);
    } catch (OutOfMemoryError e) {
      lost = true;
    }
  }

  private void note(Change change, String name) {
    Event repeated = repeated(change, name);
    if (repeated != null) {
      repeated.count++;
      return;
    }
    Event event;
    if (events.size() >= WatchLimit.EVENTS) {
      events.clear();
      modified.clear();
      event = new Event(null, null);
    } else {
      event = new Event(change, path.getFileSystem().getPath(name));
      if (change == Change.MODIFIED) {
        modified.put(name, event);
      } else {
        modified.remove(name);
      }
    }
    events.add(event);
    signal();
  }

  /** Returns the event that only has to count one more, or null. */
  private @Nullable Event repeated(Change change, String name) {
    if (events.isEmpty()) {
      return null;
    }
    Event last = events.getLast();
    if (last.change == null || last.is(change, name)) {
      return last;
    }
    return change == Change.MODIFIED ? modified.get(name) : null;
  }

  private static WatchEvent.Kind<Path> kindOf(Change change) {
    return switch (change) {
      case CREATED -> StandardWatchEventKinds.ENTRY_CREATE;
      case DELETED -> StandardWatchEventKinds.ENTRY_DELETE;
      case MODIFIED -> StandardWatchEventKinds.ENTRY_MODIFY;
    };
  }

  @Override
  public synchronized void directoryDeleted() {
    if (valid) {
      valid = false;
      service.forget(directory, this);
      try {
        signal();
      } catch (OutOfMemoryError e) {
        // The key says so when it is asked.
        lost = true;
      }
    }
  }

  private void signal() {
    if (!signalled) {
      // In this order: without heap it is not in the queue, and the next event tries again.
      service.signal(this);
      signalled = true;
    }
  }

  @Override
  public boolean isValid() {
    return valid;
  }

  @Override
  public synchronized List<WatchEvent<?>> pollEvents() {
    StackProbe.touch();
    List<WatchEvent<?>> result = new ArrayList<>(events);
    if (lost) {
      result.add(new Event(null, null));
    }
    events = new ArrayList<>();
    modified.clear();
    lost = false;
    return result;
  }

  @Override
  public synchronized boolean reset() {
    StackProbe.touch();
    if (signalled && valid) {
      if (events.isEmpty() && !lost) {
        signalled = false;
      } else {
        service.signal(this);
      }
    }
    return valid;
  }

  @Override
  public void cancel() {
    StackProbe.touch();
    synchronized (this) {
      valid = false;
    }
    directory.unwatch(this);
    service.forget(directory, this);
  }

  @Override
  public Watchable watchable() {
    return path;
  }

  /** An event and how often it came; without change and name it is an OVERFLOW. */
  private static final class Event implements WatchEvent<Object> {

    private final @Nullable Change change;
    private final @Nullable Path name;

    /** Written under the key's monitor, and not any more once the event was handed out. */
    private int count = 1;

    Event(@Nullable Change change, @Nullable Path name) {
      this.change = change;
      this.name = name;
    }

    boolean is(Change other, String otherName) {
      return change == other && name != null && name.toString().equals(otherName);
    }

    @Override
    @SuppressWarnings("unchecked") // Who reads a kind of paths may take it for one of objects.
    public Kind<Object> kind() {
      Kind<?> kind = change == null ? StandardWatchEventKinds.OVERFLOW : kindOf(change);
      return (Kind<Object>) kind;
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public @Nullable Object context() {
      return name;
    }

    @Override
    public String toString() {
      return kind().name() + " " + name + " x" + count;
    }
  }
}
