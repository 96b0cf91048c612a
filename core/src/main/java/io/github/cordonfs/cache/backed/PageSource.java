package io.github.cordonfs.cache.backed;

import io.github.cordonfs.backing.ReadShape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

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
   * As {@link #read}, round what the system keeps in memory of the store, if it can be.
   *
   * @param position a multiple of the size of a page
   * @param target of whole pages
   */
  default int readDirect(long position, MemorySegment target) throws IOException {
    return read(position, target);
  }

  /** As {@link #write}, round what the system keeps in memory of the store, if it can be. */
  default void writeDirect(long position, MemorySegment source) throws IOException {
    write(position, source);
  }

  /**
   * Sets the length. By one thread at a time.
   *
   * @param size in bytes, at least 0
   */
  default void truncate(long size) throws IOException {
    throw new UnsupportedOperationException("cannot be cut off");
  }

  /**
   * Makes it at least so long, where others may have made it longer. By one thread at a time.
   *
   * @param size in bytes, at least 1; the last of them is the caller's
   */
  default void extend(long size) throws IOException {
    truncate(size);
  }

  /**
   * Makes a range a hole, which reads as zeros. By one thread at a time.
   *
   * @return false if it cannot have one, and nothing was done
   */
  default boolean punch(long position, long length) throws IOException {
    return false;
  }

  /** Says that a range which was written will be forced soon. Promises nothing. */
  default void startForce(long position, long length) {}

  /** Makes durable what was written. */
  default void force(boolean metadata) throws IOException {
    throw new UnsupportedOperationException("cannot be made durable");
  }

  /**
   * Remembers for later mounts that pages were lost before they were written here, which still has
   * what they had before. It does so durably before it returns; if it cannot, nothing can be
   * written any more.
   *
   * @param page the first, as numbered in the file
   * @param count at least 1
   */
  default void lost(long page, long count) {}

  /** Forgets pages that were {@link #lost}: what is here is good, and durable. */
  default void found(long page, long count) {}

  /** Returns the pages that were lost before the file was opened, in order. */
  default List<Long> lostBefore() {
    return List.of();
  }

  /**
   * Checks that it can be written.
   *
   * @throws IOException if not, because {@link #lost} could not be remembered
   */
  default void checkWritable() throws IOException {}

  /** Notes that there is nothing left to write. By one thread at a time. */
  default void written() {}

  /** Notes that a channel was closed that could write; what it wrote is written, or an error. */
  default void writerClosed() {}

  /** Returns how it is best read. */
  default ReadShape readShape() {
    return ReadShape.OF_A_DISK;
  }

  /** Returns the name of the store, for messages. */
  String store();
}
