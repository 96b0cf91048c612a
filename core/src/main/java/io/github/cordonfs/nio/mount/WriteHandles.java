package io.github.cordonfs.nio.mount;

import io.github.cordonfs.backing.BackingFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * What one file of a store is open for writing with: the handle of the first channel that could
 * write, never a path that is looked up again. Knows whether what was changed was forced.
 * Thread-safe; its monitor is held while a file is opened, and for nothing else that takes long.
 */
final class WriteHandles {

  /** Opens the file of the store for writing, and refuses another that has its name now. */
  interface Opener {
    BackingFile open(boolean direct) throws IOException;
  }

  private final Opener opener;

  /** Whether all is written round the cache of the system, and not by direct channels only. */
  private final boolean direct;

  // Of the monitor.
  private @Nullable BackingFile handle;
  private @Nullable BackingFile directHandle;
  private int writers;

  /** Whether the file system is closed. */
  private boolean ended;

  // Of the monitor: changes of the store that were begun, and up to which of them it was forced.
  private long changes;
  private long forcedChanges;

  WriteHandles(Opener opener, boolean direct) {
    this.opener = opener;
    this.direct = direct;
  }

  /** Has it open for writing until {@link #end}. */
  synchronized void begin() throws IOException {
    if (handle == null) {
      handle = opener.open(direct);
    }
    writers++;
  }

  /**
   * Ends what {@link #begin} began.
   *
   * @param isDirty whether there is something left to write: then a handle stays
   */
  void end(boolean isDirty) {
    BackingFile unused = null;
    BackingFile unusedDirect = null;
    synchronized (this) {
      writers--;
      if (writers == 0) {
        unusedDirect = directHandle;
        directHandle = null;
      }
      if (writers == 0 && !isDirty) {
        unused = handle;
        handle = null;
      }
    }
    closeQuietly(unused);
    closeQuietly(unusedDirect);
  }

  /** Closes the handle, unless somebody has the file open for writing. */
  void closeIfUnused() {
    BackingFile unused;
    synchronized (this) {
      if (writers > 0) {
        return;
      }
      unused = handle;
      handle = null;
    }
    closeQuietly(unused);
  }

  /** Closes all, now and in future. */
  void endAll() {
    BackingFile unused;
    BackingFile unusedDirect;
    synchronized (this) {
      unused = handle;
      handle = null;
      unusedDirect = directHandle;
      directHandle = null;
      ended = true;
    }
    closeQuietly(unused);
    closeQuietly(unusedDirect);
  }

  private static void closeQuietly(@Nullable BackingFile unused) {
    if (unused != null) {
      try {
        unused.close();
      } catch (IOException _) {
        // What was forced is safe, and nobody was promised more.
        return;
      }
    }
  }

  /** Returns the handle for writing, or null. */
  synchronized @Nullable BackingFile handle() {
    return handle;
  }

  /** Returns a number that every change of the store makes larger. */
  synchronized long changes() {
    return changes;
  }

  synchronized boolean hasWriters() {
    return writers > 0;
  }

  void write(long position, MemorySegment source) throws IOException {
    write(forWriting(), position, source);
  }

  void writeDirect(long position, MemorySegment source) throws IOException {
    write(forDirectWriting(), position, source);
  }

  private void write(BackingFile to, long position, MemorySegment source) throws IOException {
    try {
      long done = 0;
      while (done < source.byteSize()) {
        done += to.write(position + done, source.asSlice(done));
      }
    } finally {
      changed();
    }
  }

  void truncate(long size) throws IOException {
    BackingFile to = forWriting();
    try {
      to.truncate(size);
    } finally {
      changed();
    }
  }

  /** Makes it longer, unless others did so already. */
  void extend(long size) throws IOException {
    BackingFile to = forWriting();
    try {
      if (to.version().length() < size) {
        // No other length is set: it would cut off what others add meanwhile.
        var _ = to.write(size - 1, MemorySegment.ofArray(new byte[1]));
      }
    } finally {
      changed();
    }
  }

  void punch(long position, long length) throws IOException {
    BackingFile to = forWriting();
    try {
      to.punch(position, length);
    } finally {
      changed();
    }
  }

  /**
   * Returns the handle, for a change that is not forced then. A page that was restored has to be
   * written though nobody has the file open for writing.
   */
  private synchronized BackingFile forWriting() throws IOException {
    BackingFile found = handle;
    if (found == null) {
      if (ended) {
        throw new ClosedChannelException();
      }
      found = opener.open(direct);
      handle = found;
    }
    changes++;
    return found;
  }

  /** As {@link #forWriting}. Who writes has a channel open for it: the other handle is there. */
  private synchronized BackingFile forDirectWriting() throws IOException {
    var _ = forWriting();
    BackingFile found = directHandle;
    if (found == null) {
      found = opener.open(true);
      directHandle = found;
    }
    return found;
  }

  /** Notes that a change is done: a force that came before its end did not force it. */
  private synchronized void changed() {
    changes++;
  }

  /** Forces what was written by whomever, also by channels that are closed. */
  void force(boolean metadata) throws IOException {
    BackingFile forced;
    long upTo;
    boolean isForced;
    synchronized (this) {
      forced = handle;
      upTo = changes;
      isForced = upTo <= forcedChanges;
    }
    if (forced != null) {
      forced.force(metadata);
    } else if (!isForced) {
      try (BackingFile opened = opener.open(false)) {
        opened.force(metadata);
      }
    }
    synchronized (this) {
      forcedChanges = Math.max(forcedChanges, upTo);
    }
  }
}
