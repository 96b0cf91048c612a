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
