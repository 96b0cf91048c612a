package io.github.cordonfs.nio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is open in a file system and must be closed with it: channels and directory streams. */
final class OpenResources {

  /** With room, so that threads that open and close do not write to the same few cache lines. */
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet(512);

  private volatile boolean closed;

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
  }

  void remove(Closeable resource) {
    open.remove(resource);
  }

  /** Closes everything, also what is being added. */
  void closeAll() throws IOException {
    closed = true;
    IOException failure = null;
    for (Closeable resource : open) {
      try {
        resource.close();
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
