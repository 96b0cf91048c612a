package io.github.cordonfs;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A look at every frame of a file system, for those who draw it: what it is used for, and whose it
 * is. Get it with {@link CordonFileSystem#pageMap}. Safe for use by several threads.
 *
 * <p>Looking takes no lock that a reader or writer waits for, so the frames of one look may differ
 * slightly in age. It takes a few nanoseconds a frame. {@link #describe} takes the lock of 2 MiB of
 * a file for a moment, as a reader that meets a writer does.
 */
public interface PageMap {

  /** Returns the number of frames of 4 KiB; they are numbered from 0. */
  int frameCount();

  /**
   * Copies the states of consecutive frames, a byte each: the code of a {@link PageState}.
   *
   * @param first the first frame
   * @param target gets them
   * @param offset where the first one goes
   * @param count how many frames
   * @throws IndexOutOfBoundsException if there are no such frames, or no such room
   * @throws java.nio.file.ClosedFileSystemException if the file system is closed
   */
  void states(int first, byte[] target, int offset, int count);

  /**
   * Tells what is known of one frame.
   *
   * @param frame from 0, below {@link #frameCount}
   * @throws IndexOutOfBoundsException if there is no such frame
   * @throws java.nio.file.ClosedFileSystemException if the file system is closed
   */
  PageInfo describe(int frame);

  /**
   * Finds the frames of consecutive pages of a file, good or poisoned.
   *
   * @param file a regular file; symbolic links are followed
   * @param firstPage index of the first page, from 0
   * @param frames gets the frame of each page, -1 for one that has none
   * @return how many pages of the file there are from the first one on, up to the length of the
   *     array; 0 past the end
   * @throws IllegalArgumentException if the index is negative
   * @throws IOException if there is no such regular file
   */
  int frames(Path file, long firstPage, int[] frames) throws IOException;

  /**
   * Returns how many bytes of memory the patrol has looked at since the file system was opened. If
   * it does not rise any more, nobody looks for bad memory.
   */
  long patrolledBytes();
}
