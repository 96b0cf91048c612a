package io.github.cordonfs.nio;

import io.github.cordonfs.map.Mapping;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is open in a file system and must be closed with it: channels and directory streams. */
final class OpenResources {

  /**
   * A resource that is closed by others, who call what gives back what it has once, after it says
   * that it is not open: an error may have come first, or in the middle.
   */
  interface ClosedByOthers extends Closeable {
    boolean isOpen();

    /** Gives back what the closed resource still has, if anything. */
    void finishClosing() throws IOException;
  }

  /** One of so many that are opened looks for others that were not closed to the end. */
  private static final int BETWEEN_LOOKS = 1024;

  /** With room, so that threads that open and close do not write to the same few cache lines. */
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet(512);

  private volatile boolean closed;

  /** Whether there is one that was not closed to the end. Set without a call: there is no stack. */
  volatile boolean anyUnfinished;

  /**
   * Adds one. If the file system is closed, or is being closed, the resource is closed instead.
   *
   * @throws ClosedFileSystemException in that case
   */
  void add(Closeable resource) throws IOException {
    open.add(resource);
    // Added first, looked second; closing does it the other way round, so one of the two sees it.
    if (closed) {
      resource.close();
      throw new ClosedFileSystemException();
    }
    if (anyUnfinished
        || Mapping.anyUnfinished()
        || (resource.hashCode() & BETWEEN_LOOKS - 1) == 0) {
      finishClosing();
    }
  }

  /** Gives back what resources still have that were closed when there was no stack or no heap. */
  private void finishClosing() {
    Mapping.finishDetaching();
    anyUnfinished = false;
    for (Closeable resource : open) {
      if (resource instanceof ClosedByOthers other && !other.isOpen()) {
        try {
          other.finishClosing();
        } catch (IOException | RuntimeException | Error e) {
          // It is not this one's who opens something else; and will be met again.
          anyUnfinished = true;
        }
      }
    }
  }

  void remove(Closeable resource) {
    open.remove(resource);
  }

  /** Closes everything, also what is being added. */
  void closeAll() throws IOException {
    closed = true;
    Mapping.finishDetaching();
    IOException failure = null;
    for (Closeable resource : open) {
      try {
        resource.close();
        if (resource instanceof ClosedByOthers other) {
          other.finishClosing();
        }
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
