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

  /** Returns the name of the store, for messages. */
  String store();
}
