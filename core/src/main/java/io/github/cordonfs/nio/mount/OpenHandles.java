package io.github.cordonfs.nio.mount;

import io.github.cordonfs.backing.BackingFile;
import io.github.cordonfs.backing.BadTargetException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of the store that are open, the longest unused of them closed when there are too many.
 * Thread-safe; nothing is opened, read or closed under its monitor.
 */
final class OpenHandles {

  private static final class Handle {
    final BackingFile file;

    /** Reads under way. Of the monitor of the handles. */
    int users;

    /** Whether nobody finds it any more. Of the monitor of the handles. */
    boolean dropped;

    Handle(BackingFile file) {
      this.file = file;
    }
  }

  private record Key(MountedFile file, boolean direct) {}

  private final int most;

  /** Of the monitor, the longest unused first. */
  private final Map<Key, Handle> open = new LinkedHashMap<>(16, 0.75f, true);

  private boolean closed;

  /**
   * Makes it.
   *
   * @param most handles that are kept; while more files are being read there are more
   */
  OpenHandles(int most) {
    this.most = most;
  }

  /**
   * Reads bytes.
   *
   * @param direct whether by a handle that goes round the cache of the system
   */
  int read(MountedFile file, boolean direct, long position, MemorySegment target)
      throws IOException {
    Key key = new Key(file, direct);
    Handle handle = take(key);
    boolean fine = false;
    try {
      int n = handle.file.read(position, target);
      fine = true;
      return n;
    } catch (BadTargetException e) {
      fine = true;
      throw e;
    } finally {
      if (!fine) {
        // The next read opens it anew: it may be the handle that is of no use any more.
        drop(key, handle);
      }
      giveBack(handle);
    }
  }

  private Handle take(Key key) throws IOException {
    synchronized (this) {
      Handle handle = open.get(key);
      if (handle != null) {
        handle.users++;
        return handle;
      }
    }
    Handle made = new Handle(key.file.open(key.direct));
    List<Handle> superfluous = new ArrayList<>();
    Handle used;
    synchronized (this) {
      Handle other = open.get(key);
      if (closed || other != null) {
        // Somebody else was faster, or it is for this read only.
        made.dropped = true;
        superfluous.add(made);
        used = other;
      } else {
        open.put(key, made);
        used = made;
        dropUnused(superfluous);
      }
      if (used != null) {
        used.users++;
      }
    }
    superfluous.forEach(OpenHandles::closeQuietly);
    if (used == null) {
      throw new IOException("the file system is closed");
    }
    return used;
  }

  private void dropUnused(List<Handle> into) {
    Iterator<Handle> all = open.values().iterator();
    while (open.size() > most && all.hasNext()) {
      Handle each = all.next();
      if (each.users == 0) {
        all.remove();
        each.dropped = true;
        into.add(each);
      }
    }
  }

  /** Has nobody else find a handle, which the caller uses. */
  private synchronized void drop(Key key, Handle handle) {
    if (open.remove(key, handle)) {
      handle.dropped = true;
    }
  }

  private void giveBack(Handle handle) {
    boolean last;
    synchronized (this) {
      handle.users--;
      last = handle.dropped && handle.users == 0;
    }
    if (last) {
      closeQuietly(handle);
    }
  }

  /** Closes the handles of a file, if there are any, when nobody reads it any more. */
  void close(MountedFile file) {
    close(new Key(file, false));
    close(new Key(file, true));
  }

  private void close(Key key) {
    Handle handle;
    boolean unused;
    synchronized (this) {
      handle = open.remove(key);
      if (handle == null) {
        return;
      }
      handle.dropped = true;
      unused = handle.users == 0;
    }
    if (unused) {
      closeQuietly(handle);
    }
  }

  /** Closes all, now and in future. */
  void closeAll() {
    List<Key> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(open.keySet());
    }
    all.forEach(this::close);
  }

  synchronized int count() {
    return open.size();
  }

  /** Nothing was written: there is nothing to lose. */
  private static void closeQuietly(Handle handle) {
    try {
      handle.file.close();
    } catch (IOException _) {
      return;
    }
  }
}
