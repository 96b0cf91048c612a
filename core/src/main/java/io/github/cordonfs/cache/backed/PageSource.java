package io.github.cordonfs.cache.backed;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Where the missing pages of a file come from. Reads run in parallel, from any thread. The one
 * thing of a store that the cache knows.
 */
public interface PageSource {

  /**
   * Reads bytes; fewer than asked for, if it likes.
   *
   * @param position in the file, at least 0
   * @param target of at least 1 byte
   * @return how many, at least 1; -1 at the end of the file
   * @throws io.github.cordonfs.backing.BadTargetException if the target's memory is bad
   * @throws IOException if they cannot be read
   */
  int read(long position, MemorySegment target) throws IOException;

  /**
   * Returns whether {@link #read} is one system call that writes to the target, which no interrupt
   * breaks off: then it may be called by the thread that wants the bytes, and go straight into
   * frames.
   */
  boolean readsBySystemCall();

  /**
   * Writes all bytes. By one thread at a time.
   *
   * @throws IOException if they cannot be written; some may have been
   */
  default void write(long position, MemorySegment source) throws IOException {
    throw new UnsupportedOperationException("cannot be written");
  }

  /**
   * Sets the length. By one thread at a time.
   *
   * @param size in bytes, at least 0
   */
  default void truncate(long size) throws IOException {
    throw new UnsupportedOperationException("cannot be cut off");
  }

  /** Makes durable what was written. */
  default void force(boolean metadata) throws IOException {
    throw new UnsupportedOperationException("cannot be made durable");
  }

  /** Notes that a channel was closed that could write; what it wrote is written, or an error. */
  default void writerClosed() {}

  /** Returns the name of the store, for messages. */
  String store();
}
