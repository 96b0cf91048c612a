package io.github.cordonfs.nio.channel;

import io.github.cordonfs.vfs.inode.Inode;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where files are locked against other processes, if they are. Thread-safe. */
@FunctionalInterface
public interface StoreLocks {

  /** The files of a file system that no other process can see. */
  StoreLocks NONE = (_, _) -> null;

  /**
   * What one channel has locked of its file. Closing it gives everything back.
   *
   * <p>Between processes one channel does not exclude itself; that is up to {@link FileLocks}.
   */
  interface Holder extends Closeable {

    /**
     * Locks a range if nobody else has it; does not wait.
     *
     * @param size in bytes; 0 means up to the end, however far it moves
     * @return false if somebody has it
     */
    boolean tryLock(long position, long size, boolean shared) throws IOException;

    /** Has the store get what was written, which precedes {@link #close}. */
    void writeBack() throws IOException;

    /** Gives a range back, once the store has what was written. */
    void unlock(long position, long size) throws IOException;
  }

  /**
   * Opens a file to lock ranges of it.
   *
   * @param writable whether exclusive locks are wanted, too
   * @return null if nobody else can lock the file
   */
  @Nullable Holder open(Inode file, boolean writable) throws IOException;
}
