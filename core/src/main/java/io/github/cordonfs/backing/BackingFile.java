package io.github.cordonfs.backing;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * An open file of a store. Safe for use by several threads at the same time; reads run in parallel.
 */
public interface BackingFile extends Closeable {

  /**
   * Returns what the opened file is now, whatever its path leads to by now.
   *
   * @throws IOException if the store cannot be asked
   */
  BackingVersion version() throws IOException;

  /**
   * Reads bytes. May read fewer than there are; never delivers anything but bytes of the file.
   *
   * @param position in the file in bytes, at least 0
   * @param target where the bytes go, from its beginning on; of at least 1 byte
   * @return how many bytes, at least 1; or -1 at the end of the file
   * @throws BadTargetException if the memory of the target is bad
   * @throws TransientBackingException if another attempt may succeed
   * @throws IOException if the bytes cannot be read
   */
  int read(long position, MemorySegment target) throws IOException;

  /**
   * Writes bytes; fewer than given, if it likes. The file grows where they reach beyond its end.
   * They are durable after the next {@link #force}.
   *
   * @param position in the file in bytes, at least 0
   * @param source of at least 1 byte
   * @return how many bytes, at least 1
   * @throws UnsupportedOperationException without {@link BackingCapability#WRITE}, or if it was not
   *     opened for writing
   * @throws TransientBackingException if another attempt may succeed
   * @throws IOException if the bytes cannot be written
   */
  default int write(long position, MemorySegment source) throws IOException {
    throw new UnsupportedOperationException("cannot be written");
  }

  /**
   * Sets the length of the file; what it grows by reads as zeros.
   *
   * @param size in bytes, at least 0
   * @throws UnsupportedOperationException without {@link BackingCapability#TRUNCATE}, or if it was
   *     not opened for writing
   * @throws IOException if it cannot be done
   */
  default void truncate(long size) throws IOException {
    throw new UnsupportedOperationException("cannot be cut off");
  }

  /**
   * Gives the space of a range back, which reads as zeros from then on; the length stays. Durable
   * after the next {@link #force}.
   *
   * @param position in bytes, at least 0
   * @param length in bytes, at least 1; may reach beyond the end
   * @throws UnsupportedOperationException if this file cannot have holes, also with {@link
   *     BackingCapability#PUNCH}, or was not opened for writing; then nothing was done
   * @throws IOException if it cannot be done
   */
  default void punch(long position, long length) throws IOException {
    throw new UnsupportedOperationException("cannot have holes");
  }

  /**
   * Says that a range which was written will be forced soon: a store that keeps what is written for
   * a while may begin to write it now. Promises nothing, and reports no error.
   *
   * @param position in bytes, at least 0
   * @param length in bytes, at least 1
   */
  default void startForce(long position, long length) {}

  /**
   * Makes durable what was written, and the length.
   *
   * @param metadata whether times and permissions, too
   * @throws UnsupportedOperationException without {@link BackingCapability#FORCE}
   * @throws IOException if it cannot be done
   */
  default void force(boolean metadata) throws IOException {
    throw new UnsupportedOperationException("cannot be made durable");
  }

  /**
   * Locks a range against whoever has the file open otherwise, in this process or another, if
   * nobody has it. What this file has of it already gets the new kind. Ends with {@link #unlock},
   * or when it is closed.
   *
   * @param position in bytes, at least 0
   * @param length in bytes; 0 means up to the end, however far it moves
   * @param shared whether others may have a shared lock, too; otherwise it has to be open for
   *     writing
   * @return false if somebody else has a lock that excludes it
   * @throws UnsupportedOperationException without {@link BackingCapability#LOCK}
   * @throws IOException if the store cannot lock it
   */
  default boolean tryLock(long position, long length, boolean shared) throws IOException {
    throw new UnsupportedOperationException("cannot be locked");
  }

  /**
   * Gives a range back that was locked; without effect where it was not.
   *
   * @param position in bytes, at least 0
   * @param length in bytes; 0 means up to the end
   * @throws IOException if the store cannot be asked
   */
  default void unlock(long position, long length) throws IOException {
    throw new UnsupportedOperationException("cannot be locked");
  }

  /**
   * Returns whether {@link #read} takes no notice of an interrupt of the calling thread, and has
   * the operating system write to the target, touching none of it itself: then memory that is bad
   * is a {@link BadTargetException}, and never an error of the JVM in an access.
   */
  default boolean readsBySystemCall() {
    return false;
  }

  /** Closes it; reads that are under way in other threads end first or fail. Idempotent. */
  @Override
  void close() throws IOException;
}
