package io.github.cordonfs.hook;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * What stands in front of one open file while its file system's hook {@linkplain
 * FileSystemHook#isActive is active}. Safe for use by several threads.
 */
public interface ChannelFront {

  /** Returns what reads, writes, truncations, forces, maps, transfers and the closing go to. */
  FileChannel channel();

  /**
   * Is told that a range is about to be locked.
   *
   * @param position of its first byte, from 0
   * @throws IOException if that is to fail
   */
  void beforeLock(long position) throws IOException;

  /**
   * Changes content other than by writing it: holes, the size, lost pages.
   *
   * @param offset of the first byte that may change, from 0
   * @param length how many may; 0 if only the size does
   * @param change makes the change
   * @throws IOException if the change fails, or is to fail
   */
  void change(long offset, long length, Change change) throws IOException;
}
